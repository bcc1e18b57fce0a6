import type { Json } from 'custos/plugin-sdk';
import type { FakeContainer, FakeRoutes, FakeWorld } from 'custos/plugin-sdk/testing';

/** When the worlds are: their Alertmanager has been running for two hours. */
const now = Date.UTC(2026, 0, 1);
const minute = 60_000;

const filePath = '/etc/alertmanager/alertmanager.yml';

/** As Alertmanager 0.25 writes the configuration that it runs. */
export const runningConfiguration = `global:
  resolve_timeout: 5m
  smtp_smarthost: mail.example.com:25
  smtp_auth_password: <secret>
  pagerduty_url: https://events.pagerduty.com/v2/enqueue
route:
  receiver: hook
  continue: false
  routes:
  - receiver: mail
    matchers:
    - severity="critical"
    continue: false
  - receiver: nobody
    matchers:
    - alertname="Watchdog"
    continue: false
  group_wait: 1s
receivers:
- name: nobody
- name: hook
  webhook_configs:
  - send_resolved: true
    http_config:
      follow_redirects: true
    url: http://hook:8080/alerts?key=abc
    max_alerts: 0
- name: mail
  email_configs:
  - send_resolved: false
    to: x@y.z
    smarthost: mail.example.com:25
    auth_password: <secret>
    headers:
      Subject: '{{ template "email.default.subject" . }}'
templates:
- /etc/alertmanager/templates/*.tmpl
`;

export interface AlertAnswer {
  readonly receivers?: readonly string[];
  readonly silencedBy?: readonly string[];
  readonly inhibitedBy?: readonly string[];
  readonly startsAt?: string;
}

/** An alert as its API tells of it. */
export function alert(labels: Readonly<Record<string, string>>, more: AlertAnswer = {}): Json {
  const { receivers = ['hook'], silencedBy = [], inhibitedBy = [], startsAt } = more;
  return {
    annotations: {},
    endsAt: '2026-01-01T00:05:00.000Z',
    fingerprint: '003b0a0f7d3fa569',
    receivers: receivers.map((name) => ({ name })),
    startsAt: startsAt ?? '2025-12-31T23:50:00.000Z',
    status: {
      inhibitedBy,
      silencedBy,
      state: silencedBy.length + inhibitedBy.length > 0 ? 'suppressed' : 'active',
    },
    updatedAt: '2025-12-31T23:59:50.000Z',
    labels,
  };
}

export const watchdog = alert({ alertname: 'Watchdog' }, { receivers: ['nobody'] });

/** What it answers about its alerts and silences, and the configuration that it runs. */
export function answers(
  alerts: readonly Json[],
  more: { readonly silences?: readonly Json[]; readonly configuration?: string } = {},
): FakeRoutes {
  return {
    '/api/v2/status': {
      json: {
        cluster: { peers: [], status: 'disabled' },
        config: { original: more.configuration ?? runningConfiguration },
        uptime: '2025-12-31T22:00:00.000Z',
        versionInfo: { version: '0.25.0', revision: '258fab7c' },
      },
    },
    '/api/v2/alerts': { json: alerts },
    '/api/v2/silences': { json: more.silences ?? [] },
  };
}

/** Its own metrics; those given take the place of those of the same name and labels. */
export function metricsRoute(changes: Readonly<Record<string, number>> = {}): FakeRoutes {
  return { '/metrics': metricsText(changes) };
}

/** The same, as it writes them. */
export function metricsText(changes: Readonly<Record<string, number>>): string {
  const values = { ...wellMetrics, ...changes };
  return Object.entries(values)
    .map(([name, value]) => `${name} ${String(value)}\n`)
    .join('');
}

const wellMetrics: Readonly<Record<string, number>> = {
  'alertmanager_build_info{version="0.25.0"}': 1,
  process_start_time_seconds: now / 1000 - 7200,
  alertmanager_config_last_reload_successful: 1,
  'alertmanager_alerts_invalid_total{version="v2"}': 0,
  'alertmanager_notification_requests_failed_total{integration="webhook"}': 0,
  'alertmanager_notification_requests_total{integration="webhook"}': 12,
  'alertmanager_notifications_failed_total{integration="webhook"}': 0,
  'alertmanager_notifications_total{integration="webhook"}': 12,
};

/** A line that it logged a minute ago, unless something else is said. */
export const logged = (text: string, minutesAgo = 1) => ({
  at: now - minutesAgo * minute,
  stream: 'stderr' as const,
  text,
});

export const startLines = [
  logged(
    'ts=2025-12-31T22:00:00.143Z caller=coordinator.go:113 level=info component=configuration msg="Loading configuration file" file=/etc/alertmanager/alertmanager.yml',
    119,
  ),
  logged(
    'ts=2025-12-31T22:00:00.143Z caller=coordinator.go:126 level=info component=configuration msg="Completed loading of configuration file" file=/etc/alertmanager/alertmanager.yml',
    119,
  ),
];

const open = '  HTTP/1.1 200 OK\n';

/** A container that runs well, with what is different. */
function container(more: FakeContainer = {}): FakeContainer {
  return {
    name: 'trading-bot-alertmanager-1',
    image: 'prom/alertmanager:v0.25.0',
    command: ['/bin/alertmanager', `--config.file=${filePath}`, '--storage.path=/alertmanager'],
    logs: startLines,
    ...more,
    state: { status: 'running', startedAt: now - 120 * minute, ...more.state },
    files: {
      [filePath]: 'route: { receiver: hook }\n',
      '/etc/alertmanager/templates/mail.tmpl': '{{ define "mail" }}{{ end }}',
      ...more.files,
    },
    commands: {
      'check-configuration': `Checking '${filePath}'  SUCCESS\nFound:\n - global config\n - route\n`,
      'route-of': 'nobody\n',
      'open-http': open,
      'open-tcp': '',
      ...more.commands,
    },
  };
}

/** A world in which everything is right. */
export const wellWorld: FakeWorld = {
  now,
  routes: { ...answers([watchdog]), ...metricsRoute() },
  container: container(),
};

/** The well world with some of it different. */
export const worldWith = (more: {
  readonly routes?: FakeRoutes;
  readonly container?: FakeContainer;
}): FakeWorld => ({
  ...wellWorld,
  routes: { ...wellWorld.routes, ...more.routes },
  container: container(more.container),
});

/** A run that ended: its last words, and that it is tried again. */
export const ended = (...lines: readonly string[]): FakeWorld => ({
  now,
  container: container({
    state: { status: 'restarting', exitCode: 1, finishedAt: now - 1000 },
    logs: lines.map((line) => logged(line, 0.05)),
  }),
});
