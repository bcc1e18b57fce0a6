import { definePlugin } from 'custos/plugin-sdk';
import { configuration } from './checks/configuration.ts';
import { identity } from './checks/identity.ts';
import { metrics } from './checks/metrics.ts';
import { ready } from './checks/ready.ts';
import { ask, versionOf } from './answers.ts';

export default definePlugin({
  name: 'prometheus',
  version: '1.0.0',
  description:
    'Watches a Prometheus server: whether it is ready, is one at all, and runs its newest configuration.',
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
  permissions: ['http'],
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
