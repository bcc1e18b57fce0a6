import type { CheckContext, HttpAnswer, HttpFailure, Json } from 'custos/plugin-sdk';
import { excerpt, ReadFailure } from 'custos/plugin-sdk';
import { accountOf } from './answers.ts';
import { isResting, refusalOf, rest, wake } from './lockout.ts';

/** The fields of a JSON object; of anything else, none. */
export type Fields = Readonly<Record<string, unknown>>;

/** How Grafana takes the credentials that are configured for it. */
export interface Login {
  /** `none`: there are none. `refused`: now, or so shortly ago that they are not tried again. */
  readonly standing: 'none' | 'accepted' | 'forbidden' | 'refused' | 'odd';
  /** Its answer, or what it said when it refused them. */
  readonly said: string;
}

const wanted =
  'No credentials are configured for it: give a service account’s token (auth.token_file in the configuration), and this is looked at too.';

/**
 * Whether it takes its credentials. It is asked once a diagnosis, and not at all while they rest: five wrong attempts
 * would lock the account for everybody.
 * @throws ReadFailure when it does not answer
 */
export async function login(context: CheckContext): Promise<Login> {
  const account = accountOf(context.service);
  if (!context.service.authorized) return { standing: 'none', said: wanted };
  if (isResting(account)) return { standing: 'refused', said: refusalOf(account) };
  const answer = await readable(context.http.get('/api/org'));
  const said = answer.text.slice(0, 500);
  if (answer.status === 401) {
    rest(account, performance.now(), said);
    return { standing: 'refused', said };
  }
  wake(account);
  if (answer.status === 200) return { standing: 'accepted', said };
  return { standing: answer.status === 403 ? 'forbidden' : 'odd', said: excerpt(answer) };
}

/**
 * What it answers to whoever may ask, and only asked with credentials that it takes.
 * @throws ReadFailure where there are none, it refuses them or does not answer
 */
export async function asked(context: CheckContext, path: string): Promise<HttpAnswer> {
  await loggedIn(context);
  const answer = await readable(context.http.get(path));
  if (answer.status === 401 || answer.status === 403)
    throw new ReadFailure(`Its credentials may not read ${pathOf(path)}: it answered ${excerpt(answer)}.`);
  return answer;
}

/** The same as JSON. @throws ReadFailure where it answers anything but 200 and JSON, too */
export async function askedJson(context: CheckContext, path: string): Promise<Json> {
  const answer = await asked(context, path);
  if (answer.status !== 200) throw new ReadFailure(`${pathOf(path)} answered ${excerpt(answer)}.`);
  return readable(Promise.resolve().then(() => answer.json()));
}

/** @throws ReadFailure unless it takes its credentials; what it says of one that may not read its organisation, goes on */
export async function loggedIn(context: CheckContext): Promise<void> {
  const { standing, said } = await login(context);
  if (standing === 'none') throw new ReadFailure(said);
  if (standing === 'refused')
    throw new ReadFailure('It refuses the credentials that it is given; `grafana-auth` says more.');
}

/**
 * What is asked of it, where one dead Grafana is one failure, that of `grafana-health`: all else is unknown.
 * @throws ReadFailure for every HttpFailure
 */
export async function readable<T>(asking: Promise<T>): Promise<T> {
  try {
    return await asking;
  } catch (error) {
    if (isHttpFailure(error))
      throw new ReadFailure(`It could not be asked; \`grafana-health\` says why: ${error.message}`);
    throw error;
  }
}

/** By name, not by class: the host may come with a copy of the SDK of its own. */
export function isHttpFailure(error: unknown): error is HttpFailure {
  return error instanceof Error && error.name === 'HttpFailure';
}

export function fieldsOf(value: unknown): Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as Fields) : {};
}

/** The elements of a list; of anything else, none. */
export function listOf(value: unknown): readonly unknown[] {
  return Array.isArray(value) ? value : [];
}

/** The text, or nothing. */
export function textOf(value: unknown): string {
  return typeof value === 'string' ? value : '';
}

function pathOf(path: string): string {
  return path.split('?')[0] ?? path;
}
