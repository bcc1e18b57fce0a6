import type { Alert, AlertChange, AlertReport } from '../domain/alert/alert.ts';
import { foldReport } from '../domain/alert/fold-report.ts';
import type { Alerts } from './alerts.ts';
import type { Lanes } from './lanes.ts';
import type { Hook } from './ports/alert-store.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';
import { alertsPerCommit, laneOf, recordAlerts } from './record-alerts.ts';

export interface TakingInDeps {
  readonly alerts: Alerts;
  readonly lanes: Lanes;
  readonly log: Pick<EventLog, 'append'>;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** What is done at a time, and when others have their turn. */
export interface Pace {
  readonly signal: AbortSignal;
  /** Lets others have their turn. */
  readonly rest: () => Promise<void>;
}

/**
 * Takes in what webhooks of one stack said, in the order they came, a part at a time, each in one commit; with the last
 * one they leave the inbox. To take the same in twice changes nothing, so whatever ends it half-way, it is begun anew.
 * @throws Refusal when the log cannot be written
 */
export async function takeInWebhooks(
  deps: TakingInDeps,
  hooks: readonly Hook[],
  { signal, rest }: Pace,
): Promise<void> {
  const reports = hooks.flatMap((hook) => hook.reports);
  const stackId = hooks[0]?.stackId ?? '';
  const done = hooks.map(({ sequence }) => ({ kind: 'hook-done', sequence }) as const);
  const last = Math.max(0, Math.ceil(reports.length / alertsPerCommit) - 1);
  for (let part = 0; part <= last; part += 1) {
    if (part > 0) await rest();
    if (signal.aborted) return;
    const some = reports.slice(part * alertsPerCommit, (part + 1) * alertsPerCommit);
    await deps.lanes.run(laneOf(stackId), async () =>
      recordAlerts(deps, await changesOf(deps, stackId, some), part === last ? done : []),
    );
  }
}

async function changesOf(
  { alerts, ids, clock }: TakingInDeps,
  stackId: string,
  reports: readonly AlertReport[],
): Promise<readonly AlertChange[]> {
  const at = clock.now();
  const place = alerts.places(stackId);
  const told = reports.map((report) => ({ id: ids.of('alt', stackId, report.fingerprint), report }));
  const known = new Map<string, Alert>(await alerts.find([...new Set(told.map(({ id }) => id))]));
  const changes: AlertChange[] = [];
  for (const { id, report } of told) {
    const { fingerprint, labels } = report;
    const identity = { id, fingerprint, stackId, serviceId: place(labels) };
    const change = foldReport(known.get(id) ?? null, report, { ...identity, source: 'WEBHOOK', at });
    if (!change) continue;
    known.set(id, change.alert);
    changes.push(change);
  }
  return changes;
}
