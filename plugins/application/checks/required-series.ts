import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, fail, pass, readMetrics, skipped } from 'custos/plugin-sdk';
import { metricsPath } from '../answers.ts';
import { exposed, readable } from '../reading.ts';

/** Are the series there that it must have? One that vanished takes its alerts with it, silently. */
export const requiredSeries: CheckDefinition = {
  name: 'required-series',
  title: 'Are the series there that it must have?',
  run: async (context) => {
    const wanted = context.settings['requiredMetrics'];
    const names = Array.isArray(wanted)
      ? wanted.filter((name): name is string => typeof name === 'string')
      : [];
    if (names.length === 0) return skipped('None is configured as requiredMetrics.');
    const { answer } = await exposed(context);
    const metrics = await readable(Promise.resolve().then(() => readMetrics(answer.text)));
    const missing = names.filter((name) => metrics.samples(name).length === 0);
    const more = { observed: { missing }, threshold: names };
    if (missing.length === 0) return pass('The series that it must have are there.', more);
    return fail(`It does not tell ${missing.join(', ')}.`, {
      ...more,
      evidence: [
        evidence(
          'HTTP',
          metricsPath(context.settings),
          missing.map((name) => `no sample of ${name}`),
        ),
      ],
      findings: [
        {
          code: 'ApplicationMetricsMissing',
          certainty: 'CONFIRMED',
          explanation: `The application does not tell ${missing.join(', ')}: panels are empty and alerts on them cannot fire. They were renamed in a release, or what counts them has not begun.`,
        },
      ],
    });
  },
};
