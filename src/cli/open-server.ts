import { readFileSync } from 'node:fs';

import { howToGetIn } from './ask.ts';
import type { Server, World } from './world.ts';
import { CannotDo, exits } from './world.ts';

/** How a command is told which server to ask. */
export interface ServerOptions {
  readonly url?: string;
  readonly tokenFile?: string;
  readonly config?: string;
}

/** A Custos on this machine says in this time that it lives. */
const helloMs = 1000;

/**
 * The server to ask: the one that is named, else the one that runs on this machine, else one in this process.
 * @throws CannotDo when a running one needs a token and none was given.
 */
export async function openServer(world: World, options: ServerOptions): Promise<Server> {
  const running = await findServer(world, options);
  if (running) return running;
  note(world, `No Custos answers at ${world.addressOf(options.config)}: looking from here.`);
  return world.start(options.config);
}

/** A running server: the one that is named, else the one that answers on this machine; null when none does. */
export async function findServer(world: World, options: ServerOptions): Promise<Server | null> {
  const named = options.url ?? world.settings.url;
  if (named !== null && !URL.canParse(named)) {
    throw new CannotDo(exits.usage, `${named} is no address: give one such as http://127.0.0.1:4000.`);
  }
  const url = (named ?? world.addressOf(options.config)).replace(/\/+$/u, '');
  if (named === null && !(await lives(url))) return null;
  const token = options.tokenFile === undefined ? world.settings.token : secretIn(options.tokenFile);
  if (token === null)
    throw new CannotDo(exits.usage, `Custos runs at ${url}, and needs a token. ${howToGetIn}`);
  return { url, token, own: false, dockerFailure: null, close: () => Promise.resolve() };
}

/** A message for whoever reads along; scripts are not told. */
export function note({ err }: Pick<World, 'err'>, text: string): void {
  if (err.interactive) err.write(`${text}\n`);
}

/** The newest state of something that takes time, over the one before; an empty text takes it away. */
export function progress({ err }: Pick<World, 'err'>, text: string): void {
  if (err.interactive) err.write(`\r\u001b[K${text}`);
}

async function lives(url: string): Promise<boolean> {
  try {
    const answer = await fetch(`${url}/livez`, { signal: AbortSignal.timeout(helloMs) });
    return answer.ok && (await answer.text()).includes('"live"');
  } catch {
    return false;
  }
}

function secretIn(file: string): string {
  try {
    const secret = readFileSync(file, 'utf8').trim();
    if (secret !== '') return secret;
  } catch (error) {
    const why = error instanceof Error ? error.message : String(error);
    throw new CannotDo(exits.usage, `The token file ${file} cannot be read: ${why}.`);
  }
  throw new CannotDo(exits.usage, `The token file ${file} is empty.`);
}

/** The Custos that runs, for what needs one. @throws CannotDo when none does */
export async function running(world: World, options: ServerOptions): Promise<Server> {
  const server = await findServer(world, options);
  if (server) return server;
  const at = world.addressOf(options.config);
  throw new CannotDo(
    exits.unknown,
    `No Custos answers at ${at}. Start it (custos serve), or name one with --url.`,
  );
}
