import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, pass, readMetrics, skipped, warn } from 'custos/plugin-sdk';
import { exposed, readable } from '../reading.ts';
import { restart } from '../remedies.ts';
import { scrapeOf } from '../scraping/scrape.ts';

/** More starts than these within an hour are a loop (runbook X14). */
const mostStarts = 2;

/** Does it start over and over? By the time of its start that it tells, or by its processor time that falls to zero. */
export const restarts: CheckDefinition = {
  name: 'restarts',
  title: 'Does it start over and over?',
  reference: 'X14',
  run: async (context) => {
    const [{ answer }, scrape] = await Promise.all([exposed(context), scrapeOf(context)]);
    const metrics = await readable(Promise.resolve().then(() => readMetrics(answer.text)));
    const way = [
      ['changes', 'process_start_time_seconds'],
      ['resets', 'process_cpu_seconds_total'],
    ].find(([, metric = '']) => metrics.samples(metric).length > 0);
    if (!way) return skipped('Neither the time of its start nor its processor time is among its metrics.');
    if (!scrape) return skipped('No Prometheus is known to scrape it, so its past is not known.');
    const selector = `{job=${JSON.stringify(scrape.job)},instance=${JSON.stringify(scrape.instance)}}`;
    const expression = `${way.join('(')}${selector}[1h])`;
    const [sample] = await readable(context.query(expression));
    if (!sample) return skipped('Prometheus keeps no past of it.');
    const more = { observed: { startsInAnHour: sample.value }, threshold: { startsInAnHour: mostStarts } };
    if (!(sample.value > mostStarts)) return pass('It runs steadily.', more);
    return warn(`It was started ${String(sample.value)} times within an hour.`, {
      ...more,
      evidence: [evidence('QUERY', expression, String(sample.value))],
      findings: [
        {
          code: 'X14',
          certainty: 'CONFIRMED',
          explanation: `The application was started ${String(sample.value)} times within an hour: it crashes, or is ended for want of memory. The end of its log before each start says why.`,
          remedies: [restart],
        },
      ],
    });
  },
};
