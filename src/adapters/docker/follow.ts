import type { Clock } from '../../application/ports/clock.ts';
import type { EngineNews } from '../../application/ports/container-engine.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { Client } from './client.ts';
import { collect } from './event-stream.ts';
import { explain } from './failure.ts';
import { Inbox } from './inbox.ts';
import type { Said } from './notice.ts';
import { Place } from './place.ts';
import { readAll, readOne } from './read-containers.ts';
import { within } from './within.ts';

export interface Following {
  readonly client: Client;
  readonly endpoint: string;
  readonly clock: Clock;
  readonly journal: Journal;
  /** From 0 up to 1. */
  readonly random: () => number;
}

/** What no event told comes to light after this at the latest. */
const relistMs = 30_000;
/** A silent stream may be that of an engine at rest, or of one that hangs: it is asked which. */
const pingMs = 5000;
/** A listing with all its inspections may take this long. */
const listingMs = 5000;
/** The spans between attempts to connect. */
const retryMs = { least: 250, most: 2000 };

/**
 * Follows an engine until the signal aborts. The first attempt after a break comes at once, the next ever later; only
 * when that first one fails too is the engine lost: a stream that was cut and mended is no news.
 */
export async function* follow(deps: Following, signal: AbortSignal): AsyncGenerator<EngineNews> {
  const { clock, endpoint } = deps;
  const place = new Place();
  let told: string | null = null;
  let attempts = 0;
  let failures = 0;
  while (!signal.aborted) {
    const began = clock.monotonicMs();
    try {
      for await (const news of connection(deps, place, signal)) {
        [told, failures] = [null, 0];
        yield news;
      }
    } catch (error) {
      if (signal.aborted) return;
      const failure = explain(error, endpoint);
      if (failures > 0 && failure !== told) {
        told = failure;
        yield { kind: 'lost', failure, at: clock.now() };
      }
      // A connection that is cut as soon as it is made must not be made again and again without a pause.
      if (failures === 0 && clock.monotonicMs() - began >= retryMs.most) attempts = 0;
      failures += 1;
    }
    const pause = backoff(attempts, deps.random);
    if (pause > 0) await clock.sleep(pause, signal);
    attempts += 1;
  }
}

function backoff(attempts: number, random: () => number): number {
  if (attempts === 0) return 0;
  const { least, most } = retryMs;
  return least + random() * (Math.min(most, least * 2 ** attempts) - least);
}

/** One connection: first the stream, so that nothing falls between it and the listing. Throws when it breaks. */
async function* connection(deps: Following, place: Place, outer: AbortSignal): AsyncGenerator<EngineNews> {
  const life = new AbortController();
  const stop = (): void => life.abort();
  outer.addEventListener('abort', stop, { once: true });
  if (outer.aborted) stop();
  try {
    const inbox = new Inbox();
    collect(await deps.client.events(place.since(), life.signal), inbox, deps.journal);
    yield* hear(deps, { inbox, place }, life.signal);
  } finally {
    outer.removeEventListener('abort', stop);
    stop();
  }
}

interface Heard {
  readonly inbox: Inbox;
  readonly place: Place;
}

async function* hear(deps: Following, heard: Heard, signal: AbortSignal): AsyncGenerator<EngineNews> {
  const { clock } = deps;
  const { inbox, place } = heard;
  let relistAt = clock.monotonicMs();
  let pingAt = relistAt + pingMs;
  while (!signal.aborted) {
    if (inbox.hasMissed() || clock.monotonicMs() >= relistAt) {
      yield await list(deps, place, signal);
      relistAt = clock.monotonicMs() + relistMs;
      pingAt = clock.monotonicMs() + pingMs;
      continue;
    }
    const said = inbox.take();
    if (said) yield* tell(deps, { place, said }, signal);
    else if (clock.monotonicMs() >= pingAt) {
      await deps.client.ping(signal);
      pingAt = clock.monotonicMs() + pingMs;
    } else await inbox.wait(clock, Math.min(relistAt, pingAt) - clock.monotonicMs(), signal);
  }
}

async function list({ client, clock }: Following, place: Place, signal: AbortSignal): Promise<EngineNews> {
  const at = clock.now();
  const containers = await within({ clock, ms: listingMs, signal }, (ending) =>
    readAll(client, place.known, ending),
  );
  place.list(containers);
  return { kind: 'listed', containers, at };
}

/** An event counts as told when the reader asks for what comes after it: one cut off before is told again. */
async function* tell(
  { client }: Following,
  { place, said }: { readonly place: Place; readonly said: Said },
  signal: AbortSignal,
): AsyncGenerator<EngineNews> {
  if (place.hasPassed(said)) return;
  for (const notice of said.notices) {
    const container =
      place.ended(notice) ?? (await readOne(client, notice.containerName, { known: place.known, signal }));
    place.see(notice.containerName, container);
    yield { kind: 'noticed', notice, container };
  }
  place.pass(said);
}
