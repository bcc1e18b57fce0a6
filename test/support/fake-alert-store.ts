import type { AlertQuery, AlertStore, Hook } from '../../src/application/ports/alert-store.ts';
import type { StateChange } from '../../src/application/ports/state.ts';
import type { Stretch } from '../../src/application/ports/stretch.ts';
import type { Alert } from '../../src/domain/alert/alert.ts';

/** Alerts in memory, those that the changes it is told of saved; of a filter it knows the stack and the states. */
export class FakeAlertStore implements AlertStore {
  readonly #alerts = new Map<string, Alert>();

  apply(changes: readonly StateChange[]): void {
    for (const change of changes) {
      if (change.kind === 'alert-saved') this.#alerts.set(change.alert.id, change.alert);
    }
  }

  alerts(ids: readonly string[]): Promise<readonly Alert[]> {
    return Promise.resolve(ids.flatMap((id) => this.#alerts.get(id) ?? []));
  }

  openAlerts(): Promise<readonly Alert[]> {
    return Promise.resolve(this.#matching({ states: ['PENDING', 'FIRING', 'SUPPRESSED'] }));
  }

  listAlerts(query: AlertQuery, { limit }: Stretch): Promise<readonly Alert[]> {
    return Promise.resolve(this.#matching(query).reverse().slice(0, limit));
  }

  countAlerts(query: AlertQuery): Promise<number> {
    return Promise.resolve(this.#matching(query).length);
  }

  hooks(): Promise<readonly number[]> {
    return Promise.resolve([]);
  }

  readHooks(): Promise<readonly Hook[]> {
    return Promise.resolve([]);
  }

  #matching({ stackId, states }: AlertQuery): Alert[] {
    return [...this.#alerts.values()].filter(
      (alert) => (stackId ?? alert.stackId) === alert.stackId && (states?.includes(alert.state) ?? true),
    );
  }
}
