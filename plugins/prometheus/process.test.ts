import { describe, expect, it } from 'vitest';
import { pluginContract, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from './plugin.ts';
import { processPart } from './process.ts';
import {
  answering,
  container,
  falling,
  metrics,
  now,
  refusing,
  well,
  withContainer,
} from './process-worlds.ts';
import { success } from './targets-worlds.ts';

pluginContract({ ...plugin, ...processPart, permissions: plugin.permissions, settings: {} }, well, {
  describe,
  it,
});

/** What the checks of a problem find that are those of this part. */
async function found(problem: string, world: FakeWorld): Promise<readonly string[]> {
  const names = processPart.problems.find(({ name }) => name === problem)?.checks ?? [];
  const own = names.filter((name) => processPart.checks.some((check) => check.name === name));
  const checked = await Promise.all(own.map((name) => runCheck(plugin, name, world)));
  return [...new Set(checked.flatMap(({ findings }) => findings.map(({ code }) => code)))].sort();
}

describe('The problem', () => {
  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'P01 prometheus-not-starting finds the flag that is unknown',
      'prometheus-not-starting',
      { ...falling(1, "Error parsing commandline arguments: unknown long flag '--x'"), routes: refusing },
      ['F13', 'PrometheusUnreachable'],
    ],
    [
      'P03 prometheus-high-memory finds the memory and the metric',
      'prometheus-high-memory',
      answering(metrics({ process_resident_memory_bytes: 4e9 }), {
        '/api/v1/status/tsdb?limit=20': success({
          headStats: { numSeries: 1e6 },
          seriesCountByMetricName: [{ name: 'boom', value: 9e5 }],
        }),
      }),
      ['PrometheusHighCardinality', 'PrometheusHighMemory'],
    ],
    [
      'P16 data-corruption finds the repair',
      'data-corruption',
      answering({ '/api/v1/status/runtimeinfo': success({ corruptionCount: 1 }) }),
      ['F06'],
    ],
    [
      'P19 prometheus-configuration finds the reload that failed',
      'prometheus-configuration',
      answering(metrics({ prometheus_config_last_reload_successful: 0 })),
      ['X01'],
    ],
  ])('%s', async (_, problem, world, codes) => {
    expect(await found(problem, world)).toEqual(codes);
  });

  it.each(processPart.problems.map(({ name }) => name))(
    '%s finds nothing where all is well',
    async (problem) => {
      expect(await found(problem, well)).toEqual([]);
    },
  );
});

describe('The start of Prometheus', () => {
  const unready = { status: 503, text: 'Service Unavailable' };
  const starting = (sinceMs: number): FakeWorld => ({
    ...answering({
      '/-/ready': unready,
      '/api/v1/status/walreplay': success({ min: 0, max: 12, current: 5 }),
    }),
    container: { ...container, state: { startedAt: now - sinceMs } },
  });

  it('C08 F15 is a replay, with how far it is, while it does not take long', async () => {
    const { status, findings } = await runCheck(plugin, 'ready', starting(60_000));
    expect([status, findings.map(({ code, severity }) => [code, severity])]).toEqual([
      'WARN',
      [['F15', undefined]],
    ]);
    expect(findings[0]?.explanation).toContain('(5 of 12)');
  });

  it('C08 F15 is stuck when it takes longer than five minutes', async () => {
    expect(await runCheck(plugin, 'ready', starting(600_000))).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'F15', severity: 'CRITICAL' }],
    });
  });

  it.each<[string, FakeWorld, string, string | undefined]>([
    ['C08 is over when it says so', well, 'PASS', undefined],
    ['C08 fails where nobody answers', { ...well, routes: refusing }, 'FAIL', 'REFUSED'],
    ['C08 fails where another answers 200', answering({ '/-/ready': '<html>' }), 'FAIL', 'WRONG_ANSWER'],
    [
      'C08 fails where a proxy says 503',
      answering({ '/-/ready': { status: 503, text: '<h1>503</h1>' } }),
      'FAIL',
      'WRONG_ANSWER',
    ],
    [
      'C08 fails where it is stopping',
      answering({ '/-/ready': { ...unready, headers: { 'x-prometheus-stopping': 'true' } } }),
      'FAIL',
      undefined,
    ],
  ])('%s, and is no F15', async (_, world, status, cause) => {
    const checked = await runCheck(plugin, 'ready', world);
    expect([checked.status, checked.cause]).toEqual([status, cause]);
    expect(checked.findings.map(({ code }) => code)).toEqual(cause ? ['PrometheusUnreachable'] : []);
  });
});

describe('A Prometheus that does not answer', () => {
  const inContainer = ['log-signatures', 'offline-configuration', 'configuration-text', 'blocks', 'ready'];
  it.each(processPart.checks.map(({ name }) => name).filter((name) => !inContainer.includes(name)))(
    'leaves %s unknown, and says whom to ask',
    async (name) => {
      const { status, summary, findings } = await runCheck(plugin, name, { ...well, routes: refusing });
      expect({ status, findings }).toEqual({ status: 'UNKNOWN', findings: [] });
      expect(summary).toContain('`ready` says why');
    },
  );

  it.each(inContainer.slice(0, 4))('can be asked %s all the same', async (name) => {
    expect(await runCheck(plugin, name, { ...well, routes: refusing })).toMatchObject({ status: 'PASS' });
  });

  it.each(processPart.checks.map(({ name }) => name))(
    'without a container never fails %s for that',
    async (name) => {
      const { status } = await runCheck(plugin, name, { ...well, container: null });
      expect(['PASS', 'SKIPPED']).toContain(status);
    },
  );
});

describe('What can be done about Prometheus', () => {
  it.each([
    ['A01', 'reload-configuration', 'SAFE'],
    ['A05', 'take-snapshot', 'SAFE'],
    ['A06', 'quarantine-data', 'DESTRUCTIVE'],
    ['A08', 'set-retention', 'DESTRUCTIVE'],
    ['A09', 'delete-series', 'DESTRUCTIVE'],
    ['A28', 'add-recording-rules', 'SAFE'],
  ])('%s is %s, which is %s', (reference, name, risk) => {
    expect(plugin.actions?.find((action) => action.reference === reference)).toMatchObject({ name, risk });
  });

  it('fits what its findings propose', async () => {
    const world = withContainer({
      commands: {
        ...container.commands,
        'list-files': { exitCode: 127, output: '' },
        'list-blocks': { exitCode: 1, output: 'corrupted block 01ARZ3NDEKTSV4RRFFQ69G5FAV: x' },
      },
    });
    const { findings } = await runCheck(plugin, 'blocks', world);
    const { arguments: given } = findings[0]?.remedies?.[0] ?? {};
    const block = plugin.actions?.find(({ name }) => name === 'quarantine-data')?.parameters?.['properties'];
    expect(Object.keys(given ?? {})).toEqual(Object.keys(block as object));
  });
});
