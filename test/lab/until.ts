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
  // A request whose connection is being refused, and its time-out, keep no process alive.
  const alive = setInterval(() => undefined, withinMs);
  try {
    for (;;) {
      const { answer, failure } = await attempt(ask);
      if (given(answer)) return answer;
      if (performance.now() > deadline)
        throw new Error(`It did not come about within ${withinMs} ms that ${what}${failure}`);
      await pause(everyMs);
    }
  } finally {
    clearInterval(alive);
  }
}

async function attempt<T>(ask: () => T | Promise<T>): Promise<{ answer: T | null; failure: string }> {
  try {
    return { answer: await ask(), failure: '' };
  } catch (error) {
    return { answer: null, failure: `: ${error instanceof Error ? error.message : String(error)}` };
  }
}

function given<T>(answer: T): answer is Exclude<T, false | null | undefined> {
  return answer !== false && answer !== null && answer !== undefined;
}
