import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { OperationTypeNode, execute } from 'graphql';
import type { CompiledQuery } from 'graphql-jit';
import { compileQuery, isCompiledQuery } from 'graphql-jit';
import { LRUCache } from 'lru-cache';
import type { Admission } from './judge.ts';

/** Executes an admitted query or mutation. */
export type Execute = (admission: Admission, context: object) => ExecutionResult | Promise<ExecutionResult>;

/** Queries kept compiled: portals send the same few, over and over. */
const keptQueries = 500;

/**
 * Executes operations; a query that comes a second time is compiled, which makes it several times cheaper from
 * then on, and one that comes once costs no compilation. The gate has coerced the variables before, as graphql-js
 * does: the compiler's own coercion is laxer. Mutations, what cannot be compiled, and an answer with errors, whose
 * form and place are graphql-js's to say, are interpreted.
 */
export function createExecute(schema: GraphQLSchema): Execute {
  const seen = new LRUCache<string, CompiledQuery | 'once' | 'interpreted'>({ max: keptQueries });

  const compiled = ({ read, operation }: Admission): CompiledQuery | null => {
    const key = `${String(read.id)} ${operation.name?.value ?? ''}`;
    const known = seen.get(key);
    if (known === undefined) seen.set(key, 'once');
    if (known === undefined || known === 'interpreted') return null;
    if (known !== 'once') return known;
    const result = compileQuery(schema, read.document, operation.name?.value);
    const usable = isCompiledQuery(result) ? result : null;
    seen.set(key, usable ?? 'interpreted');
    return usable;
  };

  const interpret: Execute = ({ read, operation, variables }, context) =>
    execute({
      schema,
      document: read.document,
      operationName: operation.name?.value,
      variableValues: variables,
      contextValue: context,
    });

  return async (admission, context) => {
    const query = admission.operation.operation === OperationTypeNode.QUERY ? compiled(admission) : null;
    const result = query ? await query.query(undefined, context, admission.variables) : null;
    return result && !result.errors ? result : interpret(admission, context);
  };
}
