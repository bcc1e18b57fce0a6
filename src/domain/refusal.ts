/**
 * All reasons for which the domain says no, as far as it can do so yet; docs/refusals.md explains each
 * and a test holds the two together.
 */
export const refusals = {
  INVALID_ARGUMENT:
    "A value is outside what its field takes: range, length, format, combination, or an action's own JSON Schema.",
  INVALID_MATCHER: 'A label matcher cannot be read.',
  INVALID_TRANSITION:
    'The thing is not in a status from which that can be done, such as acknowledging a resolved incident.',
  NAME_TAKEN: 'Another one has this name.',
  READ_ONLY: 'It is written in the configuration file or discovered from Docker: change it there.',
  STACK_UNKNOWN: 'There is no stack of this name.',
  SERVICE_UNKNOWN: 'There is no service of this name in the stack.',
  KIND_UNKNOWN: 'No plugin knows this kind of service.',
  CONTAINER_UNKNOWN: "There is no container of this name or id among the stack's.",
  PROBLEM_UNKNOWN: 'There is no problem of this name.',
  PLUGIN_UNKNOWN: 'There is no plugin of this name.',
  TOKEN_UNKNOWN: 'There is no token of this name.',
  DOCKER_UNREACHABLE: 'The Docker engine does not answer.',
  STORAGE_FULL: 'The disk has no room for it.',
  LOG_UNWRITABLE: 'The log cannot be written, so nothing may happen.',
  SERVER_STOPPING: 'The server is stopping and begins nothing new.',
  ADDRESS_FORBIDDEN: 'The address is one that must not be called, such as a metadata service.',
  DEPENDENCY_CYCLE: 'The dependencies would run in a circle.',
  PROBLEM_INAPPLICABLE: 'The problem does not apply to this kind of service.',
  LAST_ADMIN_TOKEN: 'The last admin token cannot be revoked.',
} as const;
export type RefusalCode = keyof typeof refusals;

/** Why a request was refused, for people and for programs. */
export interface UserError {
  readonly code: RefusalCode;
  /** What was refused, why, and what to do about it. */
  readonly message: string;
  /** Path of the input field to blame; empty when none is. */
  readonly path: readonly string[];
  /** Values that were perhaps meant, best first. */
  readonly suggestions: readonly string[];
  /** When trying again may help; null when waiting alone will not. */
  readonly retryAt: Date | null;
}

/** The domain says no. Everything else that is thrown is a fault. */
export class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly userError: UserError;

  constructor(code: RefusalCode, message: string, more: Partial<Omit<UserError, 'code' | 'message'>> = {}) {
    super(message);
    this.userError = { code, message, path: [], suggestions: [], retryAt: null, ...more };
  }
}
