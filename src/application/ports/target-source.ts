import type { Service } from '../../domain/service/service.ts';
import type { ScrapedTarget } from '../../domain/target/target.ts';

/** What asking a Prometheus for its targets brings. */
export type Listing =
  | { readonly targets: readonly ScrapedTarget[]; readonly failure: null }
  /** Why there is none, in a sentence. */
  | { readonly targets: null; readonly failure: string };

/** Where the targets of a Prometheus are learnt. */
export interface TargetSource {
  /**
   * Asks a Prometheus for the targets that it scrapes. Never rejects: whatever is wrong with the answer is a
   * failure, at the latest when the source's own deadline is over.
   * @param authorization Value of the header of this name; null: none.
   */
  listTargets(prometheus: Service, authorization: string | null, signal: AbortSignal): Promise<Listing>;
}
