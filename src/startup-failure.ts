import { AlreadyRunning } from './adapters/sqlite/lock.ts';
import { DatabaseUnusable } from './adapters/sqlite/database-unusable.ts';
import { CannotDo } from './cli/world.ts';
import { ConfigurationInvalid } from './config.ts';
import { Refusal } from './domain/refusal.ts';
import { CannotListen } from './http/cannot-listen.ts';

/** With what the program ends (docs/command-line.md). */
export const exitCodes = { failed: 1, usage: 4, alreadyRunning: 75 } as const;

/** Says in one message why Custos could not start. Only a fault of its own shows where it happened. */
export function explainFailure(error: unknown): { readonly message: string; readonly code: number } {
  if (error instanceof ConfigurationInvalid) return { message: error.message, code: exitCodes.usage };
  if (error instanceof CannotDo) return { message: error.message, code: error.code };
  if (error instanceof AlreadyRunning) return { message: error.message, code: exitCodes.alreadyRunning };
  if (error instanceof Refusal || error instanceof DatabaseUnusable || error instanceof CannotListen) {
    return { message: error.message, code: exitCodes.failed };
  }
  const story = error instanceof Error ? (error.stack ?? error.message) : String(error);
  return { message: `Custos could not start, by a fault of its own:\n${story}`, code: exitCodes.failed };
}
