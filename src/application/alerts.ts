import type { Alert, Labels } from '../domain/alert/alert.ts';
import type { AlertRule } from '../domain/alert/place-alert.ts';
import { alertPlaces } from '../domain/alert/place-alert.ts';
import type { Inventory } from './inventory.ts';
import type { AlertStore } from './ports/alert-store.ts';
import type { Clock } from './ports/clock.ts';
import type { StateChange } from './ports/state.ts';
import type { Targets } from './targets.ts';

/** A rule that says which service of a stack alerts are about; null: of any stack. */
export interface StackAlertRule extends AlertRule {
  readonly stack: string | null;
}

interface Deps {
  readonly store: AlertStore;
  readonly inventory: Inventory;
  readonly targets: Pick<Targets, 'service'>;
  readonly clock: Clock;
  readonly rules: readonly StackAlertRule[];
  /** How often everything is listed. */
  readonly everyMs: number;
}

/** What is said of an alert is old after so many missed listings: one may be lost, two may be slow. */
const missedTurns = 3;

/** The alerts: those that are not over in memory, as they were last seen, the others in the store. */
export class Alerts {
  readonly #deps: Deps;
  readonly #open: Map<string, Alert>;

  /** @param open Those that are not over. */
  constructor(deps: Deps, open: readonly Alert[]) {
    this.#deps = deps;
    this.#open = new Map(open.map((alert) => [alert.id, alert]));
  }

  /** Takes over what was committed. */
  apply(changes: readonly StateChange[]): void {
    for (const change of changes) {
      if (change.kind !== 'alert-saved') continue;
      if (change.alert.state === 'RESOLVED') this.#open.delete(change.alert.id);
      else this.#open.set(change.alert.id, change.alert);
    }
  }

  /** Keeps when an alert was last seen; it is not written. */
  keep(alert: Alert): void {
    if (this.#open.has(alert.id)) this.#open.set(alert.id, alert);
  }

  /** Those of a stack that are not over. */
  openOf(stackId: string): readonly Alert[] {
    return [...this.#open.values()].filter((alert) => alert.stackId === stackId);
  }

  /** Those of these ids that there are, by their ids. */
  async find(ids: readonly string[]): Promise<ReadonlyMap<string, Alert>> {
    const past = await this.#deps.store.alerts(ids.filter((id) => !this.#open.has(id)));
    const open = ids.flatMap((id) => this.#open.get(id) ?? []);
    return new Map([...open, ...past.map((alert) => this.current(alert))].map((alert) => [alert.id, alert]));
  }

  /** How an alert out of the store is now. */
  current(alert: Alert): Alert {
    return this.#open.get(alert.id) ?? alert;
  }

  /** Whether it was last seen too long ago to be believed; what is over stays so. */
  isStale({ state, observedAt }: Alert): boolean {
    const { clock, everyMs } = this.#deps;
    return state !== 'RESOLVED' && clock.now().getTime() - observedAt.getTime() >= missedTurns * everyMs;
  }

  /** Which service alerts of a stack are about: a function of their labels. */
  places(stackId: string): (labels: Labels) => string | null {
    const { inventory, targets, rules } = this.#deps;
    const name = inventory.stack(stackId)?.name ?? '';
    const scraped = inventory.targets().filter((target) => target.stackId === stackId);
    return alertPlaces({
      rules: rules.filter(({ stack }) => stack === null || stack === name),
      services: inventory.services().filter((service) => service.stackId === stackId),
      targets: scraped,
      serviceOf: new Map(
        scraped.flatMap((target) => {
          const service = targets.service(target);
          return service ? [[target.id, service.id]] : [];
        }),
      ),
    });
  }
}
