import { redact } from '../domain/redact.ts';

/** How much of a line is shown, in characters. */
const longest = 120;

/** Where a password stands on a command line without being called one. */
const passwords: readonly RegExp[] = [
  // curl -u name:password, --user=name:password
  /((?:^|\s)(?:-u|--user|--proxy-user)(?:\s*=?\s*)["']?[^\s:"']+:)(?!\$)[^\s"']+/gu,
  // grafana-cli admin reset-admin-password ... password
  /(\breset-admin-password(?:\s+-{1,2}\S+)*\s+)(?![-$"'\s]|--)[^\s]+/gu,
  /(\breset-admin-password(?:\s+-{1,2}\S+)*\s+["'])(?!\$)[^"']+/gu,
  // Authorization: ..., and other headers that are secrets as a whole
  /((?:authorization|x-api-key|private-token)["']?\s*:\s*(?:\w+\s+)?)(?!\$)[^\s"']{3,}/giu,
  // --password secret, --token secret
  /(--?(?:password|passwd|token|secret|api-key)\s+["']?)(?![-$\s])[^\s"']+/giu,
  // The path of a webhook is its password.
  /(hooks\.slack\.com\/services\/)[^\s"']+/gu,
];

/** A part of a runbook on one line, cut where it is long, with no secret in it. */
export function excerptOf(text: string): string {
  const joined = text.replaceAll(/\\?\s*\n\s*/gu, ' ');
  const hidden = passwords.reduce((kept, pattern) => kept.replace(pattern, '$1[redacted]'), redact(joined));
  return hidden.length > longest ? `${hidden.slice(0, longest - 1)}…` : hidden;
}
