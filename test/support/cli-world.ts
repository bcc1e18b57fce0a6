import type { Server, World } from '../../src/cli/world.ts';

/** The world of a command, in which a test reads what was printed. */
export class CliWorld implements World {
  readonly #ending = new AbortController();
  readonly printed: string[] = [];
  readonly said: string[] = [];
  readonly interrupted = this.#ending.signal;
  readonly out = {
    write: (text: string) => void this.printed.push(text),
    interactive: false,
    coloured: false,
  };
  readonly err = { write: (text: string) => void this.said.push(text), interactive: false, coloured: false };
  readonly now = (): Date => new Date('2026-11-23T12:00:00Z');
  readonly settings: World['settings'];
  /** Answers a Custos of its own where a test gives one. */
  readonly start: World['start'];
  readonly granted: unknown[] = [];

  constructor(
    settings: Partial<World['settings']> = {},
    start: () => Promise<Server> = () => Promise.reject(new Error('None was to be started.')),
  ) {
    this.settings = { url: null, token: null, ...settings };
    this.start = start;
  }

  /** Where nothing listens. */
  addressOf(): string {
    return 'http://127.0.0.1:1';
  }

  dataDirOf(): string {
    return '/data';
  }

  webhookSecret(): string {
    return 'the-secret-of-webhooks';
  }

  grant(dataDir: string, wanted: object): Promise<string> {
    this.granted.push({ dataDir, ...wanted });
    return Promise.resolve('custos_granted');
  }

  interrupt(): void {
    this.#ending.abort();
  }

  /** Everything printed, as JSON. */
  json(): unknown {
    return JSON.parse(this.printed.join(''));
  }
}
