/** How bad a line of a runbook is: it does nothing, it does harm, or whoever follows it believes something wrong. */
export const kinds = ['DANGEROUS', 'CANNOT_WORK', 'MISLEADING'] as const;
export type Kind = (typeof kinds)[number];

/** What is said of one place in a runbook. Lines and columns count from 1; `endColumn` is the one after the last. */
export interface Remark {
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  /** What stands there, on one line, cut where it is long, without secrets. */
  readonly excerpt: string;
  /** Such as `G07`; docs/runbook-lint.md has them all. */
  readonly rule: string;
  readonly kind: Kind;
  readonly why: string;
  readonly instead: string;
  /** For which versions that holds, such as `alertmanager >= 0.27`; `all` when it does not depend on one. */
  readonly versions: string;
}
