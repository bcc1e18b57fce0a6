import { definePlugin } from 'custos/plugin-sdk';
import { actions } from './actions.ts';
import { ask, versionOf } from './answers.ts';
import { credentials } from './checks/credentials.ts';
import { dashboards } from './checks/dashboards.ts';
import { dataSources } from './checks/data-sources.ts';
import { dsHealth } from './checks/ds-health.ts';
import { dsList } from './checks/ds-list.ts';
import { grafanaAuth } from './checks/grafana-auth.ts';
import { grafanaHealth } from './checks/grafana-health.ts';
import { grafanaMetrics } from './checks/grafana-metrics.ts';
import { health } from './checks/health.ts';
import { identity } from './checks/identity.ts';
import { loginSettings } from './checks/login-settings.ts';
import { logSignatures } from './checks/log-signatures.ts';
import { metrics } from './checks/metrics.ts';
import { plaintextCredentials } from './checks/plaintext-credentials.ts';
import { provisioning } from './checks/provisioning.ts';
import { queryTime } from './checks/query-time.ts';
import { findings } from './findings.ts';
import { problems } from './problems.ts';

export default definePlugin({
  name: 'grafana',
  version: '1.0.0',
  description:
    'Watches a Grafana: whether its database answers, and whether it can ask its Prometheus; and finds out why nobody can log in, and why dashboards are empty or slow.',
  sdk: '^1.0.0',
  kinds: [
    {
      name: 'grafana',
      displayName: 'Grafana',
      images: ['grafana/grafana', 'grafana/grafana-oss', 'grafana/grafana-enterprise', 'grafana'],
      port: 3000,
      hostPorts: [3001, 3000],
      needs: ['prometheus'],
      listens: { environment: ['GF_SERVER_HTTP_PORT'] },
      prefix: { environment: ['GF_SERVER_ROOT_URL'], onlyIf: 'GF_SERVER_SERVE_FROM_SUB_PATH' },
    },
  ],
  permissions: ['http', 'peers', 'query', 'docker:read', 'docker:archive'],
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      expectedDashboards: {
        type: 'integer',
        minimum: 0,
        description: 'How many dashboards it must have; fewer are told as missing.',
      },
      sampleQuery: {
        type: 'string',
        minLength: 1,
        maxLength: 1000,
        default: 'up',
        description: 'The PromQL expression that is timed over an hour, as a panel would ask it.',
      },
    },
  },
  checks: [
    ...[logSignatures, grafanaHealth, grafanaAuth, loginSettings, dsList, dsHealth, dashboards, queryTime],
    ...[grafanaMetrics, provisioning, plaintextCredentials],
  ],
  findings,
  problems,
  actions,
  // It answers queries, and keeps nothing of them.
  reads: ['/api/ds/query'],
  probe: async ({ http, check, service }) => {
    const answers = ask(http, service);
    await Promise.all([
      check('health', () => health(answers), { reference: 'C17' }),
      check('identity', () => identity(answers)),
      check('metrics', () => metrics(answers), { reference: 'C23' }),
      check('credentials', () => credentials(answers), { reference: 'C18' }),
      check('data sources', () => dataSources(answers, http), { reference: 'C20' }),
    ]);
    return { version: await versionOf(answers) };
  },
});
