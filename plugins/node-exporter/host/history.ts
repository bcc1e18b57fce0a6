import type { CheckContext, Metrics, Sample } from 'custos/plugin-sdk';

/** What the stack's Prometheus remembers of this host; a string says why it remembers nothing. */
export type History = string | { readonly selector: string };

/**
 * Finds this host among those that the stack's Prometheus has metrics of, by its name: Prometheus may ask the
 * exporter at another address than Custos does.
 */
export async function historyOf(context: CheckContext, metrics: Metrics): Promise<History> {
  const [own] = metrics.samples('node_uname_info');
  const host = own?.labels['nodename'];
  if (host === undefined) return 'its metrics do not say which host it is (collector uname)';
  const known = await ask(context, 'node_uname_info');
  if (typeof known === 'string') return known;
  const found = known.find(({ labels }) => labels['nodename'] === host);
  const { instance, job } = found?.labels ?? {};
  if (instance === undefined) return 'Prometheus has no metrics of this host';
  const only = [`instance=${JSON.stringify(instance)}`, ...(job ? [`job=${JSON.stringify(job)}`] : [])];
  return { selector: only.join(',') };
}

/** The series for which an expression has been above a value all the time; a string says why nobody knows. */
export async function lasting(
  context: CheckContext,
  history: History,
  rule: { readonly expression: string; readonly above: number; readonly minutes: number },
): Promise<readonly Sample[] | string> {
  if (typeof history === 'string') return history;
  return await ask(context, lastingExpression(rule, history.selector));
}

/**
 * PromQL for: above this value in every minute of that time, and known in all of it, so that a Prometheus that has
 * just begun says nothing. Of what lasts half an hour and longer, every fifth minute is looked at.
 * @param selector takes the place of each `$` in the expression
 */
export function lastingExpression(
  {
    expression,
    above,
    minutes,
  }: { readonly expression: string; readonly above: number; readonly minutes: number },
  selector: string,
): string {
  const here = expression.split('$').join(selector);
  const step = minutes >= 30 ? 5 : 1;
  const range = `(${here})[${String(minutes)}m:${String(step)}m]`;
  const fewest = String(minutes / step - 1);
  return `min_over_time(${range}) > ${String(above)} and count_over_time(${range}) >= ${fewest}`;
}

async function ask(context: CheckContext, expression: string): Promise<readonly Sample[] | string> {
  try {
    return await context.query(expression);
  } catch (error) {
    return `Prometheus cannot be asked (${error instanceof Error ? error.message : 'no answer'})`;
  }
}
