import { readWebhook } from '../../src/adapters/alertmanager/read-webhook.ts';
import type { AlertSource, AlertsAnswer } from '../../src/application/ports/alert-source.ts';
import type { AlertReport, Labels } from '../../src/domain/alert/alert.ts';
import { fingerprintOf } from '../../src/domain/alert/fingerprint.ts';
import type { Service } from '../../src/domain/service/service.ts';

/** What Alertmanagers and Prometheus servers say of alerts, as the test says; nothing by default. */
export class FakeAlerts implements AlertSource {
  readonly #reports = new Map<string, readonly AlertReport[]>();
  readonly #failures = new Map<string, string>();
  /** The names of the services that were asked, in order. */
  readonly asked: string[] = [];
  /** Since when an Alertmanager runs. */
  startedAt = new Date(0);
  readonly readWebhook = readWebhook;

  /** What a service lists from now on. */
  lists(service: string, ...reports: readonly AlertReport[]): void {
    this.#failures.delete(service);
    this.#reports.set(service, reports);
  }

  /** Why a service cannot be asked from now on. */
  fails(service: string, failure: string): void {
    this.#failures.set(service, failure);
  }

  listAlerts({ name, kind }: Service): Promise<AlertsAnswer> {
    this.asked.push(name);
    const failure = this.#failures.get(name);
    if (failure !== undefined) return Promise.resolve({ listing: null, failure });
    const reports = new Map((this.#reports.get(name) ?? []).map((report) => [report.fingerprint, report]));
    const isAlertmanager = kind === 'alertmanager';
    const source = isAlertmanager ? 'ALERTMANAGER' : 'PROMETHEUS';
    const startedAt = isAlertmanager ? this.startedAt : null;
    return Promise.resolve({ listing: { source, reports, startedAt }, failure: null });
  }
}

/** What is said of an alert that fires since noon. */
export function reported(labels: Labels, more: Partial<AlertReport> = {}): AlertReport {
  return {
    ...{ fingerprint: fingerprintOf(labels), labels, annotations: {}, state: 'FIRING', endsAt: null },
    ...{ startsAt: new Date('2026-11-23T12:00:00.000Z'), generatorUrl: null, receivers: [] },
    ...{ silencedBy: [], inhibitedBy: [] },
    ...more,
  };
}

/** The webhook that Alertmanager sends of alerts. */
export function webhook(...reports: readonly AlertReport[]): string {
  return JSON.stringify({
    ...{ version: '4', groupKey: '{}:{}', truncatedAlerts: 0, status: 'firing', receiver: 'custos' },
    ...{ groupLabels: {}, commonLabels: {}, commonAnnotations: {}, externalURL: 'http://alertmanager:9093' },
    alerts: reports.map(({ fingerprint, labels, annotations, state, startsAt, endsAt, generatorUrl }) => ({
      ...{ status: state === 'RESOLVED' ? 'resolved' : 'firing', labels, annotations, fingerprint },
      ...{ startsAt, endsAt: endsAt ?? '0001-01-01T00:00:00Z', generatorURL: generatorUrl ?? '' },
    })),
  });
}
