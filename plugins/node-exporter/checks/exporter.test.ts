import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeAnswer, FakeContainer, FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { container, needed, now, page, wellWorld } from '../worlds.ts';

const answering = (answer: FakeAnswer): FakeWorld => ({ ...wellWorld, routes: { '/metrics': answer } });
const within = (more: FakeContainer): FakeWorld => ({ ...wellWorld, container: container(more) });
const line = (text: string) => ({ at: now - 1000, stream: 'stderr' as const, text });
const collectorFailed = (name: string): string =>
  `ts=2025-12-31T23:59:55.710Z caller=collector.go:169 level=error msg="collector failed" name=${name} duration_seconds=6.1411e-05 err="couldn't get dbus connection: dial unix /var/run/dbus/system_bus_socket: connect: no such file or directory"`;

describe('The check probe', () => {
  it('C10 passes where it answers in time', async () => {
    expect((await runCheck(plugin, 'probe', wellWorld)).status).toBe('PASS');
  });

  it.each<[string, FakeAnswer, string, readonly string[]]>([
    ['P09 nothing answers', { failure: 'REFUSED' }, 'FAIL REFUSED', ['NodeExporterDown']],
    [
      'C10 P09 too many ask it at once',
      { status: 503, text: 'Limit of concurrent requests reached (40), try again later.\n' },
      ...(['FAIL WRONG_ANSWER', ['NodeExporterOverloaded']] as const),
    ],
    [
      'C10 it is slow',
      { status: 200, text: page(), durationMs: 6200 },
      ...(['WARN ', ['NodeExporterSlow']] as const),
    ],
    [
      'another answers in its place',
      'prometheus_build_info{version="2.42.0"} 1\n',
      ...(['FAIL WRONG_SERVICE', []] as const),
    ],
    ['a proxy in front of it fails', { status: 503, text: 'Service Unavailable' }, 'FAIL WRONG_ANSWER', []],
    ['it wants credentials', { status: 401 }, 'FAIL UNAUTHORIZED', ['NodeExporterDown']],
  ])('%s', async (_, answer, ended, codes) => {
    const { status, cause, findings } = await runCheck(plugin, 'probe', answering(answer));
    expect(`${status} ${cause ?? ''}`).toBe(ended);
    expect(findings.map(({ code }) => code)).toEqual(codes);
  });
});

describe('The check series', () => {
  it('C31 passes where it tells enough, though a collector that few need fails', async () => {
    expect(await runCheck(plugin, 'series', wellWorld)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('C31 P09 fails below a hundred series', async () => {
    const text = page().replaceAll(/^node_schedstat.*\n/gmu, '');
    const { status, findings } = await runCheck(plugin, 'series', answering(text));
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code: 'NodeExporterBlind' }]);
  });

  it.each(needed)('C31 F35 tells when the collector %s fails, and why', async (collector) => {
    const text = page({ [`node_scrape_collector_success{collector="${collector}"}`]: 0 });
    const world = { ...answering(text), container: container({ logs: [line(collectorFailed(collector))] }) };
    const { status, findings } = await runCheck(plugin, 'series', world);
    expect(status).toBe('WARN');
    expect(findings).toMatchObject([{ code: 'F35', aspect: `collector=${collector}` }]);
    expect(findings[0]?.severity).toBeUndefined();
    expect(findings[0]?.explanation).toMatch(/fails.*dbus connection/);
  });

  it('F35 tells when a needed collector is turned off', async () => {
    const text = page().replace(/^.*collector="netdev".*\n/mu, '');
    const { findings } = await runCheck(plugin, 'series', answering(text));
    expect(findings[0]?.explanation).toMatch(/turned off.*--no-collector\.netdev/);
  });

  it('F35 only notes one that few need', async () => {
    const { status, findings } = await runCheck(
      plugin,
      'series',
      within({ logs: [line(collectorFailed('systemd'))] }),
    );
    expect(status).toBe('PASS');
    expect(findings).toMatchObject([{ code: 'F35', severity: 'INFO', aspect: 'collector=systemd' }]);
  });
});

describe('The check mounts', () => {
  const [mount] = container().mounts ?? [];
  it('C32 passes where it sees all of its host', async () => {
    expect(await runCheck(plugin, 'mounts', wellWorld)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it.each<[string, FakeContainer, string, string, RegExp]>([
    [
      'sees nothing of it',
      { mounts: [], command: [], pidMode: '' },
      'PASS',
      'NodeExporterSeesContainer',
      /are those of its container/,
    ],
    [
      'P09 looks where nothing is mounted',
      { mounts: [] },
      'WARN',
      'NodeExporterRootfsWrong',
      /is not mounted there/,
    ],
    [
      'is not told where it is mounted',
      { command: ['/bin/node_exporter'] },
      'WARN',
      'NodeExporterRootfsWrong',
      /is not given/,
    ],
    [
      'looks elsewhere',
      { command: ['--path.rootfs', '/rootfs'] },
      'WARN',
      'NodeExporterRootfsWrong',
      /says \/rootfs/,
    ],
    ['does not see its processes', { pidMode: '' }, 'PASS', 'NodeExporterSeesContainer', /pid: host/],
    [
      'does not see what is mounted later',
      { mounts: mount ? [{ ...mount, propagation: 'rprivate' }] : [] },
      ...(['PASS', 'NodeExporterSeesContainer', /rslave/] as const),
    ],
  ])('C32 tells of one that %s', async (_, more, ...expected) => {
    const [status, code, sentence] = expected;
    const ended = await runCheck(plugin, 'mounts', within(more));
    expect(ended.status).toBe(status);
    expect(ended.findings).toMatchObject([{ code, certainty: 'CONFIRMED' }]);
    expect(ended.findings[0]?.explanation).toMatch(sentence);
  });

  it('is skipped where it runs in no container', async () => {
    expect((await runCheck(plugin, 'mounts', { ...wellWorld, container: null })).status).toBe('SKIPPED');
  });
});

describe('The check logs of node_exporter', () => {
  it('C02 passes where nothing failed', async () => {
    expect((await runCheck(plugin, 'log-signatures', wellWorld)).status).toBe('PASS');
  });

  it.each([
    [
      'F04',
      'ts=2025-12-31T23:59:57.625Z caller=node_exporter.go:201 level=error err="listen tcp :9100: bind: address already in use"',
    ],
    ['F13', "node_exporter: error: unknown long flag '--nosuch', try --help"],
    [
      'F13',
      'ts=2025-12-31T23:59:57.625Z caller=node_exporter.go:201 level=error err="listen tcp: address 70000: invalid port"',
    ],
  ])('C02 tells %s by its last words', async (code, text) => {
    const world = within({
      state: { status: 'exited', exitCode: 1, finishedAt: now },
      logs: [line(text)],
    });
    expect(await codesOf(plugin, 'log-signatures', world)).toEqual([code]);
  });

  it('F35 leaves it to `series` which collector matters', async () => {
    const world = within({ logs: [line(collectorFailed('systemd'))] });
    expect(await runCheck(plugin, 'log-signatures', world)).toMatchObject({
      ...{ status: 'PASS', findings: [] },
      observed: { failingCollectors: ['systemd'] },
    });
  });
});

describe('The problem node-exporter-no-metrics', () => {
  it('P09 asks all that tells its causes apart', () => {
    const [problem] = plugin.problems ?? [];
    expect(problem).toMatchObject({ name: 'node-exporter-no-metrics', reference: 'P09' });
    expect(problem?.checks).toEqual(
      expect.arrayContaining(['probe', 'series', 'mounts', 'textfile', 'log-signatures']),
    );
  });
});
