import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped } from 'custos/plugin-sdk';
import { metricsPath } from '../answers.ts';
import { isOpenMetrics } from '../exposition/read-exposition.ts';
import { exposed } from '../reading.ts';
import { inPrometheus } from '../remedies.ts';
import { scrapeOf } from '../scraping/scrape.ts';

/** Farther ahead than this Prometheus drops a sample (its scrape loop’s own bound), in milliseconds. */
const aheadMs = 600_000;
/** Older than this a sample is not shown as the present any more (Prometheus’ lookback), in milliseconds. */
const behindMs = 300_000;

/** Do its samples carry times of their own, and wrong ones? Prometheus drops those, and its target stays up. */
export const metricTimestamps: CheckDefinition = {
  name: 'metric-timestamps',
  title: 'Do its samples carry wrong times?',
  reference: 'F22',
  run: async (context) => {
    const [{ answer, exposition }, scrape] = await Promise.all([exposed(context), scrapeOf(context)]);
    const { times } = exposition;
    if (isOpenMetrics(answer)) return skipped('It speaks OpenMetrics, whose times are not looked at here.');
    if (!times) return skipped('Its samples carry no times of their own: Prometheus gives them its own.');
    const now = context.now();
    const [oldest, newest] = [now - times.earliest, times.latest - now];
    const observed = { oldestSeconds: Math.round(oldest / 1000), aheadSeconds: Math.round(newest / 1000) };
    const more = { observed, threshold: { oldestSeconds: behindMs / 1000, aheadSeconds: aheadMs / 1000 } };
    if (newest <= aheadMs && oldest <= behindMs)
      return pass('The times that its samples carry are of now.', more);
    const what =
      newest > aheadMs
        ? `${minutes(newest)} in the future, so Prometheus drops them`
        : `${minutes(oldest)} old, so Prometheus drops them or shows nothing`;
    const apart = answer.headers['date'] === undefined ? 0 : Date.parse(answer.headers['date']) - now;
    const clock = Math.abs(apart) > 60_000 ? ` Its own clock is ${minutes(Math.abs(apart))} off.` : '';
    const finding: Finding = {
      code: 'F22',
      certainty: 'CONFIRMED',
      explanation: `Samples of the application carry times that are ${what}, while its target stays up.${clock} Let it leave the times out, or set honor_timestamps: false in Prometheus’ job.`,
      evidence: [evidence('HTTP', metricsPath(context.settings), times.example)],
      remedies: inPrometheus(scrape, 'honor_timestamps: false lets Prometheus use its own time.'),
    };
    return fail('Its samples carry wrong times.', { ...more, findings: [finding] });
  },
};

function minutes(ms: number): string {
  return ms < 7_200_000
    ? `${String(Math.round(ms / 60_000))} minutes`
    : `${String(Math.round(ms / 3_600_000))} hours`;
}
