/** With what a command ends, for scripts. `serve` has its own codes beside these: 1 could not start, 75 locked. */
export const exits = {
  pass: 0,
  /** Warnings, where `--strict` was asked for; of other commands: what was asked was refused or failed. */
  warn: 1,
  fail: 2,
  /** Something could not be found out. */
  unknown: 3,
  /** The command, the configuration, or the token is not right. */
  usage: 4,
  /** Docker does not answer, and without it nothing was found. */
  noDocker: 5,
  /** Nothing was found out in the time given. */
  timeout: 124,
  /** Somebody asked it to end before it had an answer. */
  interrupted: 130,
} as const;

/** Why a command cannot do what it was asked: a sentence what, why and what to do, and the exit code. */
export class CannotDo extends Error {
  override readonly name = 'CannotDo';
  readonly code: number;

  constructor(code: number, message: string) {
    super(message);
    this.code = code;
  }
}

/** A Custos that can be asked. */
export interface Server {
  /** Such as `http://127.0.0.1:4000`. */
  readonly url: string;
  readonly token: string;
  /** Whether it runs for this command alone. */
  readonly own: boolean;
  /** Why Docker does not answer it, in a sentence, as far as that is known from the start; null when it does. */
  readonly dockerFailure: string | null;
  /** Ends it, when it runs for this command alone. */
  close(): Promise<void>;
}

/** The token that somebody wants. */
export interface WantedToken {
  readonly name: string;
  /** VIEWER, OPERATOR or ADMIN. */
  readonly role: string;
  /** In ISO 8601; null: until it is revoked. */
  readonly expiresAt: string | null;
}

/** What a command may use of the world; given by the program. */
export interface World {
  /** From the environment: CUSTOS_URL and CUSTOS_TOKEN. */
  readonly settings: { readonly url: string | null; readonly token: string | null };
  /** Data. */
  readonly out: Terminal;
  /** Messages and progress. */
  readonly err: Terminal;
  readonly now: () => Date;
  /** Where a server that was started with this configuration answers. @throws when it cannot be read */
  readonly addressOf: (config: string | undefined) => string;
  /** Where the data of a server with this configuration lies. @throws when it cannot be read */
  readonly dataDirOf: (config: string | undefined) => string;
  /** Starts one in this process, on a free port, and keeps nothing; resolves when it has looked at everything once. */
  readonly start: (config: string | undefined) => Promise<Server>;
  /**
   * Makes a token in a data folder that no server has open, and answers its secret.
   * @throws when there is no data, or somebody has it open
   */
  readonly grant: (dataDir: string, wanted: WantedToken) => Promise<string>;
  /** The secret with which webhooks come to a server with this configuration. @throws when it cannot be read */
  readonly webhookSecret: (config: string | undefined) => string;
  /** Aborts when somebody asks the command to end. */
  readonly interrupted: AbortSignal;
}

/** Where text goes. */
export interface Terminal {
  write(text: string): void;
  /** Whether a person reads along. */
  readonly interactive: boolean;
  readonly coloured: boolean;
}
