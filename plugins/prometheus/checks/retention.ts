import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, pass, unknown, warn } from 'custos/plugin-sdk';
import { apiData, fieldsOf, textOf } from '../reading.ts';
import { secondsOf } from '../scraping/duration.ts';

/** Does it keep what it was meant to keep? */
export const retention: CheckDefinition = {
  name: 'retention',
  title: 'Does it keep what it was meant to keep?',
  reference: 'C16',
  run: async (context) => {
    const [runtime, flags] = await Promise.all([
      apiData(context, '/api/v1/status/runtimeinfo').then(fieldsOf),
      apiData(context, '/api/v1/status/flags').then(fieldsOf),
    ]);
    const told = textOf(runtime['storageRetention']);
    const flag = textOf(flags['storage.tsdb.retention.time']);
    const observed = told !== '' ? told : flag;
    if (observed === '') return unknown('It does not say how long it keeps its data.');
    const wanted = context.settings['retention'];
    if (typeof wanted !== 'string')
      return pass(`It keeps ${observed}; the settings do not say what it should keep.`, { observed });
    if (isSame(observed, wanted))
      return pass(`It keeps ${observed}, as it should.`, { observed, threshold: wanted });
    const explanation = `Prometheus keeps ${observed}, and should keep ${wanted}: change its retention, or what is expected of it.`;
    return warn(explanation, {
      observed,
      threshold: wanted,
      findings: [
        {
          code: 'PrometheusRetentionDiffers',
          certainty: 'CONFIRMED',
          explanation,
          evidence: [
            evidence('HTTP', '/api/v1/status/runtimeinfo', `storageRetention ${told}`),
            evidence('HTTP', '/api/v1/status/flags', `storage.tsdb.retention.time ${flag}`),
          ],
          remedies: [{ action: 'set-retention', why: 'It keeps what it should from then on.' }],
        },
      ],
    });
  },
};

/** Prometheus writes `7d` as `1w`, and puts a size behind the time: `1w or 10GiB`. A part that is not wanted is not compared. */
function isSame(observed: string, wanted: string): boolean {
  const parts = observed.split(' or ').map(comparable);
  return wanted
    .split(' or ')
    .map(comparable)
    .every((part) => parts.includes(part));
}

function comparable(part: string): number | string {
  return secondsOf(part.trim()) ?? part.trim().replace('iB', 'B');
}
