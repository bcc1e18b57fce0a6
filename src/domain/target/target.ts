/** How a scrape went: UP, DOWN, or not scraped yet or not known. */
export const targetHealths = ['UP', 'DOWN', 'UNKNOWN'] as const;
export type TargetHealth = (typeof targetHealths)[number];

/** What a Prometheus says of one of its targets. */
export interface ScrapedTarget {
  readonly job: string;
  readonly instance: string;
  readonly scrapeUrl: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly health: TargetHealth;
  /** Why the last scrape failed, in Prometheus's words; null when it did not. */
  readonly lastError: string | null;
  /** Null when it never was scraped. */
  readonly lastScrape: Date | null;
  readonly scrapeDurationMs: number | null;
  /** Null where Prometheus does not say. */
  readonly scrapeIntervalMs: number | null;
}

/** A target, as it was last listed. */
export interface Target extends ScrapedTarget {
  readonly id: string;
  readonly stackId: string;
  /** Id of the Prometheus service that scrapes it. */
  readonly scrapedById: string;
  /** When Prometheus last listed it. */
  readonly observedAt: Date;
  /** When Prometheus ceased to list it; null while it does. */
  readonly removedAt: Date | null;
}
