import { listAlerts as listOfAlertmanager } from './adapters/alertmanager/list-alerts.ts';
import { readWebhook } from './adapters/alertmanager/read-webhook.ts';
import type { Deps as HttpDeps } from './adapters/http/ask-api.ts';
import { inTime } from './adapters/http/ask-api.ts';
import { listAlerts as listOfPrometheus } from './adapters/prometheus/list-alerts.ts';
import type { Alerting } from './application/alerting.ts';
import { Alerts } from './application/alerts.ts';
import { Inbox } from './application/inbox.ts';
import type { AlertSource } from './application/ports/alert-source.ts';
import type { AlertStore } from './application/ports/alert-store.ts';
import type { Journal } from './application/ports/journal.ts';
import { receiveWebhook } from './application/receive-webhook.ts';
import { reconcileAlerts } from './application/reconcile-alerts.ts';
import { watchAlerts } from './application/watch-alerts.ts';
import type { Config } from './config.ts';
import { parseMatcher } from './domain/service/matcher.ts';
import type { Senses } from './senses.ts';
import type { Teardown } from './teardown.ts';
import { webhookSecret } from './webhook-secret.ts';

interface Site {
  readonly config: Config;
  readonly journal: Journal;
  readonly teardown: Teardown;
}

/** Where alerts are learnt: by the API of each component. */
export function openAlertSource(deps: HttpDeps): AlertSource {
  return {
    listAlerts: async (service, authorization, signal) => {
      const list = service.kind === 'alertmanager' ? listOfAlertmanager : listOfPrometheus;
      const asked = { service, authorization };
      const { read, failure } = await inTime(deps, signal, (attempt) => list(deps, asked, attempt));
      return read === null ? { listing: null, failure } : { listing: read, failure: null };
    },
    readWebhook,
  };
}

type Deps = Omit<Senses, 'plugins' | 'engines' | 'causes' | 'targetSource'> & {
  readonly alertStore: AlertStore;
  readonly alertSource: AlertSource;
};

/** Opens what is known of alerts, goes on with the webhooks that wait, and begins to list. */
export async function openAlerting(
  { config, journal, teardown }: Site,
  { alertStore, alertSource: source, ...deps }: Deps,
): Promise<Alerting & { readonly watch: () => void }> {
  const { reconcileIntervalMs: everyMs, services } = config.alerts;
  const rules = services.map(({ matchers, stack, service }) => ({
    matchers: matchers.map(parseMatcher),
    stack: stack ?? null,
    service,
  }));
  const known = { ...deps, store: alertStore, rules, everyMs };
  const alerts = new Alerts(known, await alertStore.openAlerts());
  const forget = deps.log.onCommit((_events, changes) => alerts.apply(changes));
  teardown.onStop('The alerts', () => forget());
  const inbox = await Inbox.open({ ...deps, store: alertStore, alerts, journal });
  teardown.onStop('The inbox of webhooks', () => inbox.stop());
  let hasten = (): void => undefined;
  return {
    alerts,
    store: alertStore,
    receive: receiveWebhook({ ...deps, source, inbox, hasten: () => hasten() }),
    secretHash: deps.ids.hash(webhookSecret(config)),
    watch: () => {
      const reconcile = reconcileAlerts({ ...deps, alerts, source, everyMs });
      const watching = watchAlerts({ ...deps, journal, reconcile, everyMs });
      hasten = watching.hasten;
      teardown.onStop('The watch over alerts', () => watching.stop());
    },
  };
}
