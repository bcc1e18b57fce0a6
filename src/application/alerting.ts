import type { Stack } from '../domain/stack/stack.ts';
import type { Alerts } from './alerts.ts';
import type { App } from './app.ts';
import type { Inventory } from './inventory.ts';
import type { AlertStore } from './ports/alert-store.ts';
import type { Ids } from './ports/ids.ts';
import { concernsAlerts, countAlerts, findAlerts, listAlerts } from './select-alerts.ts';

/** What the verbs about alerts are built on. */
export interface Alerting {
  readonly alerts: Alerts;
  readonly store: AlertStore;
  /** Takes what a webhook sends. */
  readonly receive: (stack: Stack, text: string) => Promise<number>;
  /** The hash of the secret with which webhooks come. */
  readonly secretHash: string;
}

interface Deps {
  readonly inventory: Inventory;
  readonly ids: Ids;
  readonly alerting: Alerting;
}

/** The verbs about alerts, with their dependencies given. */
export function alerting({ inventory, ids, alerting: { alerts, store, receive, secretHash } }: Deps) {
  const deps = { inventory, alerts, alertStore: store };
  return {
    alerts: listAlerts(deps),
    countAlerts: countAlerts(deps),
    alertsById: findAlerts(deps),
    alertIds: (stackId, fingerprints) => fingerprints.map((one) => ids.of('alt', stackId, one)),
    isAlertStale: (alert) => alerts.isStale(alert),
    concernsAlerts: concernsAlerts(deps),
    // Hashes, so that the time that it takes says nothing of the secret.
    admitsWebhook: (secret) => ids.hash(secret) === secretHash,
    receiveWebhook: receive,
  } satisfies Partial<App>;
}
