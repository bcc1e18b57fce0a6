import type { ExecutionResult, GraphQLSchema } from 'graphql';
import { GraphQLError, OperationTypeNode } from 'graphql';
import type { Clock } from '../../application/ports/clock.ts';
import type { Journal } from '../../application/ports/journal.ts';
import type { Viewer } from '../../domain/access/token.ts';
import type { Limits } from '../limits.ts';
import { createExecute } from './compile-operation.ts';
import type { Admission } from './judge.ts';
import { presentErrors } from './present-errors.ts';
import { requestError } from './request-error.ts';

/** What running operations takes. */
export interface RunDeps {
  readonly schema: GraphQLSchema;
  readonly limits: Limits;
  readonly clock: Clock;
  readonly journal: Journal;
  /** What resolvers are given: a new one for each request, or its batches would mix. */
  readonly contextFor: (viewer: Viewer) => object;
}

/** Runs an admitted query or mutation. Never rejects. */
export type RunOperation = (admission: Admission, requestId: string) => Promise<ExecutionResult>;

/**
 * Runs operations under the limit of time, and shows the errors of the answer as clients may see them. The
 * answer's `extensions` say what the operation cost, and which deprecated fields it used.
 */
export const createRunner = (deps: RunDeps): RunOperation => {
  const execute = createExecute(deps.schema);
  return async (admission, requestId) => {
    const stop = new AbortController();
    const answer = start(() => execute(admission, deps.contextFor(admission.viewer))).catch(faulty);
    const limitMs = isMutation(admission) ? deps.limits.mutationTimeoutMs : deps.limits.queryTimeoutMs;
    const late = deps.clock.sleep(limitMs, stop.signal).then(() => null);
    const result = await Promise.race([answer, late]);
    // With a reason of its own: making the usual one costs more than all else here.
    stop.abort(answered);
    const { data, errors } = result ?? timedOut(admission, limitMs);
    return {
      ...(errors && { errors: presentErrors(errors, { requestId, journal: deps.journal }) }),
      ...(data !== undefined && { data }),
      extensions: extensionsOf(admission),
    };
  };
};

const answered = 'The operation was answered.';

/** What throws at once is a rejection like any other. */
async function start(run: () => ExecutionResult | Promise<ExecutionResult>): Promise<ExecutionResult> {
  return run();
}

const faulty = (originalError: Error): ExecutionResult => ({
  errors: [new GraphQLError(originalError.message, { originalError })],
});

function isMutation({ operation }: Admission): boolean {
  return operation.operation === OperationTypeNode.MUTATION;
}

function timedOut(admission: Admission, limitMs: number): ExecutionResult {
  const unsure = isMutation(admission) ? ' It may still be done: look before you repeat it.' : '';
  const message = `The operation took longer than ${String(limitMs)} ms.${unsure}`;
  return { errors: [requestError('TIMEOUT', message)] };
}

function extensionsOf({ cost, read }: Admission): Record<string, unknown> {
  return read.deprecations.length > 0 ? { cost, deprecations: read.deprecations } : { cost };
}
