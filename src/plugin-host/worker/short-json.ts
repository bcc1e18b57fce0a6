/**
 * A value as JSON; null when that has more characters than allowed, which is found out before it is written: a string of
 * a hundred megabytes would cost several times that.
 */
export function shortJson(value: unknown, characters: number): string | null {
  let left = characters;
  const measured = (key: string, part: unknown): unknown => {
    left -= key.length + (typeof part === 'string' ? part.length : 1);
    if (left < 0) throw new TooLong();
    return part;
  };
  try {
    const text = JSON.stringify(value, measured);
    return text.length <= characters ? text : null;
  } catch (error) {
    if (error instanceof TooLong) return null;
    throw error;
  }
}

class TooLong extends Error {}
