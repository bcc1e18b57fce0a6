export const evidenceKinds = ['HTTP', 'LOG', 'METRIC', 'QUERY', 'INSPECT', 'EXEC', 'FILE', 'EVENT'] as const;
export type EvidenceKind = (typeof evidenceKinds)[number];

/** What shows something: a piece of an answer, a log, a file, as it was at that time. */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** An address, a path, a query, a command. */
  readonly source: string;
  /** At most 4 KiB, secrets taken out. */
  readonly excerpt: string;
  readonly redacted: boolean;
  /** SHA-256, in hexadecimal, of the piece before it was cut; null when it was not cut. */
  readonly sha256: string | null;
  readonly at: Date;
}
