/** Often enough to be told from one that is busy, and rarely enough to cost nothing. */
const everyMs = 250;

/** Says over and over how much this worker holds outside of its heap, into memory that it shares with its host. */
export function sayMemory(said: Float64Array): void {
  const say = (): void => {
    said[0] = process.memoryUsage().external;
    said[1] = (said[1] ?? 0) + 1;
  };
  say();
  setInterval(say, everyMs).unref();
}
