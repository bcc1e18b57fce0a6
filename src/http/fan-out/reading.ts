import type { GraphQLSchema } from 'graphql';
import { Kind, getArgumentValues, visit } from 'graphql';
import type { ServedApp } from '../served-app.ts';
import type { Reading } from '../../graphql/reading.ts';
import type { Admission } from '../gate/judge.ts';
import { rootFields } from '../gate/refuse-roles.ts';

/** How a subscription field says what it reads: its `extensions.reading`. */
export type ReadingOf = (args: Record<string, unknown>, app: ServedApp) => Reading;

/**
 * What an admitted subscription reads.
 *
 * @throws GraphQLError CURSOR_INVALID or CURSOR_EXPIRED, or a Refusal: what the field says of its arguments.
 */
export function readingOf(schema: GraphQLSchema, admission: Admission, app: ServedApp): Reading {
  const [node] = rootFields(admission.read.document, admission.operation);
  const field = node && schema.getSubscriptionType()?.getFields()[node.name.value];
  const reading = field?.extensions['reading'];
  if (!field || !isReadingOf(reading)) throw new Error('A subscription field says no reading.');
  return reading(getArgumentValues(field, node, admission.coerced), app);
}

function isReadingOf(value: unknown): value is ReadingOf {
  return typeof value === 'function';
}

/**
 * Names all that makes two subscriptions deliver the same: the document, the operation, the role, and the
 * variables, except the one that only says where to begin.
 */
export function cohortKey({ read, operation, coerced, viewer }: Admission): string {
  const start = startVariable(read.document, operation);
  const variables = Object.entries(coerced)
    .filter(([name]) => name !== start)
    .sort(([a], [b]) => (a < b ? -1 : 1));
  return JSON.stringify([read.id, operation.name?.value, viewer.role, variables]);
}

/** The variable given as `after` to the root field, when it is used for nothing else. */
function startVariable(
  document: Admission['read']['document'],
  operation: Admission['operation'],
): string | null {
  const [node] = rootFields(document, operation);
  const value = node?.arguments?.find((each) => each.name.value === 'after')?.value;
  if (value?.kind !== Kind.VARIABLE) return null;
  let uses = 0;
  visit(document, {
    VariableDefinition: () => false,
    Variable: ({ name }) => void (uses += name.value === value.name.value ? 1 : 0),
  });
  return uses === 1 ? value.name.value : null;
}
