/** This many crashes in this time, and a plugin is not started again: as editors do it with their extensions. */
const quarantineRule = { crashes: 3, withinMs: 5 * 60_000 } as const;

/** How long a crashed plugin waits to be started again: doubling with every crash of a streak. */
const backoff = { firstMs: 500, mostMs: 30_000 } as const;

/** When a plugin crashed, oldest first, as far as one crash follows another within the time of the rule. */
export type Streak = readonly number[];

/** The streak with one more crash, and what follows: how long to wait, or null for quarantine. */
export function afterCrash(
  before: Streak,
  nowMs: number,
): { readonly streak: Streak; readonly delayMs: number | null } {
  const last = before.at(-1);
  const goesOn = last !== undefined && nowMs - last < quarantineRule.withinMs;
  const streak = [...(goesOn ? before : []), nowMs];
  const recent = streak.filter((at) => nowMs - at < quarantineRule.withinMs).length;
  const delayMs = Math.min(backoff.firstMs * 2 ** (streak.length - 1), backoff.mostMs);
  return { streak, delayMs: recent >= quarantineRule.crashes ? null : delayMs };
}
