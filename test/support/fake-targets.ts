import type { Listing, TargetSource } from '../../src/application/ports/target-source.ts';
import type { Service } from '../../src/domain/service/service.ts';
import type { ScrapedTarget } from '../../src/domain/target/target.ts';

/** What Prometheus servers scrape, as the test says; nothing by default. */
export class FakeTargets implements TargetSource {
  readonly #targets = new Map<string, readonly ScrapedTarget[]>();
  readonly #failures = new Map<string, string>();
  /** The names of the services that were asked, in order. */
  readonly asked: string[] = [];
  /** With what they were asked. */
  readonly authorizations: (string | null)[] = [];

  /** What a Prometheus lists from now on. */
  lists(prometheus: string, targets: readonly ScrapedTarget[]): void {
    this.#failures.delete(prometheus);
    this.#targets.set(prometheus, targets);
  }

  /** Why a Prometheus cannot be asked from now on. */
  fails(prometheus: string, failure: string): void {
    this.#failures.set(prometheus, failure);
  }

  listTargets({ name }: Service, authorization: string | null): Promise<Listing> {
    this.asked.push(name);
    this.authorizations.push(authorization);
    const failure = this.#failures.get(name);
    return Promise.resolve(
      failure === undefined
        ? { targets: this.#targets.get(name) ?? [], failure: null }
        : { targets: null, failure },
    );
  }
}

/** A target that is scraped and UP. */
export function scraped(job: string, instance: string, more: Partial<ScrapedTarget> = {}): ScrapedTarget {
  return {
    job,
    instance,
    scrapeUrl: `http://${instance}/metrics`,
    labels: { job, instance },
    health: 'UP',
    lastError: null,
    lastScrape: new Date('2026-11-23T11:59:58.000Z'),
    scrapeDurationMs: 1.5,
    scrapeIntervalMs: 15_000,
    ...more,
  };
}
