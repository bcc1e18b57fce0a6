import { extname } from 'node:path';
import { URL } from 'node:url';
import { Worker } from 'node:worker_threads';
import type { WorkerData } from './protocol.ts';

/**
 * Where a worker's heap ends, far above what it may hold, which is watched (memory-watch.ts): one large piece that passes
 * this limit ends the whole process, and no piece is larger than a gigabyte. From 2048 on, the collector would let
 * garbage grow four times as far.
 */
const heapMegabytes = 2000;

interface Ears {
  readonly message: (raw: unknown) => void;
  /** Called once or more; the first time says why. */
  readonly ended: (failure: string) => unknown;
}

/** Starts the worker of a plugin's module, without environment, and listens to it from the first moment. */
export function openWorker(
  module: URL,
  { message, ended }: Ears,
): { readonly worker: Worker; readonly said: Float64Array } {
  const extension = extname(import.meta.url);
  const entry = new URL(`./worker/main${extension}`, import.meta.url);
  const fromSource = extension === '.ts';
  const said = new Float64Array(new SharedArrayBuffer(Float64Array.BYTES_PER_ELEMENT));
  const workerData: WorkerData = { plugin: module.href, said };
  const worker = new Worker(fromSource ? throughTsx(entry) : entry, {
    workerData,
    // Without the condition, a plugin's import of the SDK would find what was built last.
    execArgv: fromSource ? ['--conditions=source'] : [],
    env: {},
    // What is young is mostly garbage: little room for it keeps six workers small.
    resourceLimits: { maxOldGenerationSizeMb: heapMegabytes, maxYoungGenerationSizeMb: 4 },
    // What the worker does not send itself (capture-output.ts) goes nowhere, rather than to our own output.
    stdout: true,
    stderr: true,
  });
  worker.stdout.resume();
  worker.stderr.resume();
  worker.on('message', message);
  worker.on('messageerror', () => ended('It sent something that cannot be read.'));
  worker.on('error', (error) => ended(causeOf(error)));
  worker.on('exit', (code) => ended(`It ended itself with the exit code ${code}.`));
  return { worker, said };
}

/** A worker's own entry is not seen by a loader of TypeScript that it is told of: it has to register one first. */
function throughTsx(entry: URL): URL {
  const tsx = import.meta.resolve('tsx/esm/api');
  const boot = `import { register } from ${JSON.stringify(tsx)}; register(); await import(${JSON.stringify(entry.href)});`;
  return new URL(`data:text/javascript,${encodeURIComponent(boot)}`);
}

function causeOf(error: unknown): string {
  const { code, message } = (error ?? {}) as { readonly code?: unknown; readonly message?: unknown };
  if (code === 'ERR_WORKER_OUT_OF_MEMORY')
    return `It needed more memory than the ${heapMegabytes} MB that it may use.`;
  return `It threw where nothing caught it: ${String(message ?? error).slice(0, 300)}`;
}
