import { definePlugin } from 'custos/plugin-sdk';
import { actions } from './actions.ts';
import { ask, versionOf } from './answers.ts';
import { alerts } from './checks/alerts.ts';
import { cluster } from './checks/cluster.ts';
import { configuration } from './checks/configuration.ts';
import { credentials } from './checks/credentials.ts';
import { identity } from './checks/identity.ts';
import { internals } from './checks/internals.ts';
import { logSignatures } from './checks/log-signatures.ts';
import { metrics } from './checks/metrics.ts';
import { notifications } from './checks/notifications.ts';
import { offlineConfiguration } from './checks/offline-configuration.ts';
import { receivers } from './checks/receivers.ts';
import { silences } from './checks/silences.ts';
import { status } from './checks/status.ts';
import { templates } from './checks/templates.ts';
import { watchdog } from './checks/watchdog.ts';
import { commands } from './commands.ts';
import { findings } from './findings.ts';
import { problems } from './problems.ts';

export default definePlugin({
  name: 'alertmanager',
  version: '1.0.0',
  description:
    'Watches an Alertmanager: whether it answers, is one at all, has found its peers, runs its newest configuration, and gets its notifications through.',
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
  permissions: ['http', 'query', 'docker:read', 'docker:archive', 'docker:exec', 'docker:helper'],
  checks: [
    ...[status, alerts, silences, notifications, receivers, internals, watchdog],
    ...[logSignatures, offlineConfiguration, templates, credentials],
  ],
  findings,
  problems,
  actions,
  commands,
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
