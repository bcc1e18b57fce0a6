import type { Inventory } from './inventory.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Journal } from './ports/journal.ts';
import type { Scheduler } from './ports/scheduler.ts';
import { listsAlerts } from './reconcile-alerts.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly log: Pick<EventLog, 'onCommit'>;
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly reconcile: (stackId: string, signal: AbortSignal) => Promise<void>;
  readonly everyMs: number;
}

/** What looks again soon after something that lists alerts was found, or came back. */
const soonMs = 1000;

/** Reconciles the alerts of all stacks again and again, and soon after an Alertmanager or Prometheus came or came back. */
export const watchAlerts = (
  deps: Deps,
): { readonly stop: () => Promise<void>; readonly hasten: () => void } => {
  const { inventory, log, journal, scheduler, reconcile, everyMs } = deps;
  const turns = scheduler.every({
    name: 'reconciliation of alerts',
    intervalMs: everyMs,
    firstAfterMs: 0,
    run: async (signal) => {
      const done = await Promise.allSettled(inventory.stacks().map(({ id }) => reconcile(id, signal)));
      for (const one of done) {
        if (one.status === 'rejected')
          journal.error('The alerts of a stack could not be reconciled.', { error: one.reason as unknown });
      }
    },
  });
  const forget = log.onCommit((events, changes) => {
    const came = changes.some((change) => change.kind === 'service-saved' && listsAlerts(change.service));
    const returned = events.some(({ detail }) => {
      if (detail.type !== 'HEALTH_CHANGED' || detail.from === 'HEALTHY' || detail.to === 'DOWN') return false;
      const service = inventory.service(detail.serviceId);
      return service !== null && listsAlerts(service);
    });
    if (came || returned) turns.hasten(soonMs);
  });
  return {
    hasten: () => turns.hasten(soonMs),
    stop: async () => {
      forget();
      await turns.stop();
    },
  };
};
