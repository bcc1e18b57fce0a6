import type { Json } from './health/check.ts';
import { redact } from './redact.ts';

/** Under such names stand secrets. */
const secretName =
  /authorization|passw|passphrase|secret|token|credential|api[_-]?key|private[_-]?key|securejsondata/iu;

/** The same value without what stands under the name of a secret, or looks like one. */
export function redactJson(value: Json): Json {
  if (typeof value === 'string') return redact(value);
  if (typeof value !== 'object' || value === null) return value;
  if (isList(value)) return value.map(redactJson);
  return Object.fromEntries(
    Object.entries(value).map(([name, held]) => [
      name,
      secretName.test(name) && held !== null ? '[redacted]' : redactJson(held),
    ]),
  );
}

function isList(value: Json): value is readonly Json[] {
  return Array.isArray(value);
}
