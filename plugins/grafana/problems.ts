import type { ProblemDefinition } from 'custos/plugin-sdk';

/** What is asked first, whatever the problem is: does it run at all? */
const running = ['container-state', 'container-events', 'log-signatures', 'grafana-health'];
const slowness = ['query-time', 'grafana-metrics', 'dashboards', 'cpu', 'memory', 'cardinality'];

export const problems: readonly ProblemDefinition[] = [
  {
    name: 'grafana-login-fails',
    title: 'Nobody can log in to Grafana',
    reference: 'P04',
    symptoms: [
      'The right password is refused with “Invalid username or password” (401).',
      'After the login the login page comes again.',
      'Grafana’s pages cannot be reached.',
    ],
    checks: [...running, 'grafana-auth', 'login-settings', 'port-owner', 'data-owner', 'data-free'],
  },
  {
    name: 'grafana-dashboards-not-loading',
    title: 'Grafana’s dashboards show no data',
    reference: 'P05',
    symptoms: [
      'Panels say “No data”.',
      'Panels show NaN.',
      'A data source reports a connection error.',
      'Dashboards are missing.',
    ],
    checks: [
      ...running,
      ...['grafana-auth', 'ds-list', 'ds-health', 'dashboards', 'query-time', 'provisioning'],
      ...['net-membership', 'targets', 'ready'],
    ],
  },
  {
    name: 'grafana-slow',
    title: 'Grafana is slow',
    reference: 'P06',
    symptoms: ['Dashboards take ten seconds or longer.', 'The pages lag.', 'Its processor is busy.'],
    checks: [...running, ...slowness],
  },
  {
    name: 'slow-dashboards',
    title: 'Dashboards are slow to draw',
    reference: 'P13',
    symptoms: ['Panels load for long.', 'Queries over long ranges time out.', 'Dashboards have many panels.'],
    checks: ['grafana-health', 'ds-health', ...slowness],
  },
  {
    name: 'grafana-configuration',
    title: 'Grafana is configured wrongly',
    reference: 'P20',
    symptoms: [
      'A data source or dashboard from a file is missing.',
      'Grafana does not start after a change.',
      'It cannot write its data.',
    ],
    checks: [
      ...running,
      ...['ds-list', 'ds-health', 'dashboards', 'provisioning', 'login-settings', 'plaintext-credentials'],
      ...['data-owner', 'mounts'],
    ],
  },
];
