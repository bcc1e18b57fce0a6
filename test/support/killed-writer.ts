import type { ChildProcessWithoutNullStreams } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { setTimeout } from 'node:timers/promises';
import { fileURLToPath } from 'node:url';

import { expect, onTestFinished } from 'vitest';

import type { Store } from '../../src/adapters/sqlite/open-store.ts';
import { openStore } from '../../src/adapters/sqlite/open-store.ts';
import { systemClock } from '../../src/adapters/system/clock.ts';
import type { Event } from '../../src/domain/event/event.ts';
import { brokenAt } from './drafts.ts';
import { KeptJournal, migrationsDir, temporaryFolder } from './temporary-store.ts';

const program = fileURLToPath(new URL('acknowledging-writer.ts', import.meta.url));

/** A writer in a process of its own, loaded and waiting for its turn. */
export class Writer {
  readonly acknowledged = new Map<number, string>();
  readonly #process: ChildProcessWithoutNullStreams;
  readonly #ended: Promise<unknown>;
  readonly #listeners = new Set<() => void>();
  #lines: readonly string[] = [];
  #rest = '';
  #complaints = '';

  constructor(folder: string) {
    const options = ['--import', 'tsx', '--conditions=source', program, folder, migrationsDir];
    this.#process = spawn(process.execPath, options);
    onTestFinished(() => void this.#process.kill('SIGKILL'));
    this.#ended = once(this.#process, 'close');
    this.#process.stdout.setEncoding('utf8').on('data', (text: string) => this.#read(text));
    this.#process.stderr.on('data', (text: Buffer) => (this.#complaints += text.toString()));
    this.#process.on('close', () => this.#tell());
  }

  get pid(): number | undefined {
    return this.#process.pid;
  }

  /** Kills it some time after it has said so many lines; answers when all it said has been read. */
  async writeUntil(lines: number, moreMs: number): Promise<void> {
    await this.begin(lines);
    await setTimeout(moreMs);
    this.#process.kill('SIGKILL');
    await this.#ended;
  }

  /** Lets it write, and waits until it has said so many lines. */
  async begin(lines: number): Promise<void> {
    await this.#said(1);
    this.#process.stdin.write('go\n');
    await this.#said(1 + lines);
  }

  #read(text: string): void {
    const lines = (this.#rest + text).split('\n');
    this.#rest = lines.pop() ?? '';
    this.#lines = [...this.#lines, ...lines];
    for (const line of lines) {
      const [sequence, hash] = line.split(' ');
      if (hash) this.acknowledged.set(Number(sequence), hash);
    }
    this.#tell();
  }

  async #said(count: number): Promise<void> {
    while (this.#lines.length < count) {
      if (this.#process.exitCode !== null) throw new Error(`The writer ended: ${this.#complaints}`);
      await new Promise<void>((resolve) => this.#listeners.add(resolve));
    }
  }

  #tell(): void {
    for (const listener of this.#listeners) listener();
    this.#listeners.clear();
  }
}

/** Opens the store of a folder. */
export function open(dataDir: string): Promise<Store> {
  return openStore({ dataDir, migrationsDir, clock: systemClock, journal: new KeptJournal() });
}

/** Numbers from 0 up to 1, always the same for a seed (mulberry32). */
function random(state: number): () => number {
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** Everything after an entry: without a hole, chained to it. Answers the new entries. */
async function readOn({ log }: Store, last: { readonly sequence: number; readonly hash: string }) {
  const events = await log.read({ after: last.sequence, limit: 1_000_000, keep: 'oldest' });
  const expected = events.map((_, index) => last.sequence + 1 + index);
  expect(events.map((event) => event.sequence)).toEqual(expected);
  expect(brokenAt(events, last.hash)).toBeNull();
  expect(log.head()).toBe(last.sequence + events.length);
  return events;
}

/** How each service stands is what the last event about it says. */
async function expectStateOf(events: readonly Event[], { state }: Store): Promise<void> {
  const lastWords = new Map(events.map((event) => [event.services[0], event.summary]));
  const { standings } = await state.load();
  for (const [service = '', summary] of lastWords) expect(standings.get(service)?.summary).toBe(summary);
}

/**
 * Kills a writer so many times at random moments, always the same for a seed: each time everything that it had
 * acknowledged is there, without a hole, chained, and the state is what the last event says.
 */
export async function surviveKills(rounds: number, seed: number): Promise<void> {
  const folder = temporaryFolder();
  const next = random(seed);
  let waiting = new Writer(folder);
  let last = { sequence: 0, hash: '' };
  for (let round = 1; round <= rounds; round++) {
    const writer = waiting;
    if (round < rounds) waiting = new Writer(folder);
    await writer.writeUntil(1 + Math.floor(next() * 400), next() * 10);
    const store = await open(folder);
    const events = await readOn(store, last);
    const kept = new Map(events.map((event) => [event.sequence, event.hash]));
    const lost = [...writer.acknowledged].filter(([sequence, hash]) => kept.get(sequence) !== hash);
    expect(lost, `lost in round ${String(round)}`).toEqual([]);
    expect(writer.acknowledged.size).toBeGreaterThan(0);
    await expectStateOf(events, store);
    last = events.at(-1) ?? last;
    await store.close();
  }
}
