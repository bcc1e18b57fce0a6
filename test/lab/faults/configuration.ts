import { prometheusFiles } from '../configuration.ts';
import type { Fault } from './fault.ts';
import { container, logged, loops, recreate, reload, write } from './fault.ts';

const good = prometheusFiles['prometheus.yml'] ?? '';
const goodRules = prometheusFiles['rules.yml'] ?? '';
const brokenYaml = good.replace('scrape_configs:', 'scrape_configs: [');
const brokenRule = goodRules.replace('vector(1)', 'vector((1)');

async function restartedWith(
  stack: Parameters<Fault['inject']>[0],
  files: Record<string, string>,
): Promise<void> {
  await write(stack, 'prometheus', files);
  await container(stack, 'prometheus').restart({ t: 2 });
  await loops(stack, 'prometheus');
}

const withFlags =
  (change: (before: readonly string[]) => readonly string[]): Fault['inject'] =>
  async (stack) => {
    await recreate(stack, 'prometheus', (options) => ({ ...options, Cmd: [...change(options.Cmd ?? [])] }));
    await loops(stack, 'prometheus');
  };
const flags = (...more: readonly string[]): Fault['inject'] => withFlags((before) => [...before, ...more]);

/** What can be wrong with what Prometheus is told. */
export const configurationFaults: readonly Fault[] = [
  {
    name: 'configuration is no YAML, reloaded',
    expected: ['F01'],
    inject: async (stack) => {
      await write(stack, 'prometheus', { 'prometheus.yml': brokenYaml });
      await reload(stack, 'prometheus');
    },
  },
  {
    name: 'configuration is no YAML, restarted',
    expected: ['F01'],
    inject: (stack) => restartedWith(stack, { 'prometheus.yml': brokenYaml }),
  },
  {
    name: 'configuration has an unknown field, restarted',
    expected: ['F01'],
    inject: (stack) =>
      restartedWith(stack, { 'prometheus.yml': good.replace('scrape_configs', 'scrap_configs') }),
  },
  {
    name: 'scrape timeout is longer than its interval, reloaded',
    expected: ['F01'],
    inject: async (stack) => {
      await write(stack, 'prometheus', { 'prometheus.yml': good.replace('900ms', '10s') });
      await reload(stack, 'prometheus');
    },
  },
  {
    name: 'configuration file is missing, restarted',
    expected: ['F01'],
    inject: withFlags((before) =>
      before.map((flag) => (flag.startsWith('--config.file=') ? '--config.file=/etc/nowhere.yml' : flag)),
    ),
  },
  {
    name: 'rule that is no PromQL, reloaded',
    expected: ['F02'],
    inject: async (stack) => {
      await write(stack, 'prometheus', { 'rules.yml': brokenRule });
      await reload(stack, 'prometheus');
      await logged(stack, 'prometheus', 'loading groups failed');
    },
  },
  {
    name: 'rule that is no PromQL, restarted',
    expected: ['F02'],
    inject: (stack) => restartedWith(stack, { 'rules.yml': brokenRule }),
  },
  { name: 'flag that is unknown', expected: ['F13'], inject: flags('--no.such.flag') },
  {
    name: 'flag whose value cannot be read',
    expected: ['F13'],
    inject: flags('--storage.tsdb.retention.time=15x'),
  },
];
