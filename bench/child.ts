import { fork, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { availableParallelism } from 'node:os';
import { fileURLToPath } from 'node:url';

/** Servers and what loads them do not share a processor, where there are two. */
export type Placement = 'server' | 'load';

const processors: Record<Placement, string> = { server: '0', load: '1' };
const canPin = availableParallelism() > 1 && spawnSync('taskset', ['--version']).status === 0;

/** No call of a benchmark takes longer, in milliseconds, unless something hangs. */
const patienceMs = 60_000;

interface Answer {
  readonly id: number;
  readonly value?: unknown;
  readonly failure?: string;
}

/** A process that answers calls: see answer.ts for its side. */
export class Child {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (answer: Answer) => void>();
  #last = 0;

  private constructor(process: ChildProcess) {
    this.#process = process;
    process.on('message', (answer: Answer) => this.#waiting.get(answer.id)?.(answer));
    process.on('exit', (code, signal) => {
      const failure = `It ended with ${String(signal ?? code)}.`;
      for (const [id, settle] of this.#waiting) settle({ id, failure });
    });
  }

  static async start(entry: URL, placement: Placement): Promise<Child> {
    const node = [process.execPath, '--import', 'tsx'];
    const [command = '', ...args] = canPin ? ['taskset', '-c', processors[placement], ...node] : node;
    const child = fork(fileURLToPath(entry), [], {
      execPath: command,
      execArgv: args,
      env: { ...process.env, NODE_ENV: 'production' },
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    });
    await once(child, 'spawn');
    return new Child(child);
  }

  /** Calls a method of the process with what can be written as JSON, and answers what it answered. */
  async call<T>(method: string, argument?: unknown): Promise<T> {
    const id = ++this.#last;
    const answered = new Promise<Answer>((resolve) => this.#waiting.set(id, resolve));
    const failure = `It did not answer in ${patienceMs / 1000} s.`;
    const late = setTimeout(() => this.#waiting.get(id)?.({ id, failure }), patienceMs);
    this.#process.send({ id, method, argument });
    const answer = await answered;
    clearTimeout(late);
    this.#waiting.delete(id);
    if (answer.failure !== undefined) throw new Error(`${method}: ${answer.failure}`);
    return answer.value as T;
  }

  /** Ends the process, and waits until it has. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null || this.#process.signalCode !== null) return;
    const ended = once(this.#process, 'exit');
    this.#process.disconnect();
    const late = setTimeout(() => this.#process.kill('SIGKILL'), 5000);
    await ended;
    clearTimeout(late);
  }
}
