import type { Outcome } from 'custos/plugin-sdk';
import { impostor, pass } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { healthIn } from '../answers.ts';

/** Is it Grafana at all? Whoever holds the port answers. */
export async function identity(answers: Answers): Promise<Outcome> {
  const answer = await answers.health;
  const said = healthIn(answer);
  if (said)
    return pass(`It is Grafana${said.version === null ? '' : ` ${said.version}`}.`, {
      observed: said.version,
    });
  const metrics = await answers.metrics.catch(() => null);
  return impostor('Grafana', answer, metrics ? [metrics] : []);
}
