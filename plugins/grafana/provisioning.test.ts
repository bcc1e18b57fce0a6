import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { contained, dashboardFile, dataSourceFile, files, well, withFiles } from './worlds.ts';

const dataSources = '/etc/grafana/provisioning/datasources/prometheus.yaml';
const dashboards = '/etc/grafana/provisioning/dashboards/default.yml';
const look = (other: Readonly<Record<string, string>>) => runCheck(plugin, 'provisioning', withFiles(other));

describe('The provisioning of a Grafana', () => {
  it('C44 passes when its files are right', async () => {
    expect(await runCheck(plugin, 'provisioning', well)).toMatchObject({
      status: 'PASS',
      observed: { files: [dataSources, dashboards], unread: [] },
    });
  });

  it.each<[string, string, string]>([
    ['a tab', dataSourceFile.replace('    uid: prom', '\tuid: prom'), 'line 5, it is indented with a tab'],
    ['a line that is none', dataSourceFile.replace('uid: prom', 'uid prom'), 'line 5, “uid prom”'],
    ['a key that is indented more', dataSourceFile.replace('    uid', '      uid'), 'line 5'],
    ['a quote that is open', dataSourceFile.replace('"15s"', '"15s'), 'a quote is opened and not closed'],
    ['a key that is there twice', dataSourceFile.replace('uid: prom', 'name: prom'), 'name is there twice'],
  ])('F32 is broken by %s', async (_, text, words) => {
    const { status, findings } = await look({ [dataSources]: text });
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code: 'F32', certainty: 'CONFIRMED', aspect: `file=${dataSources}` }]);
    expect(findings[0]?.explanation).toContain(words);
    expect(findings[0]?.remedies?.map(({ action }) => action)).toEqual([
      'write-configuration',
      'reload-provisioning',
    ]);
  });

  it('F32 marks two data sources of one organisation as the default', async () => {
    const second = '/etc/grafana/provisioning/datasources/second.yml';
    const text = dataSourceFile.replace('name: Prometheus', 'name: Other');
    const { findings } = await look({ [second]: text });
    expect(findings).toMatchObject([{ code: 'F32', aspect: `file=${second}` }]);
    expect(findings[0]?.explanation).toContain(`Prometheus (${dataSources}) and Other (${second})`);
    expect((await look({ [second]: text.replace('isDefault: true', 'isDefault: false') })).status).toBe(
      'PASS',
    );
    expect(
      (await look({ [second]: text.replace('isDefault: true', 'isDefault: true\n    orgId: 2') })).status,
    ).toBe('PASS');
  });

  it.each<[string, string, string]>([
    ['F32', dataSourceFile.replace('    type: prometheus\n', ''), 'without a type (Prometheus)'],
    [
      'F32',
      dataSourceFile.replace('http://prometheus:9090', 'http://${PROMETHEUS_HOST}:9090'),
      'PROMETHEUS_HOST, which is not set',
    ],
    ['F17', dataSourceFile.replace('prometheus:9090', 'localhost:9090'), 'Grafana’s own container'],
  ])('%s describes a data source that cannot work', async (code, text, words) => {
    const { findings } = await look({ [dataSources]: text });
    expect(findings).toMatchObject([{ code }]);
    expect(findings[0]?.explanation).toContain(words);
  });

  it('takes addresses from variables that are set', async () => {
    const environment = { PROMETHEUS_HOST: 'prometheus' };
    const text = dataSourceFile.replace('http://prometheus:9090', 'http://${PROMETHEUS_HOST}:9090');
    const world = contained({ environment, files: { ...files, [dataSources]: text } });
    expect(await codesOf(plugin, 'provisioning', world)).toEqual([]);
  });

  it('names a folder of dashboards that is not there', async () => {
    const { findings } = await look({
      [dashboards]: dashboardFile.replace('/var/lib/grafana/dashboards', '/dashboards'),
    });
    expect(findings).toMatchObject([{ code: 'GrafanaDashboardPathMissing', aspect: 'path=/dashboards' }]);
  });

  it.each([
    ['{"title": "Trading",}', 'trading.json'],
    ['{"panels":[]}', 'it has no title'],
  ])('holds a dashboard that cannot be loaded: %s', async (text, words) => {
    const { findings } = await look({ '/var/lib/grafana/dashboards/trading.json': text });
    expect(findings).toMatchObject([{ code: 'GrafanaDashboardFileBroken' }]);
    expect(findings[0]?.explanation).toContain(words);
  });

  it('is not judged where it uses more of YAML than is read', async () => {
    const text = dataSourceFile.replace('jsonData: {', 'jsonData: &shared {');
    expect(await look({ [dataSources]: text })).toMatchObject({ status: 'UNKNOWN', findings: [] });
  });

  it('may be nothing at all', async () => {
    expect(await runCheck(plugin, 'provisioning', contained({ files: {} }))).toMatchObject({
      status: 'SKIPPED',
    });
    const samples = {
      '/etc/grafana/provisioning/datasources/sample.yaml': '# # config file version\n# apiVersion: 1\n',
    };
    expect(await runCheck(plugin, 'provisioning', contained({ files: samples }))).toMatchObject({
      findings: [],
    });
  });
});
