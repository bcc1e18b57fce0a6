import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { answering, runtimeRoute } from '../targets-worlds.ts';

const clock = (...told: Parameters<typeof runtimeRoute>) =>
  runCheck(plugin, 'clock', answering(runtimeRoute(...told)));
const same = 'Thu, 01 Jan 2026 00:00:00 GMT';

describe('The check clock', () => {
  it.each<[string, string, string]>([
    ['the same second', same, 'PASS'],
    ['the second before', 'Wed, 31 Dec 2025 23:59:59 GMT', 'PASS'],
    ['two seconds more', 'Thu, 01 Jan 2026 00:00:02 GMT', 'PASS'],
    ['a minute more', 'Thu, 01 Jan 2026 00:01:00 GMT', 'WARN'],
    ['a minute less', 'Wed, 31 Dec 2025 23:59:00 GMT', 'WARN'],
  ])('X02 with a date of %s (%s) ends %s', async (_, date, status) => {
    const checked = await clock(date);
    expect(checked.status).toBe(status);
    expect(checked.findings.map(({ code }) => code)).toEqual(status === 'WARN' ? ['X02'] : []);
  });

  it('X02 says how far and in which direction', async () => {
    expect((await clock('Thu, 01 Jan 2026 00:10:00 GMT')).summary).toBe(
      'Its clock is 10 min ahead of that of Custos.',
    );
    expect((await clock('Wed, 31 Dec 2025 23:59:00 GMT')).summary).toBe(
      'Its clock is 59 s behind that of Custos.',
    );
  });

  it('X02 prefers the time that Prometheus says itself, since 3.2', async () => {
    const serverTime = '2026-01-01T00:00:09.5Z';
    expect(await clock(same, { serverTime })).toMatchObject({
      status: 'WARN',
      observed: { apartSeconds: 9.5 },
    });
  });

  it('X02 is open where no time is told', async () => {
    expect(await clock('')).toMatchObject({ status: 'UNKNOWN', findings: [] });
  });

  it('X02 is open where something else answers', async () => {
    const page = { status: 200, headers: { date: same }, text: '<html></html>' };
    const world = answering({ '/api/v1/status/runtimeinfo?clock': page });
    expect(await runCheck(plugin, 'clock', world)).toMatchObject({ status: 'UNKNOWN', findings: [] });
  });
});
