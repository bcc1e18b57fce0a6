/** What looks like a secret wherever it stands. */
const patterns: readonly (readonly [RegExp, string])[] = [
  // Custos's own tokens.
  [/custos_[A-Za-z0-9_-]{20,}/gu, 'custos_[redacted]'],
  // The value of an Authorization header, or of what is written like one.
  [/((?:bearer|basic)\s+)[A-Za-z0-9._~+/=-]{8,}/giu, '$1[redacted]'],
  // A password in a URL.
  [/(:\/\/[^\s/:@"]*:)[^\s/@"]+@/gu, '$1[redacted]@'],
  // password=…, "api_key": "…", --token …
  [
    /((?:password|passwd|secret|token|api[_-]?key|secret[_-]?key)["']?\s*[=:]\s*["']?)[^\s"',;&]{3,}/giu,
    '$1[redacted]',
  ],
];

/** A text without what looks like a secret in it. */
export function redact(text: string): string {
  return patterns.reduce((kept, [pattern, instead]) => kept.replace(pattern, instead), text);
}
