import { codesOf, pluginContract, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { answering, container, failing, prometheusContainer, source, well } from './worlds.ts';

pluginContract(plugin, well, { describe, it });

const refused = (at: string) => `dial tcp ${at}: connect: connection refused`;
const look = (world: FakeWorld) => runCheck(plugin, 'ds-health', world);
const down = { peers: [{ ...well.peers[0], health: 'DOWN' }] } as const;
const alone = { containers: { prometheus: { ...prometheusContainer, networks: [] } } };

describe('A data source that fails', () => {
  it.each<[string, string, FakeWorld, string]>([
    [
      'C20 F17 points to Grafana’s own container',
      'F17',
      answering(failing(refused('127.0.0.1:9090'), 'http://localhost:9090')),
      'localhost is Grafana’s own container: let it ask http://prometheus:9090.',
    ],
    [
      'F17 has a wrong port',
      'F17',
      answering(failing(refused('172.21.0.10:9999'), 'http://prometheus:9999')),
      'prometheus listens on port 9090. Let it ask http://prometheus:9090.',
    ],
    [
      'F17 asks a Prometheus that runs and does not listen',
      'F17',
      answering(failing(refused('172.21.0.10:9090'))),
      'where nothing listens (connection refused).',
    ],
    [
      'F16 has a name that does not resolve',
      'F16',
      answering(failing('dial tcp: lookup prom on 127.0.0.11:53: no such host', 'http://prom:9090')),
      'prom does not resolve: the Prometheus here is http://prometheus:9090.',
    ],
    [
      'F16 shares no network with its Prometheus',
      'F16',
      answering(failing('dial tcp: lookup prometheus on 127.0.0.11:53: no such host'), {
        containers: {
          prometheus: {
            ...prometheusContainer,
            networks: [{ network: 'other', networkId: 'o', address: '10.0.0.2', aliases: ['prometheus'] }],
          },
        },
      }),
      'Grafana and prometheus share no Docker network',
    ],
    [
      'F18 gets no answer in time',
      'F18',
      answering(failing('dial tcp 172.21.0.10:9090: i/o timeout')),
      'gets no answer in time',
    ],
    [
      'F19 asks below a wrong path',
      'F19',
      answering(failing('404 Not Found')),
      'no API below that path (404)',
    ],
    ['F19 lacks credentials', 'F19', answering(failing('401 Unauthorized')), 'asks for credentials'],
    [
      'F23 speaks HTTPS to a server of HTTP',
      'F23',
      answering(failing('http: server gave HTTP response to HTTPS client', 'https://prometheus:9090')),
      'cannot speak TLS',
    ],
    ['X17 fails for a reason that is not known', 'X17', answering(failing('bad gateway')), 'bad gateway'],
    [
      'X17 asks a Prometheus that is stopped',
      'X17',
      answering(failing('dial tcp: lookup prometheus on 127.0.0.11:53: no such host'), {
        containers: { prometheus: { ...prometheusContainer, state: { status: 'exited' } } },
      }),
      'prometheus does not run (its container is exited)',
    ],
    [
      'X17 asks a Prometheus that is down',
      'X17',
      answering(failing(refused('172.21.0.10:9090')), down),
      'prometheus is down',
    ],
  ])('%s', async (_, code, world, words) => {
    const { status, findings } = await look(world);
    expect(status).toBe('FAIL');
    expect(findings.map((finding) => finding.code)).toEqual([code]);
    expect(findings[0]?.explanation).toContain(words);
    expect(findings[0]?.aspect).toBe('data source=Prometheus');
  });

  it('is corrected where it is described: in Grafana, or in the file that it came from', async () => {
    const wrong = failing(refused('172.21.0.10:9999'), 'http://prometheus:9999');
    const actionsOf = async (world: FakeWorld) =>
      (await look(world)).findings[0]?.remedies?.map(({ action }) => action);
    expect(await actionsOf(answering(wrong))).toEqual(['fix-data-source']);
    const provisioned = { json: [source({ url: 'http://prometheus:9999', readOnly: true })] };
    expect(await actionsOf(answering({ ...wrong, '/api/datasources': provisioned }))).toEqual([
      'write-configuration',
      'reload-provisioning',
    ]);
  });

  it('is told of without Docker too, less surely', async () => {
    const world = answering(failing(refused('127.0.0.1:9090'), 'http://localhost:9090'));
    const { findings } = await look({ ...world, container: null, containers: {} });
    expect(findings).toMatchObject([{ code: 'F17', certainty: 'POSSIBLE' }]);
  });

  it('may be called localhost where Grafana has the network of its host', async () => {
    const url = 'http://localhost:9090';
    const world = answering(failing(refused('127.0.0.1:9090'), url), {
      container: { ...container, networkMode: 'host' },
    });
    expect((await look({ ...world, ...alone })).findings[0]?.explanation).toContain('where nothing listens');
    const healthy = answering(
      { '/api/datasources': { json: [source({ url })] } },
      { container: { ...container, networkMode: 'host' } },
    );
    expect(await codesOf(plugin, 'ds-list', healthy)).toEqual([]);
  });
});

describe('The data sources of a Grafana', () => {
  it('C19 are looked at where they point, before they fail', async () => {
    const world = answering({ '/api/datasources': { json: [source({ url: 'http://127.0.0.1:9090' })] } });
    expect(await runCheck(plugin, 'ds-list', world)).toMatchObject({
      status: 'WARN',
      findings: [{ code: 'F17', certainty: 'CONFIRMED' }],
    });
  });

  it('must have one for Prometheus', async () => {
    const world = answering({ '/api/datasources': { json: [source({ type: 'loki' })] } });
    const { status, findings } = await runCheck(plugin, 'ds-list', world);
    expect(status).toBe('FAIL');
    expect(findings[0]).toMatchObject({ code: 'GrafanaDataSourceMissing', certainty: 'CONFIRMED' });
    expect(findings[0]?.explanation).toContain('http://prometheus:9090');
    expect((await look(answering({ '/api/datasources': { json: [] } }))).status).toBe('SKIPPED');
  });

  it('X17 pass when all answer, and warn when one is slow', async () => {
    expect((await look(well)).status).toBe('PASS');
    const slow = { status: 200, text: '{"status":"OK","message":"fine"}', durationMs: 5001 };
    expect((await look(answering({ '/api/datasources/uid/prom/health': slow }))).status).toBe('WARN');
  });

  it('are not known where Grafana is too old, does not tell, or may not tell', async () => {
    expect((await look({ ...well, service: { ...well.service, version: '8.5.3' } })).status).toBe('SKIPPED');
    const health = '/api/datasources/uid/prom/health';
    expect(
      (await look(answering({ [health]: { status: 404, text: '{"message":"Not found"}' } }))).status,
    ).toBe('UNKNOWN');
    expect(
      (await look(answering({ [health]: { status: 403, text: '{"title":"Access denied"}' } }))).status,
    ).toBe('UNKNOWN');
    const { status, summary } = await look({ ...well, service: { ...well.service, authorized: false } });
    expect([status, summary]).toEqual(['UNKNOWN', expect.stringContaining('auth.token_file')]);
  });
});
