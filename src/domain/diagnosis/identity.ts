/** What an id is of. */
type Prefix = 'dgn' | 'vrf';

/**
 * The id of a diagnosis or verification: the sequence of the log after which it begins, and what tells it from others
 * that begin there. So whoever follows it knows from where, without asking for it.
 */
export function identityOf(prefix: Prefix, after: number, unique: string): string {
  return `${prefix}_${after.toString(36)}Z${unique}`;
}

/** The sequence after which what has this id begins; null when it is no such id. */
export function sequenceOf(id: string): number | null {
  const [, after] = /^(?:dgn|vrf)_([0-9a-z]{1,11})Z[A-Za-z0-9]+$/u.exec(id) ?? [];
  return after === undefined ? null : Number.parseInt(after, 36);
}

/** The id of a finding: that of what made it, and a number. */
export function findingIdOf(ownerId: string, number: number): string {
  return `fnd_${ownerId}.${String(number)}`;
}

/** The id of what made the finding of this id; null when it is no such id. */
export function ownerOf(findingId: string): string | null {
  return /^fnd_((?:dgn|vrf)_[A-Za-z0-9]+)\.\d+$/u.exec(findingId)?.[1] ?? null;
}
