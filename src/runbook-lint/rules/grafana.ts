import type { Rule } from '../rule.ts';
import type { Command } from '../shell/command.ts';
import { argumentsOf, pipedInto, writtenTo } from '../shell/command.ts';
import { bodyOf } from './alertmanager.ts';
import { has } from './looks.ts';
import { addressesOf, asks } from './requests.ts';

const secretName = /passw|secret|token|GF_SECURITY|api[-_]?key/iu;
const noSuchKey = /\bGF_(?:QUERY_TIMEOUT|DATABASE_CACHE_DURATION)\b/u;
const oldMetric = /\bgrafana_request_duration_seconds/u;
const numbered = /\/api\/datasources\/(?:proxy\/)?\d+(?:\/|$)/u;
const query = /\/api\/ds\/query$/u;

/** What a runbook does with Grafana. */
export const grafana: readonly Rule[] = [
  {
    id: 'G17',
    kind: 'CANNOT_WORK',
    why: 'Grafana 13 has no grafana-cli any more.',
    instead: 'Write grafana cli, and give it the password with --password-from-stdin.',
    versions: { of: 'grafana', from: '13' },
    before: { kind: 'MISLEADING', why: 'grafana-cli is deprecated, and gone from Grafana 13 on.' },
    command: ({ name }) => name === 'grafana-cli',
  },
  {
    id: 'G17',
    kind: 'DANGEROUS',
    why: 'The password stands in the runbook, in the history of the shell, and in the list of processes.',
    instead:
      'Let it be read from a file or from standard input: curl --netrc-file or -K, --password-from-stdin.',
    command: (command) => literalPassword(command),
  },
  {
    id: 'G18',
    kind: 'DANGEROUS',
    why: 'It prints secrets on the terminal and into every log of it; and the admin password there counts at the first start only.',
    instead: 'Show the names alone: env | cut -d= -f1 | grep ^GF_.',
    command: (command) => printsSecrets(command),
  },
  {
    id: 'G19',
    kind: 'CANNOT_WORK',
    why: 'Grafana 13 answers no more for data sources by number; those that are provisioned cannot be changed by the API.',
    instead:
      'Ask /api/datasources/uid/UID and /api/datasources/uid/UID/health; change a provisioned one in its file.',
    versions: { of: 'grafana', from: '13' },
    before: {
      kind: 'MISLEADING',
      why: 'Data sources by number are deprecated since Grafana 9 and gone in 13, and a provisioned one cannot be changed.',
    },
    command: (command) => addressesOf(command).some(({ path }) => numbered.test(path)),
  },
  {
    id: 'G20',
    kind: 'CANNOT_WORK',
    why: 'Grafana tells its metrics at /metrics exactly, and nowhere else.',
    instead: 'Ask http://HOST:3000/metrics.',
    command: (command) => asks(command, 'grafana', /^\/.+\/metrics$/u),
  },
  {
    id: 'G20',
    kind: 'CANNOT_WORK',
    why: 'Grafana has no metric of this name.',
    instead: 'Ask for grafana_http_request_duration_seconds_bucket.',
    command: ({ text }) => oldMetric.test(text),
    line: ({ what, text }) => what !== 'comment' && oldMetric.test(text),
  },
  {
    id: 'G21',
    kind: 'CANNOT_WORK',
    why: 'This is answered to nobody who has not logged in.',
    instead: 'Send the token of a service account: -H "Authorization: Bearer $TOKEN", from a file with -K.',
    command: (command) => asks(command, 'grafana', query) && !authorized(command),
  },
  {
    id: 'G21',
    kind: 'CANNOT_WORK',
    why: 'A query needs refId, a datasource and, beside the queries, from and to; its range is true or false.',
    instead:
      'Send {"from":"now-1h","to":"now","queries":[{"refId":"A","datasource":{"uid":"UID"},"expr":"up","range":true}]}.',
    command: (command) => asks(command, 'grafana', query) && incomplete(bodyOf(command)),
  },
  {
    id: 'G22',
    kind: 'CANNOT_WORK',
    why: 'Grafana has no such setting, and ignores it without a word.',
    instead: 'Set GF_DATAPROXY_TIMEOUT, the data source’s queryTimeout, and --query.timeout of Prometheus.',
    command: ({ text }) => noSuchKey.test(text),
    line: ({ what, text }) => what !== 'comment' && what !== 'prose' && noSuchKey.test(text),
  },
  {
    id: 'G34',
    kind: 'DANGEROUS',
    why: 'The database is /var/lib/grafana/grafana.db: this finds nothing, or deletes all users, dashboards and alerts.',
    instead:
      'Back grafana.db up with sqlite3 .backup, check it with PRAGMA integrity_check, and put the copy back.',
    command: (command) =>
      command.name === 'rm' && has(command, /^\/var\/lib\/grafana(?:\/|$)(?!plugins\/|png\/|csv\/)/u),
  },
];

