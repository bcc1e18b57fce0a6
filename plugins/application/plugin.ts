import { definePlugin } from 'custos/plugin-sdk';
import { ask, versionOf } from './answers.ts';
import { health } from './checks/health.ts';
import { metrics } from './checks/metrics.ts';
import { required } from './checks/required.ts';

export default definePlugin({
  name: 'application',
  version: '1.0.0',
  description:
    'Watches an application by its metrics: whether they can be read, and whether none is missing.',
  sdk: '^1.0.0',
  kinds: [{ name: 'application', displayName: 'Application', images: [], port: 8082 }],
  permissions: ['http'],
  settings: {
    type: 'object',
    additionalProperties: false,
    properties: {
      metricsPath: {
        type: 'string',
        pattern: '^/',
        default: '/metrics',
        description: 'Where its metrics are.',
      },
      requiredMetrics: {
        type: 'array',
        items: { type: 'string' },
        default: [],
        description: 'Names of metrics without which it is DEGRADED.',
      },
      healthPath: { type: 'string', pattern: '^/', description: 'Where it answers 2xx while it is well.' },
    },
  },
  probe: async ({ http, check, settings }) => {
    const answers = ask(http, settings);
    await Promise.all([
      check('metrics', () => metrics(answers), { reference: 'C10' }),
      check('required metrics', () => required(answers, settings)),
      check('health', () => health(http, settings)),
    ]);
    return { version: await versionOf(answers) };
  },
});
