import type { ChildProcess } from 'node:child_process';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

import { vi } from 'vitest';
import { stringify } from 'yaml';

const program = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const heap = ['--max-old-space-size=384', '--max-semi-space-size=4'];

/** The built program in a process of its own, as `npm start` and the installed program run it, in a folder of its own. */
export class BuiltProgram {
  readonly #child: ChildProcess;
  readonly #folder: string;
  /** Where it answers. */
  readonly url: string;
  /** The secret of its first token. */
  readonly token: string;

  private constructor(child: ChildProcess, folder: string, [url, token]: readonly [string, string]) {
    this.#child = child;
    this.#folder = folder;
    this.url = url;
    this.token = token;
  }

  /** Serves with a configuration; answers when it says where. */
  static async serve(configuration: object): Promise<BuiltProgram> {
    if (!existsSync(program)) throw new Error(`${program} is not there: run npm run build first.`);
    const folder = mkdtempSync(join(tmpdir(), 'custos-built-'));
    writeFileSync(join(folder, 'custos.yaml'), stringify(configuration));
    const given = [
      '--config',
      join(folder, 'custos.yaml'),
      '--data-dir',
      join(folder, 'data'),
      '--port',
      '0',
    ];
    const child = spawn(process.execPath, [...heap, program, 'serve', ...given], {
      stdio: ['ignore', 'pipe', 'pipe'],
    });
    let printed = '';
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', (text: string) => (printed += text));
    }
    const link = await vi.waitUntil(() => /(http:\S+)\/graphiql#token=(\S+)/u.exec(printed), {
      timeout: 60_000,
    });
    return new BuiltProgram(child, folder, [link[1] ?? '', link[2] ?? '']);
  }

  /** Its resident memory, in megabytes. */
  memory(): number {
    const status = readFileSync(`/proc/${String(this.#child.pid)}/status`, 'utf8');
    return Number(/VmRSS:\s+(\d+) kB/u.exec(status)?.[1]) / 1024;
  }

  async stop(): Promise<void> {
    const ended = once(this.#child, 'exit');
    this.#child.kill('SIGTERM');
    await ended;
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