function literalPassword(command: Command): boolean {
  const words = argumentsOf(command);
  const user = words.findIndex((word) => /^(?:-u|--user|--proxy-user)$/u.test(word));
  const curl = command.name === 'curl' && user !== -1 && /^[^:$]+:[^$]/u.test(words[user + 1] ?? '');
  const inUrl =
    addressesOf(command).length > 0 && words.some((word) => /^https?:\/\/[^/@:]+:[^/@$]+@/u.test(word));
  const reset = words.indexOf('reset-admin-password');
  const given = reset === -1 ? [] : words.slice(reset + 1).filter((word) => !/^[-$]/u.test(word));
  return curl || inUrl || given.length > 0;
}

/** Whether the values of an environment or of a configuration reach the terminal. */
function printsSecrets(command: Command): boolean {
  const next = pipedInto(command);
  if (writtenTo(command).length > 0 || next.some((other) => other.name === 'cut' || hidesValues(other)))
    return false;
  const filter = next.find(({ name }) => /^e?grep$|^rg$/u.test(name));
  const dumped = dumpsSecrets(command) && (filter === undefined || showsSecrets(filter));
  return dumped || asksForSecret(command);
}

/** Whether it prints all there is. */
function dumpsSecrets(command: Command): boolean {
  const { name, words } = command;
  if (name === 'cat') return has(command, /grafana\.ini$|defaults\.ini$|(?:^|\/)\.env$/u);
  return (name === 'env' || name === 'printenv') && words.length === 0 && command.inside !== null;
}

function asksForSecret(command: Command): boolean {
  if (command.name === 'printenv') return has(command, secretName);
  return /^e?grep$/u.test(command.name) && command.inside !== null && showsSecrets(command);
}

/** Whether a grep looks for secrets, and prints the lines that have them. */
function showsSecrets(grep: Command): boolean {
  return has(grep, secretName) && !has(grep, /^-[a-zA-Z]*[cqlv]/u);
}

/** By sed, from the equals sign on; by awk, the first of two fields. */
function hidesValues({ name, words }: Command): boolean {
  return (
    (name === 'sed' && words.some(({ text }) => /s.=\.\*/u.test(text))) ||
    (name === 'awk' && words.some(({ text }) => text.includes('-F=')))
  );
}

function authorized(command: Command): boolean {
  return has(
    command,
    /^(?:-u|--user|-n|--netrc(?:-file)?|-K|--config|--oauth2-bearer)(?:=|$)|^(?:-H)?\s*(?:authorization|x-grafana|cookie)\b|^-b$/iu,
  );
}

function incomplete(body: string): boolean {
  if (!body.includes('queries')) return false;
  return (
    !/"refId"/u.test(body) || !/"from"/u.test(body) || !/"to"/u.test(body) || /"range"\s*:\s*"/u.test(body)
  );
}
