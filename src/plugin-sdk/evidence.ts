/** Sorts of evidence: an answer, lines of a log, a metric, an answer to a query, Docker's word, output, a file, an event. */
export type EvidenceKind = 'HTTP' | 'LOG' | 'METRIC' | 'QUERY' | 'INSPECT' | 'EXEC' | 'FILE' | 'EVENT';

/**
 * What shows something. The host takes secrets out of it before it keeps it, and cuts the excerpt at 4 KiB;
 * the hash that it keeps is that of the excerpt as it was given, secrets taken out.
 */
export interface Evidence {
  readonly kind: EvidenceKind;
  /** Where it was found: an address, a path, a query, a command. */
  readonly source: string;
  /** The piece that matters. */
  readonly excerpt: string;
  /** When it was so, in milliseconds since 1970; omitted: now. */
  readonly at?: number;
}

/** A piece of evidence: `evidence('HTTP', '/-/ready', answer.text)`. Lines are joined. */
export function evidence(kind: EvidenceKind, source: string, excerpt: string | readonly string[]): Evidence {
  return { kind, source, excerpt: typeof excerpt === 'string' ? excerpt : excerpt.join('\n') };
}
