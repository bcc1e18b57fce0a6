/**
 * Whether a version is at least another, by the numbers at its beginning: `v2.42.0+ds` is at least `2.40`. A version
 * that is not known (null) or has no number is not.
 */
export function atLeast(version: string | null, least: string): boolean {
  const have = numbersOf(version);
  if (!have) return false;
  for (const [index, wanted] of (numbersOf(least) ?? []).entries()) {
    const difference = (have[index] ?? 0) - wanted;
    if (difference !== 0) return difference > 0;
  }
  return true;
}

function numbersOf(version: string | null): readonly number[] | null {
  const [found] = /\d+(\.\d+)*/.exec(version ?? '') ?? [];
  return found?.split('.').map(Number) ?? null;
}
