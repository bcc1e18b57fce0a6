import type { DocumentNode, GraphQLSchema } from 'graphql';
import { GraphQLError, Kind, Lexer, Source, TokenKind, parse, validate, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Limits } from '../limits.ts';
import type { Deprecation } from './count.ts';
import { count, deprecationsOf } from './count.ts';
import type { Weight } from './measure.ts';
import { weighOperations } from './measure.ts';
import { recoded, requestError } from './request-error.ts';

/** A document that may be run, and what is known of it. */
export interface ReadDocument {
  /** Tells it from every other document read by this process. */
  readonly id: number;
  readonly document: DocumentNode;
  /** What its operations cost with these variables, coerced ones, in their order. */
  readonly weights: (variables: Readonly<Record<string, unknown>>) => readonly Weight[];
  readonly deprecations: readonly Deprecation[];
}

/** Reads a document: its text parsed, measured and validated. */
export type DocumentReader = (text: string) => ReadDocument | readonly GraphQLError[];

/** How deep brackets may nest: several times what a document of the deepest fields and inputs needs. */
const nestingAllowed = 100;
const opening: ReadonlySet<string> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const closing: ReadonlySet<string> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);
/** How many validation errors are told: more helps nobody, and finding them takes time. */
const errorsTold = 5;
/** Documents kept, good and bad ones: clients use few. Bounded by number and by characters of text. */
const kept = { max: 1_000, maxSize: 4_000_000 };

/**
 * A reader that keeps what it has read by text, so that a document is parsed, validated and measured once.
 * Bad ones are kept as well: sending one again is no way to make the server work.
 */
export function createDocumentReader(schema: GraphQLSchema, limits: Limits): DocumentReader {
  const cache = new LRUCache<string, ReadDocument | readonly GraphQLError[]>({
    ...kept,
    sizeCalculation: (_read, text) => text.length + 1,
  });
  let id = 0;
  return (text) => {
    const known = cache.get(text);
    if (known) return known;
    const read = readDocument(schema, limits, text);
    const result = 'document' in read ? { id: (id += 1), ...read } : read;
    cache.set(text, result);
    return result;
  };
}

function readDocument(
  schema: GraphQLSchema,
  limits: Limits,
  text: string,
): Omit<ReadDocument, 'id'> | readonly GraphQLError[] {
  const document = parsed(text, limits);
  if (document instanceof GraphQLError) return [document];
  const weights = weighOperations(schema, document, {});
  const tooMuch = exceeded(document, weights, limits);
  // Before validation, some rules of which take quadratic time.
  if (tooMuch) return [tooMuch];
  const errors = validate(schema, document, undefined, { maxErrors: errorsTold });
  if (errors.length > 0) {
    return errors.slice(0, errorsTold).map((error) => recoded(error, 'GRAPHQL_VALIDATION_FAILED'));
  }
  return {
    document,
    weights: weigher(schema, document, weights),
    deprecations: deprecationsOf(schema, document),
  };
}

/**
 * Looks at the tokens of a text before it is parsed: their number is limited, and how deep they nest, because
 * the parser calls itself for each bracket and would run out of stack.
 */
function scan(text: string, limits: Limits): GraphQLError | null {
  const lexer = new Lexer(new Source(text));
  let depth = 0;
  for (let tokens = 1; lexer.advance().kind !== TokenKind.EOF; tokens++) {
    if (opening.has(lexer.token.kind)) depth += 1;
    if (closing.has(lexer.token.kind)) depth -= 1;
    if (tokens > limits.tokens) return tooMany('more', limits.tokens, 'tokens');
    if (depth > nestingAllowed) return tooMany('more', nestingAllowed, 'brackets in brackets');
  }
  return null;
}

function parsed(text: string, limits: Limits): DocumentNode | GraphQLError {
  try {
    return scan(text, limits) ?? parse(text);
  } catch (error) {
    if (error instanceof GraphQLError) return recoded(error, 'GRAPHQL_PARSE_FAILED');
    throw error;
  }
}

function tooMany(has: number | 'more', may: number, what: string): GraphQLError {
  return requestError(
    'LIMIT_EXCEEDED',
    `The document has ${String(has)} ${what}; ${String(may)} are allowed.`,
  );
}

function exceeded(document: DocumentNode, weights: readonly Weight[], limits: Limits): GraphQLError | null {
  const counts = count(document);
  const depth = Math.max(0, ...weights.map((weight) => weight.depth));
  const found = (
    [
      [depth, limits.depth, 'levels of fields'],
      [counts.aliases, limits.aliases, 'aliases and repeated fields'],
      [counts.directives, limits.directives, 'directives'],
    ] as const
  ).find(([has, may]) => has > may);
  if (!found) return null;
  const [has, may, what] = found;
  return tooMany(has, may, what);
}

/** Weighs again only when variables may change the result: when one is given to an argument that sizes. */
function weigher(
  schema: GraphQLSchema,
  document: DocumentNode,
  fixed: readonly Weight[],
): ReadDocument['weights'] {
  const sizes: string[] = [];
  visit(document, {
    Argument: ({ name, value }) => {
      if (value.kind === Kind.VARIABLE && ['first', 'last', 'ids'].includes(name.value))
        sizes.push(name.value);
    },
  });
  return sizes.length > 0 ? (variables) => weighOperations(schema, document, variables) : () => fixed;
}
