import type { CheckContext, Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { namesOf, readAlerts } from '../alerts/alert.ts';
import { runningConfiguration } from '../config/configuration.ts';
import type { Receiver } from '../config/receivers.ts';
import { ownMetrics } from '../reading.ts';
import type { Rise } from '../rises.ts';
import { rises, shownRise } from '../rises.ts';

const failedCounter = 'alertmanager_notifications_failed_total';

/** Of the notifications of an integration, the share that may be given up (rule FailedToSendAlerts). */
const mostFailed = 0.01;
/** An alert that fires for so long has left every usual group_wait behind it. */
const longMs = 5 * 60_000;

/** Integrations that gave up more than one notification in a hundred; those that got none through are told apart. */
export async function findFailedRatio(
  context: CheckContext,
  failed: readonly Rise[],
): Promise<readonly Finding[]> {
  const given = byIntegration(failed.filter(({ metric }) => metric === failedCounter));
  if (given.size === 0) return [];
  const sent = byIntegration(await rises(context, ['alertmanager_notifications_total']));
  return [...given].flatMap(([integration, up]) => {
    const all = sum(sent.get(integration) ?? up);
    const share = all > 0 ? Math.min(1, sum(up) / all) : 1;
    return share > mostFailed ? [ratioFinding({ integration, share, up })] : [];
  });
}

interface GivenUp {
  readonly integration: string;
  readonly share: number;
  readonly up: readonly Rise[];
}

function ratioFinding({ integration, share, up }: GivenUp): Finding {
  const reasons = [
    ...new Set(up.map(({ labels }) => labels['reason'] ?? '').filter((reason) => reason !== '')),
  ];
  const why = reasons.length > 0 ? ` (${reasons.join(', ')})` : '';
  const isTotal = share > 0.99;
  return {
    code: isTotal ? 'AlertmanagerClusterFailedToSendAlerts' : 'AlertmanagerFailedToSendAlerts',
    certainty: 'CONFIRMED',
    aspect: `integration=${integration}`,
    explanation: isTotal
      ? `No notification of ${integration} got through in the last minutes${why}: whoever is told that way is told nothing. See what its receivers answer.`
      : `${(share * 100).toFixed(0)} % of the notifications of ${integration} were given up in the last minutes${why}. See what its receivers answer.`,
    evidence: [evidence('METRIC', '/metrics', up.map(shownRise))],
  };
}

/**
 * Alerts that fire for minutes at a receiver that could tell somebody, while nothing was ever sent nor failed: a
 * `group_wait` that is too long, or a dispatcher that stands still. With time intervals it may be meant.
 */
export async function findUntold(
  context: CheckContext,
  receivers: readonly Receiver[],
): Promise<readonly Finding[]> {
  const able = new Map(receivers.map(({ name, integrations }) => [name, integrations.length > 0]));
  if (![...able.values()].some(Boolean)) return [];
  const metrics = await ownMetrics(context);
  const total = metrics.samples('alertmanager_notifications_total');
  const startedAt = metrics.samples('process_start_time_seconds')[0]?.value ?? Infinity;
  if (total.length === 0 || total.some(({ value }) => value > 0)) return [];
  if (context.now() - startedAt * 1000 < longMs) return [];
  const waiting = (await readAlerts(context)).filter(
    ({ state, receivers: to, startsAt }) =>
      state === 'active' && to.some((name) => able.get(name)) && startsAt < context.now() - longMs,
  );
  if (waiting.length === 0 || /_time_intervals:/.test(await runningConfiguration(context))) return [];
  return [
    {
      code: 'AlertmanagerNotNotified',
      certainty: 'LIKELY',
      explanation: `${namesOf(waiting)} fire for more than five minutes, and it has not sent a single notification since it was started: see group_wait of the route, then restart it.`,
      evidence: [evidence('METRIC', '/metrics', 'alertmanager_notifications_total 0')],
      remedies: [
        { action: 'test-alert-delivery', why: 'It shows whether anything is sent.' },
        { action: 'restart', why: 'Its dispatcher begins anew; Prometheus sends the alerts again.' },
      ],
    },
  ];
}

function byIntegration(found: readonly Rise[]): ReadonlyMap<string, readonly Rise[]> {
  const groups = new Map<string, Rise[]>();
  for (const rise of found) {
    const integration = rise.labels['integration'] ?? '';
    groups.set(integration, [...(groups.get(integration) ?? []), rise]);
  }
  return groups;
}

function sum(found: readonly Rise[]): number {
  return found.reduce((total, { by }) => total + by, 0);
}
