import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterEach, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';

const root = fileURLToPath(new URL('../../', import.meta.url));
const program = join(root, 'dist', 'src', 'main.js');
/** The program starts in a second; a machine that compiles beside it gets time. */
const patience = { timeout: 30_000, interval: 50 };

interface Started {
  readonly child: ChildProcess;
  readonly url: string;
  /** The token in the link to GraphiQL; null when it holds none. */
  readonly token: string | null;
  /** Everything printed until now. */
  readonly printed: () => string;
}

let folder: string;
let children: ChildProcess[];

beforeAll(() => {
  if (!existsSync(program)) throw new Error(`${program} is not there: run npm run build first.`);
});
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'custos-smoke-'));
  children = [];
});
afterEach(async () => {
  for (const child of children.filter(isRunning)) {
    child.kill('SIGKILL');
    await once(child, 'exit');
  }
  rmSync(folder, { recursive: true });
});

const isRunning = (child: ChildProcess): boolean => child.exitCode === null && child.signalCode === null;

async function start(environment: Readonly<Record<string, string>> = {}): Promise<Started> {
  const child = spawn(
    process.execPath,
    [program, 'serve', '--port', '0', '--data-dir', join(folder, 'data')],
    {
      cwd: folder,
      // No Docker engine to look at: the program starts without.
      env: { DOCKER_HOST: `unix://${join(folder, 'no-docker.sock')}`, ...environment },
      stdio: ['ignore', 'pipe', 'pipe'],
    },
  );
  children.push(child);
  let text = '';
  for (const stream of [child.stdout, child.stderr]) {
    stream.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
  }
  const link = await vi.waitUntil(() => {
    if (!isRunning(child)) throw new Error(`It ended by itself with ${String(child.exitCode)}:\n${text}`);
    return /(http:\/\/127\.0\.0\.1:\d+)\/graphiql(?:#token=(\S+))?\s/.exec(text);
  }, patience);
  const [, url = '', token = null] = link;
  return { child, url, token, printed: () => text };
}

/** Asks it to stop, and answers with what it ended. */
async function stop({ child }: Started): Promise<unknown[]> {
  const ended = once(child, 'exit', { signal: AbortSignal.timeout(10_000) });
  child.kill('SIGTERM');
  return ended;
}

async function ask(url: string, token: string | null): Promise<unknown> {
  const answer = await fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(token && { authorization: `Bearer ${token}` }) },
    body: JSON.stringify({ query: '{ viewer { role } }' }),
  });
  return answer.json();
}

describe('The built program', { timeout: 60_000 }, () => {
  it('starts in an empty folder, answers who holds the token of its link, and ends with 0 within ten seconds', async () => {
    const started = await start();
    expect(started.token).toMatch(/^custos_\S{40,}$/);
    await vi.waitFor(async () => expect((await fetch(`${started.url}/readyz`)).status).toBe(200), patience);
    expect(await ask(started.url, started.token)).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
    expect(await stop(started), started.printed()).toEqual([0, null]);
  });

  it('answers nobody without a token', async () => {
    const { url } = await start();
    expect(await ask(url, null)).toMatchObject({ errors: [{ extensions: { code: 'UNAUTHENTICATED' } }] });
  });

  it('shows its first token once: a second start knows it and prints none', async () => {
    const first = await start();
    await stop(first);
    const second = await start();
    expect(second.printed()).not.toContain('custos_');
    expect(await ask(second.url, first.token)).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
  });

  it('prints no token when it was given one, and lets its holder in', async () => {
    const CUSTOS_ADMIN_TOKEN = `custos_${'s'.repeat(43)}`;
    const { url, token, printed } = await start({ CUSTOS_ADMIN_TOKEN });
    expect(token).toBeNull();
    expect(printed()).not.toContain('custos_');
    expect(await ask(url, CUSTOS_ADMIN_TOKEN)).toMatchObject({ data: { viewer: { role: 'ADMIN' } } });
  });
});
