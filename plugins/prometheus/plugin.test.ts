import { describe, expect, it } from 'vitest';
import {
  alertmanagerRoutes,
  everywhere,
  prometheusRoutes as routes,
  replaced,
  strangers,
} from '../../test/support/plugin-answers.ts';
import { probed } from '../../test/support/plugin-probe.ts';
import { closedUrl, serve, serveTcp, serveTls } from '../../test/support/plugin-server.ts';
import plugin from './plugin.ts';

const well = { ready: 'PASS', identity: 'PASS', metrics: 'PASS', configuration: 'PASS' };
/** What ends when none of the answers could be got, for one cause. */
const unheard = (cause: string) => ({
  ready: `FAIL ${cause}`,
  identity: `FAIL ${cause}`,
  metrics: `FAIL ${cause}`,
  configuration: 'SKIPPED',
});

describe('A Prometheus', () => {
  it('that is well passes every check and says its version', async () => {
    expect(await probed(plugin, await serve(routes))).toMatchObject({ version: '2.42.0', ended: well });
  });

  it.each(['Prometheus is Ready.\n', 'Prometheus Agent is Ready.\n'])(
    'that says “%s” is ready too',
    async (text) => {
      const url = await serve(replaced(routes, { '/-/ready': { text } }));
      expect((await probed(plugin, url)).ended).toEqual(well);
    },
  );

  it('below a path is asked below it', async () => {
    const below = Object.fromEntries(
      Object.entries(routes).map(([path, answer]) => [`/prom${path}`, answer]),
    );
    expect((await probed(plugin, `${await serve(below)}/prom/`)).ended).toEqual(well);
  });

  it.each<[string, Readonly<Record<string, string>>, RegExp]>([
    ['is starting', {}, /is starting \(replaying its log\)/],
    ['is stopping', { 'x-prometheus-stopping': 'true' }, /is stopping/],
  ])('that %s is not ready, and its version is known from its metrics', async (_, headers, sentence) => {
    const unavailable = { status: 503, headers, text: 'Service Unavailable' };
    const url = await serve(
      replaced(routes, { '/-/ready': unavailable, '/api/v1/status/buildinfo': unavailable }),
    );
    const { version, ended, summaries } = await probed(plugin, url);
    expect(ended).toEqual({ ...well, ready: 'FAIL', identity: 'SKIPPED' });
    expect(summaries['ready']).toMatch(sentence);
    expect(version).toBe('2.42.0');
  });

  it('whose last reload failed is warned of', async () => {
    const text = routes['/metrics']!.text.replace('successful 1', 'successful 0');
    const { ended, summaries } = await probed(
      plugin,
      await serve(replaced(routes, { '/metrics': { text } })),
    );
    expect(ended).toEqual({ ...well, configuration: 'WARN' });
    expect(summaries['configuration']).toMatch(/last reload failed/);
  });

  it('whose metrics do not tell of its configuration leaves that open', async () => {
    const text = 'prometheus_build_info{version="2.42.0"} 1\n';
    const url = await serve(replaced(routes, { '/metrics': { text } }));
    expect((await probed(plugin, url)).ended).toEqual({ ...well, configuration: 'UNKNOWN' });
  });

  it.each<[string, string, string]>([
    ['metrics that cannot be read', 'prometheus_build_info{', 'FAIL WRONG_ANSWER'],
    ['metrics of another', 'alertmanager_build_info{version="0.25.0"} 1\n', 'FAIL WRONG_SERVICE'],
  ])('with %s fails for them', async (_, text, metrics) => {
    const url = await serve(replaced(routes, { '/metrics': { text } }));
    expect((await probed(plugin, url)).ended).toEqual({ ...well, metrics, configuration: 'SKIPPED' });
  });

  it('whose API answers what is not its own gives a wrong answer', async () => {
    const url = await serve(replaced(routes, { '/api/v1/status/buildinfo': { text: '{"status":"error"}' } }));
    expect((await probed(plugin, url)).ended).toEqual({ ...well, identity: 'FAIL WRONG_ANSWER' });
  });

  it('behind a proxy that cannot reach it is not taken for one that starts', async () => {
    const proxy = {
      status: 503,
      headers: { server: 'nginx' },
      text: '<h1>503 Service Temporarily Unavailable</h1>',
    };
    const { ended } = await probed(plugin, await serve(everywhere(routes, proxy)));
    expect(ended).toMatchObject({ ready: 'FAIL WRONG_ANSWER', identity: 'FAIL WRONG_SERVICE' });
  });

  it.each([401, 403])('that answers %d asks for credentials', async (status) => {
    const guard = { status, headers: { server: 'nginx' }, text: 'no' };
    expect((await probed(plugin, await serve(everywhere(routes, guard)))).ended).toEqual(
      unheard('UNAUTHORIZED'),
    );
  });
});

describe('What answers where Prometheus should', () => {
  it.each<[string, Parameters<typeof serve>[0], RegExp]>([
    ['Alertmanager', alertmanagerRoutes, /^Alertmanager answers there instead of Prometheus: 404/],
    ['Grafana', strangers.grafana, /^Grafana answers there instead of Prometheus: 401/],
    ['nginx', strangers.nginx, /^nginx\/1\.18\.0 answers there instead of Prometheus: 200/],
    ['nobody known', {}, /^Something else answers there instead of Prometheus: 404/],
  ])('is told by name when it is %s', async (_, stranger, sentence) => {
    const { version, ended, summaries } = await probed(plugin, await serve(stranger));
    expect(ended).toMatchObject({
      ready: 'FAIL WRONG_ANSWER',
      identity: 'FAIL WRONG_SERVICE',
      configuration: 'SKIPPED',
    });
    expect(summaries['identity']).toMatch(sentence);
    expect(version).toBeNull();
  });
});

describe('A Prometheus that cannot be reached', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['its port is closed', closedUrl, 'REFUSED'],
    ['it closes the connection', () => serveTcp((socket) => socket.destroy()), 'RESET'],
    ['it never answers', () => serveTcp(() => undefined), 'TIMED_OUT'],
    ['it has no such name', async () => 'http://nowhere.invalid:9090', 'NAME_UNRESOLVED'],
    ['nobody vouches for its certificate', () => serveTls(routes), 'TLS_FAILED'],
    ['it does not speak HTTP', () => serveTcp((socket) => socket.end('hello\r\n')), 'WRONG_ANSWER'],
  ])('because %s is down for that cause', async (_, open, cause) => {
    expect(await probed(plugin, await open(), 500)).toMatchObject({ version: null, ended: unheard(cause) });
  });
});
