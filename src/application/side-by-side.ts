/** Does something with each of a list, so many at a time; rejects with the first failure, when all have ended. */
export async function sideBySide<T>(
  all: readonly T[],
  atOnce: number,
  work: (one: T) => Promise<unknown>,
): Promise<void> {
  const waiting = [...all];
  const lane = async (): Promise<void> => {
    for (let next = waiting.shift(); next !== undefined; next = waiting.shift()) await work(next);
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(atOnce, all.length) }, lane));
  for (const ended of lanes) if (ended.status === 'rejected') throw ended.reason;
}
