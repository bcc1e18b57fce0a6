import { definePlugin } from 'custos/plugin-sdk';
import { ask, versionOf } from './answers.ts';
import { credentials } from './checks/credentials.ts';
import { dataSources } from './checks/data-sources.ts';
import { health } from './checks/health.ts';
import { identity } from './checks/identity.ts';
import { metrics } from './checks/metrics.ts';

export default definePlugin({
  name: 'grafana',
  version: '1.0.0',
  description: 'Watches a Grafana: whether its database answers, and whether it can ask its Prometheus.',
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
  permissions: ['http'],
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
