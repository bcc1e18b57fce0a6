import type { Outcome } from 'custos/plugin-sdk';
import { pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { statusOf } from '../answers.ts';

/** Has it found its peers? Until then it holds notifications back, lest they be sent twice. */
export async function cluster(answers: Answers): Promise<Outcome> {
  const answer = await answers.status.catch(() => null);
  const status = answer && statusOf(answer);
  if (!status) return skipped('Its status, which would say it, cannot be read.');
  const observed = status.cluster;
  switch (observed) {
    case 'disabled':
      return pass('It works alone.', { observed });
    case 'ready':
      return pass(`Its cluster is ready, with ${String(status.peers)} members.`, { observed });
    case 'settling':
      return warn('Its cluster is still settling: notifications wait.', { observed, threshold: 'ready' });
    default:
      return unknown(`Its cluster is “${observed}”, which is not known here.`, { observed });
  }
}
