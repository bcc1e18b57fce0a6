import type { Json } from '../domain/health/check.ts';

import { GraphQLError, GraphQLScalarType, Kind } from 'graphql';
import { GraphQLJSON, GraphQLSafeInt } from 'graphql-scalars';

const rfc3339 =
  /^\d{4}-(?:0[1-9]|1[0-2])-(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:Z|[+-](?:[01]\d|2[0-3]):[0-5]\d)$/iu;

/** Times leave in UTC with milliseconds, and come in with any offset that RFC 3339 knows. */
export const DateTime = new GraphQLScalarType<Date, string>({
  name: 'DateTime',
  description: 'A moment in UTC, as in RFC 3339 with milliseconds: `2026-11-22T08:39:00.000Z`.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc3339',
  serialize: (value) => {
    if (value instanceof Date) return written(value);
    throw new GraphQLError('A DateTime is made of a Date.');
  },
  parseValue: parse,
  parseLiteral: (node) => parse(node.kind === Kind.STRING ? node.value : null),
});

/** Times in memory are asked for again and again; writing one out costs more than finding how it was written. */
const known = new WeakMap<Date, string>();

function written(time: Date): string {
  const text = known.get(time) ?? time.toISOString();
  known.set(time, text);
  return text;
}

function parse(value: unknown): Date {
  const time = typeof value === 'string' && rfc3339.test(value) ? new Date(value) : null;
  if (time && !Number.isNaN(time.getTime()) && dayExists(String(value))) return time;
  throw new GraphQLError(
    `${JSON.stringify(value)} is not a DateTime: write it as in RFC 3339, such as 2026-11-22T08:39:00.000Z.`,
  );
}

/** The 31st of February would silently become the 3rd of March. */
function dayExists(text: string): boolean {
  const [year = 0, month = 0, day = 0] = text.slice(0, 10).split('-').map(Number);
  return day <= new Date(Date.UTC(year, month, 0)).getUTCDate();
}

export const JsonValue = new GraphQLScalarType<Json, Json>({
  ...GraphQLJSON.toConfig(),
  name: 'JSON',
  description: 'Any JSON value: what plugins and components say in a shape of their own.',
  specifiedByURL: 'https://www.rfc-editor.org/rfc/rfc8259',
});

export const SafeInt = new GraphQLScalarType({
  ...GraphQLSafeInt.toConfig(),
  name: 'SafeInt',
  description: 'A whole number up to 2^53 - 1 either way, as a JSON number: bytes, long spans.',
  specifiedByURL: 'https://www.ecma-international.org/ecma-262/#sec-number.issafeinteger',
});
