import type { Remedy } from 'custos/plugin-sdk';
import type { Scrape } from './scraping/scrape.ts';

/** An application is not part of the monitoring: whoever runs it decides. */
const approval =
  'Only when those who run it have approved: a restart interrupts what it does, such as trading, and is no remedy for its monitoring.';

/** The last resort. */
export const restart: Remedy = { action: 'restart', why: approval };

/** What is set in the configuration of the Prometheus that scrapes it; nothing where none is known to. */
export function inPrometheus(scrape: Scrape | null, why: string): readonly Remedy[] {
  return scrape ? [{ action: 'write-configuration', service: scrape.prometheus.name, why }] : [];
}
