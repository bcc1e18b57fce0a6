import type { Alert, AlertChange, AlertTurn } from '../domain/alert/alert.ts';
import type { AlertChanged, EventDraft } from '../domain/event/event.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { StateChange } from './ports/state.ts';

interface Deps {
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
}

/** Alerts to a commit, after which everything else has its turn: the event loop stands still for about 25 ms. */
export const alertsPerCommit = 100;

/** Writes what became of alerts, with more state in the same commit if there is any. */
export async function recordAlerts(
  { log, clock }: Deps,
  changes: readonly AlertChange[],
  more: readonly StateChange[] = [],
): Promise<void> {
  const at = clock.now();
  await log.append(
    changes.flatMap(({ alert, turns }) => turns.map((turn) => alertChanged(alert, turn, at))),
    [
      ...changes.map(
        ({ alert, turns }) => ({ kind: 'alert-saved', alert, isNew: turns[0]?.from === null }) as const,
      ),
      ...more,
    ],
  );
}

/** The lane in which what reads alerts of a stack, decides and writes them waits for its turn. */
export const laneOf = (stackId: string): string => `alerts ${stackId}`;

function alertChanged(alert: Alert, turn: AlertTurn, at: Date): EventDraft<AlertChanged> {
  const { id, stackId, serviceId, severity, labels, startsAt, endsAt } = alert;
  return {
    at,
    summary: summaryOf(alert, turn),
    actor: null,
    subject: id,
    stackId,
    services: serviceId === null ? [] : [serviceId],
    audit: false,
    detail: {
      ...{ type: 'ALERT_CHANGED', alertId: id, ...turn, severity, labels },
      ...{ startsAt: startsAt.toISOString(), endsAt: endsAt?.toISOString() ?? null },
    },
  };
}

const words = {
  PENDING: 'waits for its time to fire',
  FIRING: 'fires',
  SUPPRESSED: 'fires, and is silenced or inhibited',
  RESOLVED: 'is over',
} as const;

/** The labels that say of what it is one, where it has them. */
const tellingLabels = ['instance', 'service', 'container', 'job'];

function summaryOf({ name, labels }: Alert, { to }: AlertTurn): string {
  const of = tellingLabels.map((label) => labels[label] ?? '').find((value) => value !== '');
  const called = name === '' ? 'An alert without a name' : `The alert ${name}`;
  return `${called}${of === undefined ? '' : ` of ${of}`} ${words[to]}.`;
}
