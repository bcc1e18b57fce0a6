import type { CheckContext, CheckDefinition, Evidence, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import { runningConfiguration } from '../config/configuration.ts';
import type { Receiver } from '../config/receivers.ts';
import { receiversOf } from '../config/receivers.ts';
import type { Attempt } from '../delivery/attempts.ts';
import { adviceOf, attemptsIn } from '../delivery/attempts.ts';
import { findFailedRatio, findUntold } from '../delivery/find-failures.ts';
import { linesOfThisRun, logSource } from '../log.ts';
import type { Rise } from '../rises.ts';
import { rises, shownRise } from '../rises.ts';

/** While it retries it waits at most a minute; a group is flushed again after five minutes by default. */
const freshMs = 10 * 60_000;

/** Do notifications go out? The counter of failed requests rises while that of failed notifications stays zero. */
export const notifications: CheckDefinition = {
  name: 'notifications',
  title: 'Do notifications get through?',
  reference: 'C29',
  covers: ['X10'],
  run: async (context) => {
    const [failed, receivers, attempts] = await Promise.all([
      rises(context, [requestsFailed, 'alertmanager_notifications_failed_total']),
      runningConfiguration(context).then(receiversOf),
      readAttempts(context),
    ]);
    const findings = [
      ...findFailing({ failed, receivers, attempts, now: context.now() }),
      ...(await findFailedRatio(context, failed)),
      ...(await findUntold(context, receivers)),
    ];
    const more = { observed: failed.map(shownRise), threshold: 0, findings };
    const [worst] = [...findings.filter(({ severity }) => severity === 'CRITICAL'), ...findings];
    if (!worst) return pass('No notification failed in the last minutes.', more);
    if (worst.severity === 'CRITICAL') return fail(worst.explanation, more);
    return worst.severity === 'INFO' ? pass(worst.explanation, more) : warn(worst.explanation, more);
  },
};

const requestsFailed = 'alertmanager_notification_requests_failed_total';

interface Known {
  readonly failed: readonly Rise[];
  readonly receivers: readonly Receiver[];
  /** Null: its log cannot be read. */
  readonly attempts: readonly Attempt[] | null;
  readonly now: number;
}

function findFailing({ failed, receivers, attempts, now }: Known): readonly Finding[] {
  const failing = (attempts ?? []).filter(({ error, line }) => error !== null && line.at >= now - freshMs);
  const counted = failed.length > 0 ? [evidence('METRIC', '/metrics', failed.map(shownRise))] : [];
  if (failing.length > 0) {
    const able = receivers.filter(({ integrations }) => integrations.length > 0);
    const isAll = able.every(({ name }) => failing.some(({ receiver }) => receiver === name));
    return failing.map((attempt) => findingOf(attempt, { isAll, counted }));
  }
  return failed
    .filter(({ metric }) => metric === requestsFailed)
    .map((rise) => byCounter(rise, attempts !== null));
}

function findingOf(
  { receiver, integration, error, line }: Attempt,
  { isAll, counted }: { readonly isAll: boolean; readonly counted: readonly Evidence[] },
): Finding {
  return {
    code: 'F25',
    certainty: 'CONFIRMED',
    severity: isAll ? 'CRITICAL' : 'WARNING',
    aspect: `receiver=${receiver}`,
    explanation: `Notifications to the receiver ${receiver} (${integration}) fail: ${error ?? ''}. ${adviceOf(error ?? '')}${isAll ? ' Nobody is told of any alert.' : ''}`,
    evidence: [evidence('LOG', logSource, line.text), ...counted],
    remedies: [
      { action: 'write-configuration', why: 'If the address or the credentials are wrong.' },
      { action: 'test-alert-delivery', why: 'It shows that the way is open again, up to the receiver.' },
    ],
  };
}

/** Failures that only the counters know: of the past, where the log says that none fails any more. */
function byCounter(rise: Rise, isOver: boolean): Finding {
  const integration = rise.labels['integration'] ?? 'an integration';
  return {
    code: 'F25',
    certainty: isOver ? 'POSSIBLE' : 'LIKELY',
    severity: isOver ? 'INFO' : 'WARNING',
    aspect: `integration=${integration}`,
    explanation: isOver
      ? `Requests of ${integration} failed in the last minutes, and none fails any more by its log.`
      : `Requests of ${integration} to its receivers fail; its log, which would say why, cannot be read.`,
    evidence: [evidence('METRIC', '/metrics', shownRise(rise))],
    ...(!isOver && {
      remedies: [{ action: 'test-alert-delivery', why: 'It shows whether the way is open.' }],
    }),
  };
}

async function readAttempts(context: CheckContext): Promise<readonly Attempt[] | null> {
  try {
    return attemptsIn(await linesOfThisRun(context));
  } catch {
    return null;
  }
}
