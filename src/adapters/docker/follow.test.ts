import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { DockerDaemon, eventOf, rawContainer } from '../../../test/support/docker-daemon.ts';
import { ManualClock, settled } from '../../../test/support/manual-clock.ts';
import { eventually, NewsReader } from '../../../test/support/news-reader.ts';
import type { ContainerEngine } from '../../application/ports/container-engine.ts';
import { openContainerEngine } from './open-container-engine.ts';

let daemon: DockerDaemon;
let clock: ManualClock;
let engine: ContainerEngine;
let warnings: string[];
let readers: NewsReader[];

beforeEach(async () => {
  daemon = await DockerDaemon.start('prometheus', 'grafana');
  clock = new ManualClock();
  warnings = [];
  readers = [];
  const warn = (message: string) => void warnings.push(message);
  const journal = { info: () => undefined, warn, error: () => undefined };
  engine = openContainerEngine({ host: daemon.endpoint, clock, journal, random: () => 0.5 });
});
afterEach(async () => {
  await Promise.all(readers.map((reader) => reader.stop()));
  await daemon.dispose();
});

function follow(): NewsReader {
  const reader = new NewsReader(engine);
  readers.push(reader);
  return reader;
}

const asked = (path: string, times: number) =>
  eventually(
    () => daemon.count(path) >= times,
    () => `${path} was asked for ${daemon.count(path)} times`,
  );

/** Lets the time pass, in small steps, until something is so; answers how long that took, in milliseconds. */
async function passUntil(isSo: () => boolean, mostMs = 60_000): Promise<number> {
  const began = clock.monotonicMs();
  while (!isSo()) {
    if (clock.monotonicMs() - began >= mostMs) throw new Error(`not within ${mostMs} ms`);
    await clock.advance(50);
    for (let turn = 0; turn < 5; turn++) await settled();
  }
  return clock.monotonicMs() - began;
}

const stopped = (name: string, state = { Status: 'exited', ExitCode: 2 }) =>
  daemon.containers.set(name, rawContainer(name, state, 'Exited (2)'));

