import { definePlugin } from 'custos/plugin-sdk';
import { configuration } from './checks/configuration.ts';
import { identity } from './checks/identity.ts';
import { metrics } from './checks/metrics.ts';
import { ready } from './checks/ready.ts';
import { ask, versionOf } from './answers.ts';
import { processPart } from './process.ts';
import { targets } from './targets.ts';

export default definePlugin({
  name: 'prometheus',
  version: '1.0.0',
  description:
    'Watches a Prometheus server: whether it is ready and runs its newest configuration; why it does not start, scrape, store or alert.',
  sdk: '^1.0.0',
  kinds: [
    {
      name: 'prometheus',
      displayName: 'Prometheus',
      images: ['prom/prometheus', 'prometheus/prometheus', 'bitnami/prometheus', 'prometheus'],
      port: 9090,
      needs: ['alertmanager', 'node-exporter', 'application'],
      listens: { flags: ['--web.listen-address'] },
      prefix: { flags: ['--web.route-prefix', '--web.external-url'] },
    },
  ],
  permissions: [...new Set([...processPart.permissions, ...targets.permissions])],
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: { ...processPart.settings, ...targets.settings },
  },
  checks: [...processPart.checks, ...targets.checks],
  findings: [...processPart.findings, ...targets.findings],
  actions: processPart.actions,
  problems: [...processPart.problems, ...targets.problems],
  commands: [...processPart.commands, ...targets.commands],
  probe: async ({ http, check }) => {
    const answers = ask(http);
    await Promise.all([
      check('ready', () => ready(answers), { reference: 'C08' }),
      check('identity', () => identity(answers)),
      check('metrics', () => metrics(answers), { reference: 'C14' }),
      check('configuration', () => configuration(answers), { reference: 'X01' }),
    ]);
    return { version: await versionOf(answers) };
  },
});
