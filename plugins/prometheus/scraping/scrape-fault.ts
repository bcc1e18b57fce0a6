/** What kind of thing a scrape failed of. */
export type FaultSort =
  | 'name'
  | 'refused'
  | 'timed-out'
  | 'unroutable'
  | 'credentials'
  | 'path'
  | 'format'
  | 'limit'
  | 'tls'
  | 'answer';

/** What a scrape failed of, as the text tells that Prometheus keeps with the target. */
export interface ScrapeFault {
  /** The row of the runbook; what has none is `PrometheusTargetDown`. */
  readonly code: string;
  readonly sort: FaultSort;
}

const signatures: readonly (readonly [RegExp, string, FaultSort])[] = [
  [/no such host|server misbehaving|Temporary failure in name resolution/i, 'F16', 'name'],
  [/lookup \S+.*(i\/o timeout|connection refused)/i, 'F16', 'name'],
  [/x509:|server gave HTTP response to HTTPS client|tls:|remote error: tls/i, 'F23', 'tls'],
  // That is what a server of HTTPS says to plain HTTP.
  [/malformed HTTP response|HTTP request to an HTTPS server/i, 'F23', 'tls'],
  [/connection refused/i, 'F17', 'refused'],
  [/no route to host|network is unreachable|host is unreachable/i, 'F18', 'unroutable'],
  [/context deadline exceeded|i\/o timeout|Client\.Timeout/i, 'F18', 'timed-out'],
  [/HTTP status (401|403)/, 'F19', 'credentials'],
  [/HTTP status 404/, 'F19', 'path'],
  [/limit exceeded|exceeded .*limit/i, 'F21', 'limit'],
  [
    /strconv\.Parse|is not a valid start token|Content-Type|parse error|parsing (text|protobuf)/i,
    'F20',
    'format',
  ],
  [
    /expected .+(got|after|before)|invalid (UTF-8|metric type|label)|does not end with # EOF/i,
    'F20',
    'format',
  ],
  [/^unexpected end of|gzip: invalid|magic number/i, 'F20', 'format'],
  // It ends before it is whole, or before it has begun: what came is no metrics.
  [/EOF$|connection reset|broken pipe/, 'F20', 'answer'],
];

/** Tells the fault of a scrape by Prometheus' own text. What is of no row is an error of the target's own. */
export function faultOf(error: string): ScrapeFault {
  const [, code = 'PrometheusTargetDown', sort = 'answer' as const] =
    signatures.find(([signature]) => signature.test(error)) ?? [];
  return { code, sort };
}

/** The end of an error that says what it is about, without the URL that Go puts before it. */
export function reasonIn(error: string): string {
  const text = error.replace(/^(Get|Post) "[^"]*": /, '');
  return text.length > 200 ? `${text.slice(0, 199)}…` : text;
}
