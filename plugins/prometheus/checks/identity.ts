import type { Outcome } from 'custos/plugin-sdk';
import { impostor, pass, seemsToBe, skipped } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { buildVersion } from '../answers.ts';

/** Is it Prometheus at all? Whoever holds the port answers, and many answer 200 to anything. */
export async function identity(answers: Answers): Promise<Outcome> {
  const answer = await answers.build;
  const version = buildVersion(answer);
  if (version !== null) return pass(`It is Prometheus ${version}.`, { observed: version });
  const asked = await Promise.allSettled([answers.metrics, answers.ready]);
  const others = asked.flatMap((other) => (other.status === 'fulfilled' ? [other.value] : []));
  if (answer.status === 503 && seemsToBe(others) === 'Prometheus')
    return skipped('Its API does not say it while it is not ready; its metrics do.');
  return impostor('Prometheus', answer, others);
}
