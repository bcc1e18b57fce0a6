import { RE2JS } from 're2js';

/** What looks like a secret wherever it stands. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Custos's own tokens.
  [/custos_[A-Za-z0-9_-]{20,}/gu, 'custos_[redacted]'],
  // The value of an Authorization header, or of what is written like one.
  [/((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}/giu, '$1[redacted]'],
  // A password in a URL.
  [/(:\/\/[^\s/:@"]*:)[^\s/@"]+@/gu, '$1[redacted]@'],
  // What Grafana keeps encrypted, and its provisioning has in plain text: under whatever names, in JSON and in YAML.
  [/("secureJsonData"\s*:\s*)\{[^{}]*\}/gu, '$1"[redacted]"'],
  [/^([ \t]*(?:- )?)(secureJsonData:)[ \t]*\n(?:\1[ \t]+\S.*(?:\n|$))+/gmu, '$1$2 [redacted]\n'],
  // password=…, "api_key": "…", --token …
  [
    /((?:password|passwd|secret|token|api[_-]?key|secret[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]{3,}/giu,
    '$1[redacted]',
  ],
];

/** What else is one here. */
let further: readonly RE2JS[] = [];

/** A text without what looks like a secret in it. */
export function redact(text: string): string {
  const kept = patterns.reduce((left, [pattern, instead]) => left.replace(pattern, instead), text);
  return further.reduce((left, pattern) => pattern.matcher(left).replaceAll('[redacted]'), kept);
}

/**
 * Takes out what matches these regular expressions too (RE2's syntax, in linear time), from now on and in the whole
 * process: secrets are taken out in many places, and one that was not told would let them through.
 * @throws Error when one cannot be read
 */
export function redactAlso(expressions: readonly string[]): void {
  further = expressions.map((expression) => RE2JS.compile(expression));
}

/** Why a regular expression cannot be one of those; null: it can. What matches nothing would match everywhere. */
export function whyNoPattern(expression: string): string | null {
  try {
    return RE2JS.compile(expression).matches('') ? 'it matches the empty text, and so every place' : null;
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
}
