/** The versions that run, by the kind of service. A kind that is not there: nobody knows. */
export type Versions = Readonly<Record<string, readonly string[]>>;

/** From which version on, and below which, something holds of a kind of service. */
export interface Range {
  readonly of: string;
  /** Inclusive; without it from the first on. */
  readonly from?: string;
  /** Exclusive; without it up to the newest. */
  readonly below?: string;
}

/** Whether a range has one of the versions that run; where they are not known it has. */
export function applies(range: Range, versions: Versions): boolean {
  const running = versions[range.of];
  return running === undefined || running.some((version) => within(version, range));
}

/** Such as `alertmanager >= 0.27`. */
export function describeRange({ of, from, below }: Range): string {
  return [
    of,
    ...(from === undefined ? [] : [`>= ${from}`]),
    ...(below === undefined ? [] : [`< ${below}`]),
  ].join(' ');
}

function within(version: string, { from, below }: Range): boolean {
  return (
    (from === undefined || compare(version, from) >= 0) &&
    (below === undefined || compare(version, below) < 0)
  );
}

/** By the numbers alone: `v3.0.0-rc.1+ds` counts as 3.0.0. */
function compare(one: string, other: string): number {
  const [a, b] = [numbersOf(one), numbersOf(other)];
  for (const index of [0, 1, 2]) {
    const difference = (a[index] ?? 0) - (b[index] ?? 0);
    if (difference !== 0) return difference;
  }
  return 0;
}

function numbersOf(version: string): readonly number[] {
  return (/\d+(?:\.\d+)*/u.exec(version)?.[0] ?? '').split('.').map(Number);
}
