import { explainAnswer } from './explain-answer.ts';
import { explainByContainer } from './explain-container.ts';
import { explainName } from './explain-name.ts';
import { explainRefused } from './explain-refused.ts';
import { explainSilence } from './explain-silence.ts';
import type { Case, Explanation } from './trouble.ts';

/** Why this target fails: what its own error leaves open is answered by what surrounds it. */
export async function explain(failing: Case): Promise<Explanation> {
  const { sort } = failing.fault;
  if (sort === 'name') return explainName(failing);
  if (sort === 'refused') return await explainRefused(failing);
  if (sort === 'timed-out' || sort === 'unroutable') return await explainSilence(failing);
  // A container that stops in the middle of an answer ends it with EOF.
  const told = sort === 'answer' ? explainByContainer(failing) : null;
  return told ?? (await explainAnswer(failing));
}
