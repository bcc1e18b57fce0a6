import type { FetcherParams } from '@graphiql/toolkit';
import { Kind, type DocumentNode } from 'graphql';

/**
 * What is to be sent, with the name of an operation that its document has. GraphiQL parses late: right after
 * a tab was opened it gives the name of the operation of the tab before.
 */
export function rightlyNamed(params: FetcherParams, document: DocumentNode): FetcherParams {
  const names = document.definitions
    .filter((definition) => definition.kind === Kind.OPERATION_DEFINITION)
    .map(({ name }) => name?.value ?? null);
  const [only = null, ...others] = names;
  if (others.length > 0 || (params.operationName ?? null) === only) return params;
  return { ...params, operationName: only };
}
