import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { DockerDaemon, rawContainer } from '../../../test/support/docker-daemon.ts';
import { ManualClock, settled } from '../../../test/support/manual-clock.ts';
import type { ContainerEngine } from '../../application/ports/container-engine.ts';
import { openContainerEngine } from './open-container-engine.ts';

let daemon: DockerDaemon;
let clock: ManualClock;
let engine: ContainerEngine;
const raw = rawContainer('prometheus');
const id = String(raw.listed['Id']);

beforeEach(async () => {
  daemon = await DockerDaemon.start('prometheus');
  clock = new ManualClock();
  const journal = { info: () => undefined, warn: () => undefined, error: () => undefined };
  engine = openContainerEngine({ host: daemon.endpoint, clock, journal });
});
afterEach(() => daemon.dispose());

/** The same container, made otherwise. */
function made(config: object, host: object = {}): void {
  const inspected = {
    ...raw.inspected,
    Config: { ...(raw.inspected['Config'] as object), ...config },
    HostConfig: { ...(raw.inspected['HostConfig'] as object), ...host },
  };
  daemon.containers.set('prometheus', { ...raw, inspected });
}

const used = (cpu: number, system: number, memory: object = {}) =>
  daemon.stats.set(id, {
    cpu_stats: { cpu_usage: { total_usage: cpu }, system_cpu_usage: system, online_cpus: 2 },
    memory_stats: memory,
  });

describe('What a container uses', () => {
  it('is the processor time between two measurements, 100 for a core', async () => {
    used(1000, 10_000);
    expect(await engine.usage([id])).toMatchObject([{ cpuPercent: null }]);
    used(1500, 12_000);
    expect(await engine.usage([id])).toMatchObject([{ cpuPercent: 50 }]);
    used(0, 14_000);
    expect(await engine.usage([id])).toMatchObject([{ cpuPercent: null }]);
  });

  it.each([
    ['the first', { total_inactive_file: 300, inactive_file: 1 }],
    ['the second', { inactive_file: 300 }],
  ])(
    'is memory without what the kernel would give up first, in %s version of control groups',
    async (_, stats) => {
      made({}, { Memory: 1400 });
      used(1, 1, { usage: 1000, stats });
      expect(await engine.usage([id])).toMatchObject([
        { memoryBytes: 700, memoryLimitBytes: 1400, memoryPercent: 50 },
      ]);
    },
  );

  it('has no limit of memory where there is none', async () => {
    used(1, 1, { usage: 1000, stats: null });
    expect(await engine.usage([id])).toMatchObject([
      { memoryBytes: 1000, memoryLimitBytes: null, memoryPercent: null },
    ]);
  });

  it('is nothing of what does not run, is not there, or is not told in time', async () => {
    daemon.containers.set('prometheus', rawContainer('prometheus', { Status: 'exited' }));
    used(1, 1);
    expect(await engine.usage([id, 'nobody'])).toEqual([null, null]);
    daemon.containers.set('prometheus', raw);
    daemon.faults.set('/stats', 'hang');
    const asked = engine.usage([id]);
    for (let turn = 0; turn < 50; turn++) await settled();
    await clock.advance(2000);
    expect(await asked).toEqual([null]);
  });
});

const time = '2026-11-23T12:00:00.123456789Z';
const frame = (stream: 1 | 2, text: string): Buffer => {
  const body = Buffer.from(text);
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(body.length, 4);
  return Buffer.concat([head, body]);
};
const tail = { tail: 10, since: null };

describe("A container's output", () => {
  it('is told line by line, with where it was written to, and when', async () => {
    daemon.output.set(
      id,
      Buffer.concat([frame(1, `${time} one\n`), frame(2, `${time} two\r\n`), frame(1, `${time} \n`)]),
    );
    const at = new Date('2026-11-23T12:00:00.123Z');
    expect(await engine.logs(id, tail)).toEqual([
      { at, stream: 'STDOUT', text: 'one' },
      { at, stream: 'STDERR', text: 'two' },
      { at, stream: 'STDOUT', text: '' },
    ]);
  });

  it('is asked for from a time on, so many lines of it', async () => {
    daemon.output.set(id, frame(1, `${time} one\n`));
    await engine.logs(id, { tail: 7, since: new Date('2026-11-23T12:00:00.500Z') });
    expect(daemon.asked.at(-1)).toMatch(/tail=7.*since=1795435200\.5/u);
  });

  it('with a terminal comes without frames', async () => {
    made({ Tty: true });
    daemon.output.set(id, Buffer.from(`${time} one\r\n${time} two\r\n`));
    expect((await engine.logs(id, tail))?.map(({ text }) => text)).toEqual(['one', 'two']);
  });

  it('holds no secrets', async () => {
    const lines = [
      'GET / Authorization: Bearer sesame-open-up',
      'password=sesame',
      '"token": "sesame"',
      'http://a:sesame@b/',
    ];
    daemon.output.set(id, Buffer.concat(lines.map((line) => frame(1, `${time} ${line}\n`))));
    const told = await engine.logs(id, tail);
    expect(told).toHaveLength(4);
    expect(JSON.stringify(told)).not.toContain('sesame');
  });

  it('is cut where a line is long, and at its oldest end where there is much', async () => {
    const long = Array.from({ length: 100 }, (_, index) =>
      frame(1, `${time} ${index} ${'x'.repeat(20_000)}\n`),
    );
    daemon.output.set(id, Buffer.concat(long));
    const told = (await engine.logs(id, tail)) ?? [];
    expect(new Set(told.map(({ text }) => text.length))).toEqual(new Set([16 * 1024]));
    expect(told.length).toBe(64);
    expect(told.at(-1)?.text).toMatch(/^99 /u);
  });

  it('is nothing where it cannot be read: no container, no frames, no answer', async () => {
    expect(await engine.logs('nobody', tail)).toBeNull();
    daemon.output.set(id, Buffer.alloc(300_000, 'x'));
    expect(await engine.logs(id, tail)).toBeNull();
    daemon.faults.set('/logs', 'hang');
    const asked = engine.logs(id, tail);
    for (let turn = 0; turn < 50; turn++) await settled();
    await clock.advance(2000);
    expect(await asked).toBeNull();
  });
});