describe('Following an engine', () => {
  it('connects to the events first, lists then, and tells what happens with how it is since', async () => {
    const reader = follow();
    expect(await reader.hears(1)).toEqual(['listed 2']);
    expect(daemon.asked[0]).toMatch(/^\/events\?.*"type":\["container"\]/u);
    stopped('prometheus');
    daemon.say(eventOf('prometheus', 'die', { attributes: { exitCode: '2' } }));
    daemon.containers.delete('grafana');
    daemon.say(eventOf('grafana', 'destroy', { nanos: 1 }));
    expect(await reader.hears(3)).toEqual(['listed 2', 'die prometheus EXITED', 'destroy grafana gone']);
    expect(reader.heard[1]).toMatchObject({ notice: { exitCode: 2 }, container: { status: 'Exited (2)' } });
  });

  it('hears an event that comes in pieces, and no noise', async () => {
    const reader = follow();
    await reader.hears(1);
    const line = eventOf('prometheus', 'start');
    daemon.say(eventOf('grafana', 'exec_create: wget') + line.slice(0, 40));
    await settled();
    daemon.say(`${line.slice(40)}\n`);
    expect(await reader.hears(2)).toEqual(['listed 2', 'start prometheus RUNNING']);
  });

  it('lists again every 30 seconds', async () => {
    const reader = follow();
    await reader.hears(1);
    daemon.containers.delete('grafana');
    expect(await passUntil(() => reader.heard.length === 2)).toBe(30_000);
    expect(reader.story()).toEqual(['listed 2', 'listed 1']);
  });

  it('finds out within ten seconds that an engine hangs, and as soon that it goes on', async () => {
    const reader = follow();
    await reader.hears(1);
    daemon.faults.set('/', 'hang');
    expect(await passUntil(() => reader.heard.length === 2)).toBeLessThan(10_000);
    expect(reader.story()).toEqual(['listed 2', 'lost']);
    daemon.faults.clear();
    expect(await passUntil(() => reader.heard.length === 3)).toBeLessThan(5000);
    expect(reader.story()).toEqual(['listed 2', 'lost', 'listed 2']);
  });

  it('says that the engine is lost when a listing hangs, and lets its events go', async () => {
    const reader = follow();
    await reader.hears(1);
    daemon.faults.set('/containers/json', 'hang');
    await passUntil(() => reader.heard.length === 2);
    expect(reader.failures()[0]).toMatch(/did not answer within 2 s/u);
    daemon.faults.clear();
    await passUntil(() => reader.heard.length === 3);
    expect(reader.story()).toEqual(['listed 2', 'lost', 'listed 2']);
    expect(daemon.followers()).toBe(1);
  });

  it.each<[string, () => void]>([
    ['are cut', () => daemon.cut()],
    ['end', () => daemon.endStreams()],
    [
      'are cut in the middle of one',
      () => {
        daemon.say(eventOf('grafana', 'die').slice(0, 50));
        daemon.cut();
      },
    ],
  ])('connects again at once when the events %s, from where it was', async (_, breaks) => {
    const reader = follow();
    await reader.hears(1);
    daemon.say(eventOf('prometheus', 'start', { nanos: 123_456_789 }));
    await reader.hears(2);
    await clock.advance(4900);
    breaks();
    expect(await reader.hears(3)).toEqual(['listed 2', 'start prometheus RUNNING', 'listed 2']);
    expect(daemon.asked.filter((path) => path.startsWith('/events'))[1]).toContain('since=1795435200.123456');
  });

  it('connects again at once each time that it was connected for long', async () => {
    const reader = follow();
    for (const cuts of [1, 2, 3]) {
      await reader.hears(cuts);
      await clock.advance(4900);
      daemon.cut();
    }
    expect((await reader.hears(4)).join()).toBe('listed 2,listed 2,listed 2,listed 2');
  });

  it('tells nothing twice that the engine tells again', async () => {
    const reader = follow();
    await reader.hears(1);
    const first = eventOf('prometheus', 'die', { nanos: 123_456_789 });
    daemon.say(first);
    await reader.hears(2);
    await clock.advance(4900);
    daemon.cut();
    await reader.hears(3);
    daemon.say(first + eventOf('prometheus', 'start', { nanos: 123_456_790 }));
    expect((await reader.hears(4)).slice(3)).toEqual(['start prometheus RUNNING']);
  });

  it('tells an event again that it could not look into before the engine was lost', async () => {
    const reader = follow();
    await reader.hears(1);
    daemon.say(eventOf('grafana', 'start', { nanos: 1000 }));
    await reader.hears(2);
    daemon.faults.set('/containers/json', 'hang');
    const event = eventOf('prometheus', 'start', { nanos: 2000 });
    daemon.say(event);
    await asked('/containers/json', 3);
    await passUntil(() => reader.heard.length === 3);
    daemon.faults.clear();
    await passUntil(() => reader.heard.length === 4);
    expect(daemon.asked.findLast((path) => path.startsWith('/events'))).toContain('since=1795435200.000001');
    daemon.say(event);
    expect((await reader.hears(5)).slice(2)).toEqual(['lost', 'listed 2', 'start prometheus RUNNING']);
  });

  it('says at once how a container is that has just died, before Docker has cleaned up after it', async () => {
    const reader = follow();
    await reader.hears(1);
    daemon.faults.set('/containers', 'hang');
    const attributes = { exitCode: '137' };
    daemon.say(eventOf('prometheus', 'die', { nanos: 1000, attributes }));
    await reader.hears(2);
    expect(reader.heard[1]).toMatchObject({
      notice: { action: 'die', exitCode: 137 },
      container: { name: 'prometheus', state: 'EXITED', exitCode: 137, oomKilled: false, addresses: {} },
    });
  });

  it('says that a container died of the want of memory that was told just before', async () => {
    const reader = follow();
    await reader.hears(1);
    daemon.say(eventOf('prometheus', 'oom', { nanos: 1000 }));
    daemon.say(eventOf('prometheus', 'die', { nanos: 2000, attributes: { exitCode: '137' } }));
    await reader.hears(3);
    expect(reader.heard[2]).toMatchObject({ container: { state: 'EXITED', oomKilled: true } });
  });

  it('says once why it cannot begin, says another reason, and goes on trying ever more slowly', async () => {
    await daemon.stop();
    const reader = follow();
    await reader.hears(1);
    expect(reader.failures()[0]).toMatch(/the socket does not exist/u);
    await clock.advance(20_000);
    expect(reader.story()).toEqual(['lost']);
    daemon.faults.set('/events', { status: 500, body: '{"message":"not yet"}' });
    await daemon.listen();
    await passUntil(() => reader.heard.length === 2, 5050);
    expect(reader.failures()[1]).toMatch(/HTTP 500\): not yet/u);
    daemon.faults.clear();
    await passUntil(() => reader.heard.length === 3, 5050);
    expect(reader.story()).toEqual(['lost', 'lost', 'listed 2']);
  });

  it('does not storm an engine that cuts each connection', async () => {
    daemon.faults.set('/containers/json', { status: 500, body: '{}' });
    const reader = follow();
    await reader.hears(1);
    await passUntil(() => clock.monotonicMs() - Date.UTC(2026, 10, 23, 12) >= 60_000, 60_050);
    // At once, then after 0.25 s or more, at last every 1.1 s: the middle between 0.25 s and 2 s. How many fit
    // into this minute is up to the sockets, which keep no manual time.
    expect(daemon.count('/events')).toBeGreaterThan(3);
    expect(daemon.count('/events')).toBeLessThan(70);
    expect(reader.story()).toEqual(['lost']);
  });

  it('lists instead when it does not understand a line, and says so once', async () => {
    const reader = follow();
    await reader.hears(1);
    daemon.say('<garbage>\n{"Action":\n');
    daemon.say(eventOf('prometheus', 'start'));
    expect(await reader.hears(3)).toEqual(['listed 2', 'listed 2', 'start prometheus RUNNING']);
    expect(warnings).toHaveLength(1);
  });

  it('lists instead when more than a thousand events wait', async () => {
    const news = engine.follow(new AbortController().signal)[Symbol.asyncIterator]();
    expect((await news.next()).value).toMatchObject({ kind: 'listed' });
    for (let nanos = 0; nanos <= 1000; nanos++) daemon.say(eventOf('prometheus', 'start', { nanos }));
    daemon.say('end of the events\n');
    await eventually(
      () => warnings.length === 1,
      () => 'the events have not arrived',
    );
    expect((await news.next()).value).toMatchObject({ kind: 'listed' });
    const next = news.next();
    daemon.say(eventOf('grafana', 'start', { nanos: 2000 }));
    expect((await next).value).toMatchObject({ kind: 'noticed', notice: { containerName: 'grafana' } });
    await news.return?.();
  });

  it('stays with an engine that hangs over one container, as it was known or is listed', async () => {
    const id = String(rawContainer('grafana').listed['Id']);
    const reader = follow();
    await reader.hears(1);
    stopped('grafana');
    daemon.faults.set(`/containers/${id}`, 'hang');
    await passUntil(() => reader.heard.length === 2);
    const listed = reader.heard[1];
    expect(listed?.kind === 'listed' ? listed.containers : []).toMatchObject([
      { name: 'prometheus', state: 'RUNNING' },
      { name: 'grafana', state: 'EXITED', exitCode: 2, restartPolicy: 'unless-stopped' },
    ]);
  });

  it.each(['signal', 'return'])('ends its stream and its timers by %s', async (how) => {
    const ending = new AbortController();
    const news = engine.follow(ending.signal)[Symbol.asyncIterator]();
    await news.next();
    const next = news.next();
    await eventually(
      () => clock.sleepers() === 1 && daemon.followers() === 1,
      () => 'it does not wait',
    );
    if (how === 'signal') ending.abort();
    else await news.return?.();
    expect(await next).toEqual({ done: true, value: undefined });
    await eventually(
      () => clock.sleepers() === 0 && daemon.followers() === 0,
      () => `${clock.sleepers()} timers, ${daemon.followers()} streams`,
    );
  });

  it('does nothing when it has ended before it began', async () => {
    const news = engine.follow(AbortSignal.abort())[Symbol.asyncIterator]();
    expect(await news.next()).toEqual({ done: true, value: undefined });
    expect(daemon.asked).toEqual([]);
  });
});
