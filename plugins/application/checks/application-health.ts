import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, excerpt, fail, pass, skipped } from 'custos/plugin-sdk';
import { readable } from '../reading.ts';
import { restart } from '../remedies.ts';

/** Does it say itself that it is well? */
export const applicationHealth: CheckDefinition = {
  name: 'application-health',
  title: 'Does it say itself that it is well?',
  run: async ({ http, settings }) => {
    const { healthPath } = settings;
    if (typeof healthPath !== 'string') return skipped('No healthPath is configured.');
    const answer = await readable(http.get(healthPath));
    const more = { observed: answer.status, threshold: '2xx' };
    if (answer.status >= 200 && answer.status < 300) return pass('It says that it is well.', more);
    return fail(`Asked how it is, it answered ${excerpt(answer)}.`, {
      ...more,
      evidence: [evidence('HTTP', healthPath, answer.text.slice(0, 1000))],
      findings: [
        {
          code: 'ApplicationUnhealthy',
          certainty: 'CONFIRMED',
          explanation: `The application runs, and says that it is not well: ${excerpt(answer)}. Its own log says more.`,
          remedies: [restart],
        },
      ],
    });
  },
};
