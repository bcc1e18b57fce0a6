import { z } from 'zod';
import { ask, type Reading, shortMs } from './reading.ts';
import { uninterrupted } from '../within.ts';

/** By which a container is known that was made for reading. */
export const helperLabel = 'custos.helper';

/** No reading takes so long: what is older belongs to one that was cut off. */
const oldMs = 300_000;

const helpers = z.array(z.object({ Id: z.string(), Created: z.number() }));

/** Removes the containers that a crash, or an engine that hung, left over. Never rejects. */
export async function sweepHelpers(reading: Reading, signal: AbortSignal): Promise<void> {
  const filters = { label: [`${helperLabel}=true`] };
  try {
    const all = await ask(reading, { reply: helpers, ms: shortMs, signal }, (abortSignal) =>
      reading.docker.listContainers({ all: true, filters, abortSignal }),
    );
    const now = reading.clock.now().getTime();
    const old = all.filter(({ Created }) => now - Created * 1000 > oldMs);
    await Promise.all(old.map(({ Id }) => removeHelper(reading, Id)));
  } catch {
    // The next reading sweeps again.
  }
}

/** Ends and removes a container with its own volumes, if there is one. Never rejects. */
export async function removeHelper(reading: Reading, nameOrId: string): Promise<void> {
  const question = { reply: z.unknown(), ms: shortMs, signal: uninterrupted };
  await ask(reading, question, (abortSignal) =>
    reading.docker.getContainer(nameOrId).remove({ force: true, v: true, abortSignal }),
  ).catch(() => undefined);
}
