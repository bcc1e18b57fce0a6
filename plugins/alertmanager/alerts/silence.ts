import type { CheckContext } from 'custos/plugin-sdk';
import { apiAnswer, fieldsOf, listOf, textOf } from '../reading.ts';

export interface Silence {
  readonly id: string;
  readonly createdBy: string;
  readonly comment: string;
  readonly endsAt: string;
  readonly matchers: readonly Matcher[];
}

interface Matcher {
  readonly name: string;
  readonly value: string;
  readonly isRegex: boolean;
  readonly isEqual: boolean;
}

/** The silences that are in force. @throws ReadFailure */
export async function readActiveSilences(context: CheckContext): Promise<readonly Silence[]> {
  return listOf(await apiAnswer(context, '/api/v2/silences'))
    .map(fieldsOf)
    .filter(({ status }) => fieldsOf(status)['state'] === 'active')
    .map(({ id, createdBy, comment, endsAt, matchers }) => ({
      ...{ id: textOf(id), createdBy: textOf(createdBy), comment: textOf(comment), endsAt: textOf(endsAt) },
      matchers: listOf(matchers).map(fieldsOf).map(matcherOf),
    }));
}

function matcherOf({ name, value, isRegex, isEqual }: Readonly<Record<string, unknown>>): Matcher {
  return { name: textOf(name), value: textOf(value), isRegex: isRegex === true, isEqual: isEqual !== false };
}

/** Whether it silences whatever comes: every matcher of it matches any value. */
export function silencesAll({ matchers }: Silence): boolean {
  return (
    matchers.length > 0 &&
    matchers.every(({ value, isRegex, isEqual }) => isRegex && isEqual && /^\^?\.[*+]\$?$/.test(value))
  );
}

/** As PromQL writes matchers: `{alertname="X",severity=~".*"}`. */
export function shownMatchers({ matchers }: Silence): string {
  const shown = matchers.map(({ name, value, isRegex, isEqual }) => {
    const operator = isRegex ? (isEqual ? '=~' : '!~') : isEqual ? '=' : '!=';
    return `${name}${operator}"${value}"`;
  });
  return `{${shown.join(',')}}`;
}
