import {
  buildSchema,
  Kind,
  parse,
  print,
  validate,
  valueFromASTUntyped,
  type GraphQLSchema,
  type OperationDefinitionNode,
} from 'graphql';
import { pruned } from './pruned.ts';

/** A sample operation as one tab of the page. */
export interface Tab {
  /** The operation's name. */
  readonly title: string;
  /** The comment above the operation, then the operation. */
  readonly query: string;
  /** The variables as JSON, each with its default, ready to be edited; null when there are none. */
  readonly variables: string | null;
}

/**
 * The sample operations as far as a schema has them: what it lacks is pruned, an operation of which nothing is
 * left is no tab. An operation that the schema has whole keeps its text as it was written; every tab is valid.
 *
 * @throws Error for an operation that pruning did not make valid: then it contradicts the schema.
 */
export function tabs(operationsText: string, schemaText: string): readonly Tab[] {
  const schema = buildSchema(schemaText);
  return parse(operationsText).definitions.flatMap((definition) => {
    if (definition.kind !== Kind.OPERATION_DEFINITION)
      throw new Error(`A sample stands alone, so there is no place for a ${definition.kind}.`);
    const operation = pruned(definition, schema);
    return operation ? [toTab({ written: definition, operation, operationsText }, schema)] : [];
  });
}

interface Sample {
  readonly written: OperationDefinitionNode;
  readonly operation: OperationDefinitionNode;
  readonly operationsText: string;
}

function toTab(sample: Sample, schema: GraphQLSchema): Tab {
  const { operation } = sample;
  const title = operation.name?.value ?? '';
  const [error] = validate(schema, { kind: Kind.DOCUMENT, definitions: [operation] });
  if (error) throw new Error(`The sample "${title}" is no tab: ${error.message}`);
  return { title, query: textOf(sample), variables: variablesOf(operation) };
}

function textOf({ written, operation, operationsText }: Sample): string {
  const { start = 0, end } = written.loc ?? {};
  const whole = print(operation) === print(written);
  const text = whole ? operationsText.slice(start, end) : print(operation);
  return [...commentAbove(operationsText, start), text].join('\n');
}

/** The lines of comment that stand right above a position. */
function commentAbove(text: string, position: number): string[] {
  const above = text.slice(0, position).split('\n').slice(0, -1);
  const other = above.findLastIndex((line) => !line.startsWith('#'));
  return above.slice(other + 1);
}

/** Null stands for what may be left out, an empty text for what has to be given. */
function variablesOf(operation: OperationDefinitionNode): string | null {
  const variables = operation.variableDefinitions ?? [];
  if (variables.length === 0) return null;
  const values = variables.map(({ variable, type, defaultValue }) => [
    variable.name.value,
    defaultValue ? valueFromASTUntyped(defaultValue) : type.kind === Kind.NON_NULL_TYPE ? '' : null,
  ]);
  return JSON.stringify(Object.fromEntries(values), null, 2);
}
