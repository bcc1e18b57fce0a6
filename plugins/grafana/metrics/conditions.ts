import type { CheckContext, Evidence, Finding, Metrics } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';

/** Something that Grafana's own metrics can tell of. It costs nothing while the metric is zero or not there. */
export type Condition = (context: CheckContext, metrics: Metrics) => Promise<readonly Finding[]>;

/** A condition counts when it held for this long: what happened once, at a start, is none. */
const window = '5m';

/** The expert rules for Grafana, evaluated on what it says itself and what Prometheus kept of it. */
export const conditions: readonly Condition[] = [
  requestsFailing,
  alertingErrors,
  schedulerBehind,
  growing(
    'grafana_alerting_rule_evaluation_failures_total',
    'GrafanaRuleEvaluationFailures',
    'Grafana fails to evaluate alert rules of its own: they cannot fire. Its log names the rule and the query.',
  ),
  growing(
    'grafana_alerting_schedule_rule_evaluations_missed_total',
    'GrafanaRuleEvaluationsMissed',
    'Grafana skips evaluations of alert rules of its own, as the one before had not ended: alerts come late or never.',
  ),
  slowNotifications,
];

/** The share of failing requests above which the official rule warns; and how few are no share. */
const failing = { share: 0.005, least: 3 } as const;
const requests = 'grafana_http_request_duration_seconds_count';
const failedRequests = `sum(increase(${requests}{status_code=~"5.."}[${window}]))`;
const allRequests = `sum(increase(${requests}[${window}]))`;

async function requestsFailing(context: CheckContext, metrics: Metrics): Promise<readonly Finding[]> {
  const isUsed = metrics.samples(requests).some(({ labels, value }) => isFailed(labels) && value > 0);
  if (!isUsed) return [];
  const { failed, all, source } = (await recorded(context)) ?? (await seen(context));
  if (failed < failing.least || failed / all <= failing.share) return [];
  const percent = ((100 * failed) / all).toFixed(1);
  return [
    {
      code: 'GrafanaRequestsFailing',
      certainty: 'CONFIRMED',
      explanation: `${percent} % of the requests to Grafana end with a status of 500 or above (${String(Math.round(failed))} of ${String(Math.round(all))}): its log says why, its data sources and its database first.`,
      evidence: [evidence('METRIC', source, `${failed.toFixed(0)} of ${all.toFixed(0)} failed`)],
    },
  ];
}

interface Share {
  readonly failed: number;
  readonly all: number;
  readonly source: string;
}

/** Null where no Prometheus has its metrics. */
async function recorded(context: CheckContext): Promise<Share | null> {
  const [failed, all] = await Promise.all(
    [failedRequests, allRequests].map(async (one) => (await context.query(one).catch(() => []))[0]?.value),
  );
  return all === undefined ? null : { failed: failed ?? 0, all, source: failedRequests };
}

async function seen(context: CheckContext): Promise<Share> {
  const grown = await context.growing(requests).catch(() => []);
  const sum = (some: typeof grown): number => some.reduce((total, { grown: by }) => total + by, 0);
  return { failed: sum(grown.filter(({ labels }) => isFailed(labels))), all: sum(grown), source: requests };
}

function isFailed(labels: Readonly<Record<string, string>>): boolean {
  return /^5\d\d$/.test(labels['status_code'] ?? labels['code'] ?? '');
}

function alertingErrors(_: CheckContext, metrics: Metrics): Promise<readonly Finding[]> {
  const count = sumOf(metrics, 'grafana_alerting_alerts', ({ state }) => state === 'error');
  if (count === 0) return none;
  const explanation = `${String(count)} alert(s) of Grafana’s own are in the state Error: their queries fail, so they cannot fire. Look at their data source.`;
  const shown = evidence('METRIC', '/metrics', `grafana_alerting_alerts{state="error"} ${String(count)}`);
  return one('GrafanaAlertingErrors', explanation, shown);
}

/** How late the scheduler of rules may be, in seconds: a tick is every ten (Grafana’s own guide to its metrics). */
const latest = 10;

function schedulerBehind(_: CheckContext, metrics: Metrics): Promise<readonly Finding[]> {
  const seconds = sumOf(metrics, 'grafana_alerting_scheduler_behind_seconds');
  if (seconds <= latest) return none;
  const explanation = `Grafana’s scheduler of alert rules is ${seconds.toFixed(0)} s behind: alerts come late. It lacks CPU, or its rules ask too much.`;
  return one(
    'GrafanaSchedulerBehind',
    explanation,
    evidence('METRIC', 'grafana_alerting_scheduler_behind_seconds', String(seconds)),
  );
}

/** How long a notification may be under way, in seconds: what is later than a minute is no alarm. */
const latestNotification = 60;
const notifying = `histogram_quantile(0.95,sum by(le)(rate(grafana_alerting_notification_latency_seconds_bucket[${window}])))`;

async function slowNotifications(context: CheckContext, metrics: Metrics): Promise<readonly Finding[]> {
  if (sumOf(metrics, 'grafana_alerting_notification_latency_seconds_count') === 0) return [];
  const [sample] = await context.query(notifying).catch(() => []);
  if (!sample || !(sample.value > latestNotification)) return [];
  const explanation = `Notifications of Grafana’s own alerts are under way for ${sample.value.toFixed(0)} s: whoever receives them is slow, or Grafana is.`;
  return await one(
    'GrafanaNotificationsSlow',
    explanation,
    evidence('QUERY', notifying, `${sample.value.toFixed(1)} s`),
  );
}

/** A counter that must not rise. It is looked at twice only when it is not zero and Prometheus does not know it. */
function growing(counter: string, code: string, explanation: string): Condition {
  return async (context, metrics) => {
    if (sumOf(metrics, counter) === 0) return [];
    const expression = `sum(increase(${counter}[${window}]))`;
    const [known] = await context.query(expression).catch(() => []);
    const grown = known ? [] : await context.growing(counter).catch(() => []);
    const by = known?.value ?? grown.reduce((sum, { grown: more }) => sum + more, 0);
    // What rose once in five minutes is a blip; what rises while it is looked at is none.
    if (!(by > (known ? 1.5 : 0))) return [];
    return await one(
      code,
      explanation,
      evidence('METRIC', known ? expression : counter, `+${by.toFixed(1)}`),
    );
  };
}

const none: Promise<readonly Finding[]> = Promise.resolve([]);

function one(code: string, explanation: string, shown: Evidence): Promise<readonly Finding[]> {
  return Promise.resolve([{ code, certainty: 'CONFIRMED', explanation, evidence: [shown] }]);
}

function sumOf(
  metrics: Metrics,
  name: string,
  isWanted: (labels: Readonly<Record<string, string>>) => boolean = () => true,
): number {
  return metrics
    .samples(name)
    .filter(({ labels, value }) => isWanted(labels) && Number.isFinite(value))
    .reduce((sum, { value }) => sum + value, 0);
}
