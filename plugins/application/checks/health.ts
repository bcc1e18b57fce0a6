import type { HttpClient, Json, Outcome } from 'custos/plugin-sdk';
import { excerpt, fail, pass, skipped } from 'custos/plugin-sdk';

/** Does it say itself that it is well? */
export async function health(http: HttpClient, settings: Readonly<Record<string, Json>>): Promise<Outcome> {
  const { healthPath } = settings;
  if (typeof healthPath !== 'string') return skipped('No healthPath is configured.');
  const answer = await http.get(healthPath);
  const observed = answer.status;
  return observed >= 200 && observed < 300
    ? pass('It says that it is well.', { observed })
    : fail(`Asked how it is, it answered ${excerpt(answer)}.`, { observed, threshold: '2xx' });
}
