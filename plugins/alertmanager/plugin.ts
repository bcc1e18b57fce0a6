import { definePlugin } from 'custos/plugin-sdk';
import { ask, versionOf } from './answers.ts';
import { cluster } from './checks/cluster.ts';
import { configuration } from './checks/configuration.ts';
import { identity } from './checks/identity.ts';
import { metrics } from './checks/metrics.ts';

export default definePlugin({
  name: 'alertmanager',
  version: '1.0.0',
  description:
    'Watches an Alertmanager: whether it answers, is one at all, has found its peers, and runs its newest configuration.',
  sdk: '^1.0.0',
  kinds: [
    {
      name: 'alertmanager',
      displayName: 'Alertmanager',
      images: ['prom/alertmanager', 'prometheus/alertmanager', 'bitnami/alertmanager', 'alertmanager'],
      port: 9093,
      listens: { flags: ['--web.listen-address'] },
      prefix: { flags: ['--web.route-prefix', '--web.external-url'] },
    },
  ],
  permissions: ['http'],
  probe: async ({ http, check }) => {
    const answers = ask(http);
    await Promise.all([
      check('status', () => identity(answers), { reference: 'C26' }),
      check('cluster', () => cluster(answers)),
      check('metrics', () => metrics(answers)),
      check('configuration', () => configuration(answers), { reference: 'X01' }),
    ]);
    return { version: await versionOf(answers) };
  },
});
