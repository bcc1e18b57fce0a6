import type { DocumentNode, FieldNode, GraphQLError, GraphQLSchema } from 'graphql';
import type { OperationDefinitionNode, SelectionSetNode } from 'graphql';
import { Kind } from 'graphql';
import type { Role } from '../../domain/access/role.ts';
import { allows, roles } from '../../domain/access/role.ts';
import type { Viewer } from '../../domain/access/token.ts';
import { requestError } from './request-error.ts';

/** Introspection, which whoever is signed in may do. */
const introspection = ['__schema', '__type', '__typename'];

/**
 * An error for each root field that the viewer's role does not reach. A field that `@skip` would leave out
 * counts like any other, and one without a role is for nobody.
 */
export function refuseRoles(
  schema: GraphQLSchema,
  document: DocumentNode,
  asked: { readonly operation: OperationDefinitionNode; readonly viewer: Viewer },
): readonly GraphQLError[] {
  const root = schema.getRootType(asked.operation.operation);
  return rootFields(document, asked.operation).flatMap((node) => {
    const name = node.name.value;
    if (!root || introspection.includes(name)) return [];
    const role = roleOf(root.getFields()[name]?.extensions['role']);
    if (role && allows(asked.viewer.role, role)) return [];
    const message = `${root.name}.${name} needs the role ${role ?? 'of nobody'}; yours is ${asked.viewer.role}.`;
    return [requestError('FORBIDDEN', message, { nodes: node })];
  });
}

function roleOf(value: unknown): Role | undefined {
  return roles.find((role) => role === value);
}

/** The fields of the root type in an operation, those in fragments too, each by its first mention. */
export function rootFields(document: DocumentNode, operation: OperationDefinitionNode): readonly FieldNode[] {
  const found = new Map<string, FieldNode>();
  const entered = new Set<string>();
  const gather = (set: SelectionSetNode): void => {
    for (const node of set.selections) {
      if (node.kind === Kind.INLINE_FRAGMENT) gather(node.selectionSet);
      if (node.kind === Kind.FIELD && !found.has(node.name.value)) found.set(node.name.value, node);
      if (node.kind !== Kind.FRAGMENT_SPREAD || entered.has(node.name.value)) continue;
      entered.add(node.name.value);
      const fragment = fragmentNamed(document, node.name.value);
      if (fragment) gather(fragment);
    }
  };
  gather(operation.selectionSet);
  return [...found.values()];
}

function fragmentNamed(document: DocumentNode, name: string): SelectionSetNode | undefined {
  const fragments = document.definitions.filter((node) => node.kind === Kind.FRAGMENT_DEFINITION);
  return fragments.find((node) => node.name.value === name)?.selectionSet;
}
