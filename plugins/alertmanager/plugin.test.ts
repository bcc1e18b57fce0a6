import { describe, expect, it } from 'vitest';
import {
  alertmanagerRoutes as routes,
  everywhere,
  prometheusRoutes,
  replaced,
  strangers,
} from '../../test/support/plugin-answers.ts';
import { probed } from '../../test/support/plugin-probe.ts';
import { closedUrl, serve, serveTcp, serveTls } from '../../test/support/plugin-server.ts';
import plugin from './plugin.ts';

const well = { status: 'PASS', cluster: 'PASS', metrics: 'PASS', configuration: 'PASS' };
/** What ends when none of the answers could be got, for one cause. */
const unheard = (cause: string) => ({
  status: `FAIL ${cause}`,
  cluster: 'SKIPPED',
  metrics: `FAIL ${cause}`,
  configuration: 'SKIPPED',
});

describe('An Alertmanager', () => {
  it('that is well passes every check and says its version', async () => {
    expect(await probed(plugin, await serve(routes))).toMatchObject({ version: '0.25.0', ended: well });
  });

  it.each<[string, string]>([
    ['disabled', 'PASS'],
    ['ready', 'PASS'],
    ['settling', 'WARN'],
    ['dancing', 'UNKNOWN'],
  ])('whose cluster is %s ends that check %s', async (cluster, ended) => {
    const text = routes['/api/v2/status']!.text.replace('disabled', cluster);
    const url = await serve(replaced(routes, { '/api/v2/status': { text } }));
    expect((await probed(plugin, url)).ended).toEqual({ ...well, cluster: ended });
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

  it('whose metrics cannot be read fails for them', async () => {
    const url = await serve(replaced(routes, { '/metrics': { text: '{}' } }));
    expect((await probed(plugin, url)).ended).toEqual({
      ...well,
      metrics: 'FAIL WRONG_ANSWER',
      configuration: 'SKIPPED',
    });
  });

  it.each<[string, string]>([
    ['fails', '{"code":500,"message":"oops"}'],
    ['lacks its parts', '{"versionInfo":{}}'],
  ])('whose status %s gives a wrong answer', async (_, text) => {
    const url = await serve(replaced(routes, { '/api/v2/status': { status: 200, text } }));
    expect((await probed(plugin, url)).ended).toEqual({
      ...well,
      status: 'FAIL WRONG_ANSWER',
      cluster: 'SKIPPED',
    });
  });

  it.each([401, 403])('that answers %d asks for credentials', async (status) => {
    const guard = { status, headers: { server: 'nginx' }, text: 'no' };
    expect((await probed(plugin, await serve(everywhere(routes, guard)))).ended).toEqual(
      unheard('UNAUTHORIZED'),
    );
  });
});

describe('What answers where Alertmanager should', () => {
  it.each<[string, Parameters<typeof serve>[0], RegExp]>([
    ['Prometheus', prometheusRoutes, /^Prometheus answers there instead of Alertmanager: 404/],
    ['Grafana', strangers.grafana, /^Grafana answers there instead of Alertmanager: 401/],
    ['nginx', strangers.nginx, /^nginx\/1\.18\.0 answers there instead of Alertmanager: 200/],
    ['nobody known', {}, /^Something else answers there instead of Alertmanager: 404/],
  ])('is told by name when it is %s', async (_, stranger, sentence) => {
    const { version, ended, summaries } = await probed(plugin, await serve(stranger));
    expect(ended).toMatchObject({
      status: 'FAIL WRONG_SERVICE',
      cluster: 'SKIPPED',
      configuration: 'SKIPPED',
    });
    expect(summaries['status']).toMatch(sentence);
    expect(version).toBeNull();
  });
});

describe('An Alertmanager that cannot be reached', () => {
  it.each<[string, () => Promise<string>, string]>([
    ['its port is closed', closedUrl, 'REFUSED'],
    ['it closes the connection', () => serveTcp((socket) => socket.destroy()), 'RESET'],
    ['it never answers', () => serveTcp(() => undefined), 'TIMED_OUT'],
    ['it has no such name', async () => 'http://nowhere.invalid:9093', 'NAME_UNRESOLVED'],
    ['nobody vouches for its certificate', () => serveTls(routes), 'TLS_FAILED'],
    ['it does not speak HTTP', () => serveTcp((socket) => socket.end('hello\r\n')), 'WRONG_ANSWER'],
  ])('because %s is down for that cause', async (_, open, cause) => {
    expect(await probed(plugin, await open(), 500)).toMatchObject({ version: null, ended: unheard(cause) });
  });
});
