import type { LogLine } from 'custos/plugin-sdk';
import { errorOf, wordOf } from '../log.ts';

/** What became of the newest attempt to send to an integration of a receiver. */
export interface Attempt {
  readonly receiver: string;
  /** Such as `webhook[0]`. */
  readonly integration: string;
  /** What went wrong; null: it was sent after all. */
  readonly error: string | null;
  readonly line: LogLine;
}

/**
 * The newest attempt for each integration that failed at least once. That one went through after it had failed is
 * logged too; where it never failed nothing is.
 */
export function attemptsIn(lines: readonly LogLine[]): readonly Attempt[] {
  const attempts = new Map<string, Attempt>();
  for (const line of lines) {
    const attempt = attemptOf(line);
    if (attempt) attempts.set(`${attempt.receiver}/${attempt.integration}`, attempt);
  }
  return [...attempts.values()];
}

function attemptOf(line: LogLine): Attempt | null {
  const { text } = line;
  if (/msg="Notify success"/.test(text)) return { ...whereOf(line), error: null, line };
  if (!/Notify attempt failed|Notify for alerts failed/.test(text)) return null;
  return { ...whereOf(line), error: errorOf(line), line };
}

/** In words of the line, or at the beginning of its error: `hook/webhook[0]: notify retry canceled …`. */
function whereOf(line: LogLine): { readonly receiver: string; readonly integration: string } {
  const receiver = wordOf(line, 'receiver');
  if (receiver !== '') return { receiver, integration: wordOf(line, 'integration') };
  const [, named = '', integration = ''] = /^(.+?)\/(\w+\[\d+\]): /.exec(errorOf(line)) ?? [];
  return { receiver: named, integration };
}

/** What an error of a delivery means, and what to do about it, as a sentence. */
export function adviceOf(error: string): string {
  const status = /unexpected status code (\d{3})/.exec(error)?.[1];
  if (status !== undefined) return adviceByStatus(status);
  const [, advice = 'See what it says.'] = advices.find(([pattern]) => pattern.test(error)) ?? [];
  return advice;
}

function adviceByStatus(status: string): string {
  if (status === '401' || status === '403')
    return `It refuses the credentials (${status}): renew them in the configuration.`;
  if (status === '429') return 'It is sent too much (429): group more, or raise group_interval.';
  return status.startsWith('4')
    ? `It refuses what it is sent (${status}), and that is not tried again: correct the address or the template.`
    : `It fails itself (${status}): mend what receives there; it is tried again until then.`;
}

const advices: readonly (readonly [RegExp, string])[] = [
  [
    /no such host|server misbehaving/,
    'Its name cannot be resolved: correct the address, or start what has that name.',
  ],
  [/connection refused/, 'Nothing listens there: start it, or correct the port.'],
  [/x509:|tls:|certificate/, 'TLS fails: see its certificate, its name, and who signed it.'],
  [/server gave HTTP response to HTTPS client/, 'It speaks no TLS: use http:// or let it.'],
  [
    /i\/o timeout|deadline exceeded|no route to host|timeout/,
    'It cannot be reached in time: see the network and the firewall between them.',
  ],
  [/\b(401|403)\b|auth/i, 'It refuses the credentials: renew them in the configuration.'],
  [/EOF|connection reset/, 'It ends the connection without an answer: see its own log.'],
];
