import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createGate } from '../../src/http/gate/judge.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { hostileCases } from '../support/http-hostile.ts';
import type { Answer, HttpWorld } from '../support/http-world.ts';
import { smallSchema } from '../support/http-schema.ts';
import { SocketClient, post, startHttp } from '../support/http-world.ts';

/** A verdict, without what differs from request to request. */
function verdictOf(answer: Answer): readonly string[] {
  const plain = (text: string): string => text.replace(/[0-9a-f]{8}-[0-9a-f-]{27}/g, '<id>');
  return (answer.errors ?? []).map(
    ({ message, extensions }) => `${String(extensions['code'])}: ${plain(message)}`,
  );
}

describe('One gate', () => {
  let world: HttpWorld;
  const clients = new Map<string, SocketClient>();
  beforeAll(async () => {
    world = await startHttp();
    for (const role of ['viewer', 'operator', 'admin']) {
      clients.set(role, await SocketClient.connected(world.server.url, role));
    }
  });
  afterAll(() => world.stop());

  it('is tried with a corpus of at least sixty operations', () => {
    expect(hostileCases.length).toBeGreaterThanOrEqual(60);
  });

  it.each(hostileCases)('gives the same verdict over HTTP and WebSocket on $name: $code', async (each) => {
    const role = each.as ?? 'viewer';
    const overHttp = (await (await post(world.server.url, each.asked, role)).json()) as Answer;
    const overSocket = (await clients.get(role)?.ask(each.name, each.asked)) ?? {};
    expect(verdictOf(overSocket)).toEqual(verdictOf(overHttp));
    expect(overHttp.errors?.[0]?.extensions['code'] ?? 'OK').toBe(each.code);
    expect(JSON.stringify([overHttp, overSocket])).not.toContain('hunter2');
    const errors = [overHttp, overSocket].flatMap((answer) => answer.errors ?? []);
    expect(errors.length).toBeLessThanOrEqual(10);
    for (const error of errors) expect(error.extensions['requestId']).toMatch(/^[0-9a-f-]{36}$/);
  });

  it.each(hostileCases)('needs less than 50 ms of a processor to judge $name', ({ asked }) => {
    const gate = createGate(smallSchema(), defaultLimits);
    const viewer = world.app.authenticate('viewer');
    const spent = [1, 2, 3].map((round) => {
      const before = process.cpuUsage();
      // Another text each time, or the verdict would come from memory.
      gate({ ...asked, query: `${asked.query} # ${String(round)}` }, viewer);
      return process.cpuUsage(before).user / 1_000;
    });
    expect(Math.min(...spent)).toBeLessThan(50);
  });

  it('journals a fault with its cause, under the id that the client was told', async () => {
    const answer = (await (await post(world.server.url, { query: '{ broken }' }, 'viewer')).json()) as Answer;
    const requestId = answer.errors?.[0]?.extensions['requestId'];
    const line = world.journal.find(
      ({ fields }) => fields && 'requestId' in fields && fields.requestId === requestId,
    );
    expect(line).toMatchObject({ level: 'error', fields: { path: 'broken', cause: { message: /hunter2/ } } });
  });
});
