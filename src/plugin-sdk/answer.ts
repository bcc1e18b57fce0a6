import type { HttpAnswer } from './http.ts';
import { HttpFailure } from './http.ts';
import type { Outcome } from './outcome.ts';
import { fail } from './outcome.ts';

/**
 * The answer, unless the service asks who we are.
 * @throws HttpFailure UNAUTHORIZED for 401 and 403.
 */
export function authorized(answer: HttpAnswer): HttpAnswer {
  if (answer.status === 401)
    throw new HttpFailure('UNAUTHORIZED', 'It asks for credentials (401), and was given none that it takes.');
  if (answer.status === 403) throw new HttpFailure('UNAUTHORIZED', 'It does not let us read this (403).');
  return answer;
}

/** The beginning of what a service answered, for a sentence: its status and first words. */
export function excerpt(answer: HttpAnswer): string {
  const words = answer.text.slice(0, 200).replace(/\s+/g, ' ').trim();
  const shown = words.length > 60 ? `${words.slice(0, 59)}…` : words;
  return `${String(answer.status)} ${shown === '' ? 'and nothing else' : `“${shown}”`}`;
}

const products: Readonly<Record<string, string>> = {
  alertmanager: 'Alertmanager',
  cadvisor: 'cAdvisor',
  grafana: 'Grafana',
  loki: 'Loki',
  prometheus: 'Prometheus',
  pushgateway: 'Pushgateway',
};

/**
 * What answers give away of who gave them, such as `Grafana` or `nginx/1.18.0`; null when nothing. The metric
 * of its build is the best witness, then the Server header, then the title of a page.
 */
export function seemsToBe(answers: readonly HttpAnswer[]): string | null {
  return (
    first(answers, ({ text }) => nameOf(/^(?!go_)(\w+)_build_info\{/m.exec(text)?.[1])) ??
    first(answers, ({ headers }) => headers['server']) ??
    first(answers, ({ text }) => /<title>\s*([^<]{1,60}?)\s*<\/title>/i.exec(text)?.[1])
  );
}

/**
 * The outcome of a check that found out that an answer is not one of this product: it fails with
 * WRONG_SERVICE and names what seems to have answered, as far as this answer and others of the same service
 * tell; with WRONG_ANSWER when it seems to be the product all the same.
 * @throws HttpFailure UNAUTHORIZED where nothing could be read without credentials.
 */
export function impostor(product: string, answer: HttpAnswer, others: readonly HttpAnswer[]): Outcome {
  // A proxy that asks for credentials names itself, which says nothing of what is behind it.
  if (!others.some((other) => other.status === 200)) authorized(answer);
  const name = seemsToBe([...others, answer]);
  if (name === product)
    return fail(`It seems to be ${product}, but answered ${excerpt(answer)}.`, { cause: 'WRONG_ANSWER' });
  return fail(`${name ?? 'Something else'} answers there instead of ${product}: ${excerpt(answer)}.`, {
    cause: 'WRONG_SERVICE',
    observed: name,
  });
}

function nameOf(metric: string | undefined): string | undefined {
  return metric === undefined ? undefined : (products[metric] ?? metric);
}

function first(
  answers: readonly HttpAnswer[],
  read: (answer: HttpAnswer) => string | undefined,
): string | null {
  for (const answer of answers) {
    const found = read(answer);
    if (found !== undefined && found !== '') return found.slice(0, 100);
  }
  return null;
}
