import type { DocumentNode, FieldNode, GraphQLCompositeType, GraphQLField, SelectionSetNode } from 'graphql';
import type { FragmentDefinitionNode, GraphQLSchema, SelectionNode, ValueNode } from 'graphql';
import { Kind, getNamedType, getNullableType, isCompositeType, isListType } from 'graphql';
import { SchemaMetaFieldDef, TypeMetaFieldDef, isInterfaceType, isObjectType } from 'graphql';

/*
 * Own code instead of graphql-armor or graphql-query-complexity: the former covers no WebSocket and ignores
 * `first`, the latter walks a fragment again for each spread, so that 30 lines of doubling fragments take it
 * a billion steps. Here each fragment is weighed once.
 */

/** What selecting something amounts to: how deep it goes, in fields, and what it costs. */
export interface Weight {
  readonly depth: number;
  readonly cost: number;
}

/** What a page is taken to hold when neither `first` nor `last` says so: the contract's default. */
const defaultPage = 50;
/** What a list without pages is taken to hold: labels, checks, ports and stacks are fewer, seldom more. */
const plainList = 10;
const nothing: Weight = { depth: 0, cost: 0 };

interface Walk {
  readonly schema: GraphQLSchema;
  readonly variables: Readonly<Record<string, unknown>>;
  readonly fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly weighed: Map<string, Weight>;
}

/**
 * Weighs each operation of a document, in their order. An object costs 1, a leaf nothing; what is in a
 * connection is multiplied by its page, what is in a plain list by ten, in a list by `ids` by their number.
 * Introspection is bounded by validation and costs 1 a field.
 *
 * Takes linear time whatever the fragments. The document need not be valid: what the schema does not know
 * costs nothing, what goes round in circles is entered once.
 */
export function weighOperations(
  schema: GraphQLSchema,
  document: DocumentNode,
  variables: Readonly<Record<string, unknown>>,
): readonly Weight[] {
  const fragments = new Map<string, FragmentDefinitionNode>();
  for (const node of document.definitions) {
    if (node.kind === Kind.FRAGMENT_DEFINITION) fragments.set(node.name.value, node);
  }
  const walk: Walk = { schema, variables, fragments, weighed: new Map() };
  return document.definitions.flatMap((node) => {
    if (node.kind !== Kind.OPERATION_DEFINITION) return [];
    const weight = weighSet(walk, node.selectionSet, schema.getRootType(node.operation) ?? null);
    return [{ depth: weight.depth, cost: weight.cost + 1 }];
  });
}

function weighSet(walk: Walk, set: SelectionSetNode, parent: GraphQLCompositeType | null): Weight {
  return set.selections.reduce((sum, selection) => {
    const { depth, cost } = weighSelection(walk, selection, parent);
    return { depth: Math.max(sum.depth, depth), cost: sum.cost + cost };
  }, nothing);
}

function weighSelection(walk: Walk, node: SelectionNode, parent: GraphQLCompositeType | null): Weight {
  if (node.kind === Kind.FIELD) return weighField(walk, node, parent);
  if (node.kind === Kind.FRAGMENT_SPREAD) return weighFragment(walk, node.name.value);
  const condition = node.typeCondition;
  return weighSet(walk, node.selectionSet, condition ? composite(walk, condition.name.value) : parent);
}

function weighFragment(walk: Walk, name: string): Weight {
  const known = walk.weighed.get(name);
  if (known) return known;
  const fragment = walk.fragments.get(name);
  if (!fragment) return nothing;
  walk.weighed.set(name, nothing);
  const weight = weighSet(walk, fragment.selectionSet, composite(walk, fragment.typeCondition.name.value));
  walk.weighed.set(name, weight);
  return weight;
}

function weighField(walk: Walk, node: FieldNode, parent: GraphQLCompositeType | null): Weight {
  const field = fieldOf(walk.schema, parent, node.name.value);
  const type = field ? getNamedType(field.type) : null;
  const object = isCompositeType(type) ? type : null;
  const inner = node.selectionSet ? weighSet(walk, node.selectionSet, object) : nothing;
  const cost = field && object ? costOf(walk, { node, field, parent, object }, inner.cost) : inner.cost;
  return { depth: inner.depth + 1, cost };
}

interface ObjectField {
  readonly node: FieldNode;
  readonly field: GraphQLField<unknown, unknown>;
  readonly parent: GraphQLCompositeType | null;
  /** What it answers with, or a list of. */
  readonly object: GraphQLCompositeType;
}

function costOf(walk: Walk, { node, field, parent, object }: ObjectField, inner: number): number {
  if (object.name.startsWith('__')) return inner + 1;
  if (object.name.endsWith('Connection')) return 1 + page(walk, node) * inner;
  // A connection is multiplied as a whole: in it, a list is one item, and what is no item is free.
  if (parent?.name.endsWith('Connection')) return inner + (field.name === 'nodes' ? 1 : 0);
  const many = isListType(getNullableType(field.type)) ? listed(walk, node) : 1;
  return many * (inner + 1);
}

/** The field of this name, introspection's own included; undefined when the schema has none. */
function fieldOf(
  schema: GraphQLSchema,
  parent: GraphQLCompositeType | null,
  name: string,
): GraphQLField<unknown, unknown> | undefined {
  if (parent === schema.getQueryType()) {
    if (name === SchemaMetaFieldDef.name) return SchemaMetaFieldDef;
    if (name === TypeMetaFieldDef.name) return TypeMetaFieldDef;
  }
  return isObjectType(parent) || isInterfaceType(parent) ? parent.getFields()[name] : undefined;
}

function composite(walk: Walk, name: string): GraphQLCompositeType | null {
  const type = walk.schema.getType(name);
  return isCompositeType(type) ? type : null;
}

function page(walk: Walk, node: FieldNode): number {
  const sizes = ['first', 'last'].map((name) => argument(walk, node, name));
  const asked = sizes.filter((size) => typeof size === 'number');
  return asked.length === 0 ? defaultPage : Math.max(0, ...asked);
}

function listed(walk: Walk, node: FieldNode): number {
  const ids = argument(walk, node, 'ids');
  return Array.isArray(ids) ? ids.length : plainList;
}

/** A number or list that is given to a field, as far as it matters here. */
function argument(walk: Walk, node: FieldNode, name: string): unknown {
  const value = node.arguments?.find((each) => each.name.value === name)?.value;
  if (value?.kind === Kind.VARIABLE) return walk.variables[value.name.value];
  return value && literal(value);
}

function literal(value: ValueNode): unknown {
  if (value.kind === Kind.LIST) return value.values;
  return value.kind === Kind.INT ? Number(value.value) : undefined;
}
