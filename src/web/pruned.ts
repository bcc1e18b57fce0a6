import {
  doTypesOverlap,
  isCompositeType,
  TypeInfo,
  typeFromAST,
  visit,
  visitWithTypeInfo,
  type ASTVisitor,
  type GraphQLSchema,
  type OperationDefinitionNode,
  type SelectionSetNode,
} from 'graphql';

/**
 * An operation without what a schema lacks: fields, arguments, fragments, directives, input fields, values of
 * enums, and the variables that nothing uses then. Null when the schema has nothing of it.
 */
export function pruned(
  operation: OperationDefinitionNode,
  schema: GraphQLSchema,
): OperationDefinitionNode | null {
  if (!schema.getRootType(operation.operation)) return null;
  const known = new TypeInfo(schema);
  // Deleting the operation itself is what `visit` calls null too.
  const kept = visit(
    operation,
    visitWithTypeInfo(known, { ...selections(schema, known), ...inputs(schema, known, operation) }),
  );
  return kept.selectionSet.selections.length === 0 ? null : withoutUnusedVariables(kept);
}

/** Deletes what cannot be selected, and what has nothing selected any more. */
function selections(schema: GraphQLSchema, known: TypeInfo): ASTVisitor {
  return {
    Field: {
      enter: () => (known.getFieldDef() ? undefined : null),
      leave: ({ selectionSet }) => (isEmpty(selectionSet) ? null : undefined),
    },
    InlineFragment: {
      enter: () => {
        const [type, parent] = [known.getType(), known.getParentType()];
        return isCompositeType(type) && parent && doTypesOverlap(schema, type, parent) ? undefined : null;
      },
      leave: ({ selectionSet }) => (isEmpty(selectionSet) ? null : undefined),
    },
    Directive: () => (known.getDirective() ? undefined : null),
  };
}

/** Deletes what cannot be given. A list of which nothing is left goes too: an empty one means something else. */
function inputs(schema: GraphQLSchema, known: TypeInfo, operation: OperationDefinitionNode): ASTVisitor {
  const unknown = new Set(
    operation.variableDefinitions
      ?.filter(({ type }) => !typeFromAST(schema, type as never))
      .map(({ variable }) => variable.name.value),
  );
  return {
    VariableDefinition: ({ variable }) => (unknown.has(variable.name.value) ? null : undefined),
    Argument: {
      enter: () => (known.getArgument() ? undefined : null),
      leave: ({ value }) => (isGone(value) ? null : undefined),
    },
    ObjectField: {
      enter: () => (known.getInputType() ? undefined : null),
      leave: ({ value }) => (isGone(value) ? null : undefined),
    },
    Variable: ({ name }) => (unknown.has(name.value) ? null : undefined),
    EnumValue: () => (known.getEnumValue() ? undefined : null),
    ListValue: { leave: ({ values }) => (values.length === 0 ? null : undefined) },
  };
}

function isEmpty(selectionSet: SelectionSetNode | undefined): boolean {
  return selectionSet?.selections.length === 0;
}

/** Whether the value of an argument was deleted. */
function isGone(value: unknown): boolean {
  return value === null;
}

function withoutUnusedVariables(operation: OperationDefinitionNode): OperationDefinitionNode {
  const used = new Set<string>();
  const note: ASTVisitor = {
    VariableDefinition: () => false,
    Variable: ({ name }) => void used.add(name.value),
  };
  visit(operation, note);
  const variableDefinitions = operation.variableDefinitions?.filter(({ variable }) =>
    used.has(variable.name.value),
  );
  return { ...operation, ...(variableDefinitions && { variableDefinitions }) };
}
