import type { HttpAnswer, HttpClient, WatchedService } from 'custos/plugin-sdk';
import { isResting, rest, wake } from './lockout.ts';

/** What a probe asks at once, so that a slow answer holds up no other. */
export interface Answers {
  readonly health: Promise<HttpAnswer>;
  readonly metrics: Promise<HttpAnswer>;
  /** Who we are to it; null where there are no credentials to ask with, or they were refused just now. */
  readonly org: Promise<HttpAnswer | null>;
  readonly authorized: boolean;
}

export function ask(http: HttpClient, service: WatchedService): Answers {
  return {
    health: http.get('/api/health'),
    metrics: http.get('/metrics'),
    org: organisation(http, service),
    authorized: service.authorized,
  };
}

/** Under which its credentials rest: another service, or another address, is another account. */
export function accountOf({ name, url }: Pick<WatchedService, 'name' | 'url'>): string {
  return `${name} ${url ?? ''}`;
}

async function organisation(
  http: HttpClient,
  { authorized, url, name }: WatchedService,
): Promise<HttpAnswer | null> {
  const account = accountOf({ name, url });
  if (!authorized || isResting(account)) return null;
  const answer = await http.get('/api/org');
  if (answer.status === 401) rest(account, performance.now(), answer.text.slice(0, 500));
  else wake(account);
  return answer;
}

/** What an answer of `/api/health` says; null when Grafana did not give it. */
export function healthIn(
  answer: HttpAnswer,
): { readonly database: string; readonly version: string | null } | null {
  const { database, version } = fields(parsed(answer));
  if (typeof database !== 'string') return null;
  return { database, version: typeof version === 'string' && version !== '' ? version : null };
}

/** As it says itself, unless it was told to hide that. */
export async function versionOf(answers: Answers): Promise<string | null> {
  const answer = await answers.health.catch(() => null);
  return (answer && healthIn(answer)?.version) ?? null;
}

export function parsed(answer: HttpAnswer): unknown {
  try {
    return answer.json();
  } catch {
    return null;
  }
}

export function fields(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
