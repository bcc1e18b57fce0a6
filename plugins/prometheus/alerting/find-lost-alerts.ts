import type { CheckContext, Finding, Metrics } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { ownMetrics } from '../reading.ts';
import type { Rise } from '../risen.ts';
import { risen, shownRise } from '../risen.ts';

const errors = 'prometheus_notifications_errors_total';
const sent = 'prometheus_notifications_sent_total';
const dropped = 'prometheus_notifications_dropped_total';

/** Shares of what was sent, in percent, as the expert rules have them; and how full the queue may be. */
const mostToSome = 1;
const mostToAny = 3;
const mostQueued = 0.8;

/** Failures of sending in the last minutes (five), Alertmanager by Alertmanager. @throws ReadFailure */
export function sendingErrors(context: CheckContext, minutes?: number): Promise<readonly Rise[]> {
  return risen(context, [errors], minutes);
}

/** What its counters say of alerts that were not delivered (X08). @throws ReadFailure */
export async function findLostAlerts(
  context: CheckContext,
  failed: readonly Rise[],
): Promise<readonly Finding[]> {
  const metrics = await ownMetrics(context);
  // The first alert is always dropped, before there is an Alertmanager; what is dropped later failed to be sent first.
  const everFailed = metrics.samples(errors).some(({ value }) => value > 0);
  const lost = everFailed ? await risen(context, [dropped]) : [];
  const failing = failed.length > 0 ? shareFinding(await shares(context, failed), failed) : null;
  return [failing, droppedFinding(lost), queueFullness(metrics)].filter((finding) => finding !== null);
}

/** Of each Alertmanager, how many percent of what was sent to it failed in the last minutes. */
async function shares(context: CheckContext, failed: readonly Rise[]): Promise<readonly number[]> {
  const [all, metrics] = await Promise.all([risen(context, [sent]), ownMetrics(context)]);
  const known = metrics.samples(sent).map(({ labels }) => labels['alertmanager'] ?? '');
  const by = (rises: readonly Rise[], url: string): number =>
    rises.find(({ labels }) => labels['alertmanager'] === url)?.by ?? 0;
  const urls = new Set([...known, ...failed.map(({ labels }) => labels['alertmanager'] ?? '')]);
  return [...urls].map((url) => {
    const wrong = by(failed, url);
    // One failure is counted for all alerts that it was about, so there can be more failures than were sent.
    return wrong === 0 ? 0 : Math.min(100, (100 * wrong) / Math.max(by(all, url), wrong));
  });
}

function shareFinding(percents: readonly number[], failed: readonly Rise[]): Finding | null {
  const shown = [evidence('METRIC', '/metrics', failed.map(shownRise))];
  const least = Math.min(...percents);
  const most = Math.max(...percents);
  if (least > mostToAny)
    return {
      code: 'PrometheusErrorSendingAlertsToAny',
      certainty: 'CONFIRMED',
      explanation: `At least ${least.toFixed(0)} % of the alerts that Prometheus sent in the last minutes failed with every Alertmanager that it has: nobody is paged. See the Alertmanagers and the way to them.`,
      evidence: shown,
    };
  if (most <= mostToSome) return null;
  return {
    code: 'PrometheusErrorSendingAlertsToSome',
    certainty: 'CONFIRMED',
    explanation: `Up to ${most.toFixed(0)} % of the alerts that Prometheus sent in the last minutes failed with one of its Alertmanagers: see that one and the way to it.`,
    evidence: shown,
  };
}

function droppedFinding(lost: readonly Rise[]): Finding | null {
  const [rise] = lost;
  if (!rise) return null;
  return {
    code: 'X08',
    certainty: 'CONFIRMED',
    explanation: `Prometheus dropped about ${String(Math.ceil(rise.by))} alerts in the last minutes because no Alertmanager took them: whoever was to be told was not.`,
    evidence: [evidence('METRIC', '/metrics', shownRise(rise))],
  };
}

function queueFullness(metrics: Metrics): Finding | null {
  const length = metrics.samples('prometheus_notifications_queue_length')[0]?.value ?? 0;
  const capacity = metrics.samples('prometheus_notifications_queue_capacity')[0]?.value ?? 0;
  if (capacity <= 0 || length / capacity <= mostQueued) return null;
  return {
    code: 'PrometheusNotificationQueueRunningFull',
    certainty: 'CONFIRMED',
    explanation: `The queue of alerts is ${String(Math.round((100 * length) / capacity))} % full (${String(length)} of ${String(capacity)}): soon alerts are dropped. The Alertmanagers take them too slowly, or too many rules fire.`,
    evidence: [
      evidence(
        'METRIC',
        '/metrics',
        `prometheus_notifications_queue_length ${String(length)}, capacity ${String(capacity)}`,
      ),
    ],
  };
}
