type Version = readonly [major: number, minor: number, patch: number];

/** Whether a text is a range that `satisfies` can read: a version, or one after `^` or `~`. */
export const rangePattern = /^[\^~]?\d+(\.\d+(\.\d+)?)?$/;

/**
 * Whether a version lies in a range: `1.2.3` is that one alone, `~1.2.3` allows later patches, `^1.2.3` whatever
 * does not change its first number that is not zero. Left-out numbers are zeros. False for what is no range.
 */
export function satisfies(version: string, range: string): boolean {
  if (!rangePattern.test(range)) return false;
  const least = numbers(range.replace(/^[\^~]/, ''));
  const actual = numbers(version);
  return compare(actual, least) >= 0 && compare(actual, bound(range, least)) < 0;
}

function bound(range: string, [major, minor, patch]: Version): Version {
  if (range.startsWith('^') && major > 0) return [major + 1, 0, 0];
  if (range.startsWith('~') || (range.startsWith('^') && minor > 0)) return [major, minor + 1, 0];
  return [major, minor, patch + 1];
}

function numbers(version: string): Version {
  const [major = 0, minor = 0, patch = 0] = version.split('.').map(Number);
  return [major, minor, patch];
}

function compare(a: Version, b: Version): number {
  return a[0] - b[0] || a[1] - b[1] || a[2] - b[2];
}
