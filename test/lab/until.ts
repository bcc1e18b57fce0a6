import { setTimeout as pause } from 'node:timers/promises';

/** How long to wait for something, and how often to look, in milliseconds. */
interface Patience {
  readonly withinMs: number;
  readonly everyMs?: number;
}

/**
 * Waits until a question has an answer: one that is neither false, null nor undefined. A question that fails
 * is asked again.
 * @throws Error that says what did not come about in time, and what the last failure was.
 */
export async function until<T>(
  what: string,
  { withinMs, everyMs = 25 }: Patience,
  ask: () => T | Promise<T>,
): Promise<Exclude<T, false | null | undefined>> {
  const deadline = performance.now() + withinMs;
  for (;;) {
    let failure = '';
    try {
      const answer = await ask();
      if (given(answer)) return answer;
    } catch (error) {
      failure = `: ${error instanceof Error ? error.message : String(error)}`;
    }
    if (performance.now() > deadline)
      throw new Error(`It did not come about within ${withinMs} ms that ${what}${failure}`);
    await pause(everyMs);
  }
}

function given<T>(answer: T): answer is Exclude<T, false | null | undefined> {
  return answer !== false && answer !== null && answer !== undefined;
}
