/**
 * A process of its own that writes to a log as fast as it can, and says `sequence hash` for each entry once it
 * was acknowledged. It begins when its standard input says so, so that it can be started beforehand.
 */
import { once } from 'node:events';
import { writeSync } from 'node:fs';

import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import { draft, service, stackSaved, standing } from './drafts.ts';

const [dataDir = '', migrationsDir = ''] = process.argv.slice(2);
const services = 7;
const atATime = 6;
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

writeSync(1, 'ready\n');
await once(process.stdin, 'data');
const { log } = await openStore({ dataDir, migrationsDir, clock: systemClock, journal: silent });
await log.append(
  [],
  [stackSaved, ...named().map((id) => ({ kind: 'service-saved', service: service(id) }) as const)],
);
await Promise.all(Array.from({ length: atATime }, (_, writer) => write(writer)));

function named(): readonly string[] {
  return Array.from({ length: services }, (_, index) => `service_${String(index)}`);
}

/** Each append says about one service how it stands, in its events and in its state. */
async function write(writer: number): Promise<never> {
  for (let round = 0; ; round++) {
    const id = `service_${String((round + writer) % services)}`;
    const summary = `${String(process.pid)}/${String(writer)}/${String(round)}`;
    const events = await log.append(
      Array.from({ length: 1 + (round % 4) }, () => draft({ services: [id], summary })),
      [{ kind: 'standing-saved', serviceId: id, standing: standing(summary) }],
    );
    writeSync(1, events.map((event) => `${String(event.sequence)} ${event.hash}\n`).join(''));
  }
}
