import { Unreadable } from '../../../application/ports/engine-reader.ts';
import type { ContainerFacts } from '../../../plugin-sdk/container.ts';
import { statusOf } from '../failure.ts';
import { factsOf } from './facts.ts';
import { ask, type Reading, shortMs } from './reading.ts';
import { imageReply, wholeInspection } from './replies.ts';
import { gone } from './unreadable.ts';

/** Beyond so many images, the first are forgotten. */
const kept = 1000;

/** The client's own call would not end with a signal. */
function inspectImage({ docker }: Reading, id: string, abortSignal: AbortSignal): Promise<unknown> {
  const question = { method: 'GET', path: `/images/${id}/json`, statusCodes: { 200: true }, abortSignal };
  return new Promise((resolve, reject) => {
    docker.modem.dial(question, (error: unknown, told: unknown) => {
      if (error instanceof Error) reject(error);
      else resolve(told);
    });
  });
}

/** Tells what a container is. An image never changes, so each is asked about once. */
export function createInspect(reading: Reading) {
  const users = new Map<string, string>();

  /** Null where the image is not there any more. */
  const userOf = async (image: string, signal: AbortSignal): Promise<string | null> => {
    const known = users.get(image);
    if (known !== undefined) return known;
    try {
      const told = await ask(reading, { reply: imageReply, ms: shortMs, signal }, (abortSignal) =>
        inspectImage(reading, image, abortSignal),
      );
      users.set(image, told.Config?.User ?? '');
      for (const oldest of users.keys()) if (users.size > kept) users.delete(oldest);
      return users.get(image) ?? null;
    } catch (error) {
      if (statusOf(error) === 404) return null;
      throw error;
    }
  };

  return async (id: string, signal: AbortSignal): Promise<ContainerFacts> => {
    try {
      const inspected = await ask(reading, { reply: wholeInspection, ms: shortMs, signal }, (abortSignal) =>
        reading.docker.getContainer(id).inspect({ abortSignal }),
      );
      return factsOf(inspected, await userOf(inspected.Image, signal));
    } catch (error) {
      if (statusOf(error) === 404) throw new Unreadable(gone, { cause: error });
      throw error;
    }
  };
}
