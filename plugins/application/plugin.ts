import { definePlugin } from 'custos/plugin-sdk';
import { ask, versionOf } from './answers.ts';
import { applicationHealth } from './checks/application-health.ts';
import { health } from './checks/health.ts';
import { metricTimestamps } from './checks/metric-timestamps.ts';
import { metricsSize } from './checks/metrics-size.ts';
import { metrics } from './checks/metrics.ts';
import { probe } from './checks/probe.ts';
import { requiredSeries } from './checks/required-series.ts';
import { required } from './checks/required.ts';
import { restarts } from './checks/restarts.ts';
import { findings, problems } from './declared.ts';

export default definePlugin({
  name: 'application',
  version: '1.0.0',
  description:
    'Watches an application by its metrics: whether they can be read, whether none is missing, and why Prometheus would not take them.',
  sdk: '^1.0.0',
  kinds: [{ name: 'application', displayName: 'Application', images: [], port: 8082 }],
  permissions: ['http', 'peers', 'query', 'docker:read'],
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
      maxSeries: {
        type: 'integer',
        minimum: 1,
        default: 10_000,
        description: 'How many series it may tell; more are told as too many.',
      },
      healthPath: { type: 'string', pattern: '^/', description: 'Where it answers 2xx while it is well.' },
    },
  },
  checks: [probe, metricsSize, metricTimestamps, requiredSeries, applicationHealth, restarts],
  findings,
  problems,
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
