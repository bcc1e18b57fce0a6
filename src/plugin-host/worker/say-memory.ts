import { getHeapStatistics } from 'node:v8';

/** Often enough for what grows while it waits, and rarely enough to cost nothing. */
const everyMs = 250;

/** Says over and over how much this worker holds, in its heap and in buffers, into memory that it shares with its host. */
export function sayMemory(said: Float64Array): void {
  const say = (): void => {
    const { used_heap_size: heap, external_memory: buffers } = getHeapStatistics();
    said[0] = heap + buffers;
  };
  say();
  setInterval(say, everyMs).unref();
}
