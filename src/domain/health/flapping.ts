/** So many turns within the window are too many to be believed: three falls and three recoveries. */
const tooMany = 6;
const windowMs = 600_000;
/** Turns beyond these change no verdict that anybody would ask for. */
const kept = 20;

/** The turns of a status, with one more. */
export function withTurn(turns: readonly Date[], at: Date): readonly Date[] {
  return [...turns, at].slice(-kept);
}

/**
 * Whether a status changes too often to be believed: from the sixth turn within ten minutes on, until ten minutes
 * have passed without one.
 */
export function isFlapping(turns: readonly Date[], now: Date): boolean {
  const times = turns.map((turn) => turn.getTime());
  let flaps = false;
  times.forEach((time, index) => {
    const last = times[index - 1] ?? -Infinity;
    const begun = times[index - tooMany + 1] ?? -Infinity;
    flaps = (flaps && time - last <= windowMs) || time - begun <= windowMs;
  });
  return flaps && now.getTime() - (times.at(-1) ?? -Infinity) <= windowMs;
}
