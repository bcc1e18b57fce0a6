import { RE2JS } from 're2js';

import { Refusal } from '../refusal.ts';

const operators = ['=~', '!~', '!=', '='] as const;

/** A condition on one label, as in Alertmanager. */
export interface Matcher {
  readonly name: string;
  readonly operator: (typeof operators)[number];
  readonly value: string;
}

/**
 * Reads a label matcher in Alertmanager's syntax, such as `team="trading"` or `job=~"node|bot"`; the quotes
 * may be left out around a value without spaces, quotes and commas.
 * @throws Refusal INVALID_MATCHER
 */
export function parseMatcher(text: string): Matcher {
  const parts = /^\s*\{?\s*([a-zA-Z_][a-zA-Z0-9_.-]*)\s*(=~|!~|!=|=)\s*(.*?)\s*\}?\s*$/su.exec(text);
  const [, name, operator, raw] = parts ?? [];
  const known = operators.find((candidate) => candidate === operator);
  const value = raw === undefined ? null : unquote(raw);
  if (name === undefined || known === undefined || value === null) {
    throw new Refusal(
      'INVALID_MATCHER',
      `${JSON.stringify(text.slice(0, 200))} is not a label matcher: write a name, one of = != =~ !~, and a value, such as team="trading".`,
    );
  }
  if (known.endsWith('~')) compile(value, text);
  return { name, operator: known, value };
}

/** Whether labels match; a label that is not there has the empty value. */
export function matchesLabels(matcher: Matcher, labels: Readonly<Record<string, string>>): boolean {
  const value = Object.hasOwn(labels, matcher.name) ? (labels[matcher.name] ?? '') : '';
  switch (matcher.operator) {
    case '=':
      return value === matcher.value;
    case '!=':
      return value !== matcher.value;
    case '=~':
      return compiled(matcher).matches(value);
    case '!~':
      return !compiled(matcher).matches(value);
  }
}

function unquote(raw: string): string | null {
  if (!raw.startsWith('"')) return /^[^\s"',{}]*$/u.test(raw) ? raw : null;
  if (!/^"(?:[^"\\]|\\.)*"$/su.test(raw)) return null;
  return raw
    .slice(1, -1)
    .replace(/\\(.)/gsu, (_whole, escaped: string) => (escaped === 'n' ? '\n' : escaped));
}

/** A matcher is asked of thousands of targets; to compile its expression costs more than to match with it. */
const known = new WeakMap<Matcher, RE2JS>();

function compiled(matcher: Matcher): RE2JS {
  const expression = known.get(matcher) ?? compile(matcher.value, matcher.value);
  known.set(matcher, expression);
  return expression;
}

/** RE2, as in Alertmanager: linear in the text, whatever pattern somebody sends. */
function compile(pattern: string, shown: string): RE2JS {
  try {
    return RE2JS.compile(pattern, RE2JS.DOTALL);
  } catch (error) {
    throw new Refusal(
      'INVALID_MATCHER',
      `The regular expression of ${JSON.stringify(shown.slice(0, 200))} cannot be read: ${error instanceof Error ? error.message : 'it is invalid'}.`,
    );
  }
}
