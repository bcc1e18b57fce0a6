import type { CheckDefinition, Checked } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import type { Exposition } from '../exposition/read-exposition.ts';
import { exposed, numberIn } from '../reading.ts';
import { inPrometheus } from '../remedies.ts';
import type { Scrape } from '../scraping/scrape.ts';
import { scrapeOf } from '../scraping/scrape.ts';

/** Ten thousand series are many for one application: twice a hundred thousand fill 64 MiB of Prometheus. */
const usualMost = 10_000;

/** Does it tell more series than Prometheus takes, or can bear? */
export const metricsSize: CheckDefinition = {
  name: 'metrics-size',
  title: 'Does it tell more series than Prometheus takes?',
  reference: 'X04',
  run: async (context) => {
    const most = numberIn(context.settings, 'maxSeries', usualMost);
    const [{ exposition }, scrape] = await Promise.all([exposed(context), scrapeOf(context)]);
    return judge(exposition, most, scrape);
  },
};

function judge(exposition: Exposition, most: number, scrape: Scrape | null): Checked {
  const { samples } = exposition;
  const isRefused = /(sample|body size|label\w*( \w+)?) limit( exceeded)?|label_\w*limit/i.test(
    scrape?.error ?? '',
  );
  const more = { observed: { samples }, threshold: { most } };
  if (!isRefused && samples <= most) return pass(`It tells ${String(samples)} series.`, more);
  const why = largestIn(exposition);
  const consequence = isRefused
    ? `Prometheus rejects all of them (${scrape?.error ?? ''})`
    : `more than ${String(most)} make Prometheus slow and large`;
  const found = {
    ...more,
    evidence: [evidence('HTTP', 'metrics', `${String(samples)} samples; ${why}`)],
    findings: [
      {
        code: 'F21',
        certainty: isRefused ? ('CONFIRMED' as const) : ('LIKELY' as const),
        explanation: `The application tells ${String(samples)} series, and ${consequence}: ${why}. Take the label out of the application, or drop it with metric_relabel_configs; raise sample_limit only if they are all meant.`,
        remedies: inPrometheus(scrape, 'metric_relabel_configs drops what is not needed.'),
      },
    ],
  };
  const summary = `It tells ${String(samples)} series.`;
  return isRefused ? fail(summary, found) : warn(summary, found);
}

function largestIn({ largest }: Exposition): string {
  if (!largest) return 'none stands out';
  const label = largest.label === null ? '' : `, which the label ${largest.label} makes so many`;
  return `${String(largest.series)} of them are ${largest.name}${label}`;
}
