import type { AlertReport } from '../../domain/alert/alert.ts';
import type { AlertListing } from '../../domain/alert/fold-listing.ts';
import type { Service } from '../../domain/service/service.ts';

/** What asking a component for its alerts brings. */
export type AlertsAnswer =
  | { readonly listing: AlertListing; readonly failure: null }
  /** Why there is none, in a sentence. */
  | { readonly listing: null; readonly failure: string };

/** What a webhook says. */
export interface Webhook {
  readonly reports: readonly AlertReport[];
  /** How many more alerts there are that it leaves out. */
  readonly left: number;
}

/** Says in a sentence what is wrong with a webhook. */
export class UnreadableWebhook extends Error {
  override readonly name = 'UnreadableWebhook';
  /** Whether it was read, and is not what is taken here: another version, another sort. */
  readonly isForeign: boolean;

  constructor(message: string, isForeign: boolean) {
    super(message);
    this.isForeign = isForeign;
  }
}

/** Where alerts are learnt. */
export interface AlertSource {
  /**
   * Asks an Alertmanager for its alerts, or a Prometheus for those of its rules, by the kind of the service. Never
   * rejects: whatever is wrong with the answer is a failure, at the latest when the source's own deadline is over.
   * @param authorization Value of the header of this name; null: none.
   */
  listAlerts(service: Service, authorization: string | null, signal: AbortSignal): Promise<AlertsAnswer>;
  /** Reads what Alertmanager's webhook sends. @throws UnreadableWebhook */
  readWebhook(text: string): Promise<Webhook>;
}
