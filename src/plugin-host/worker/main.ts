import { parentPort, workerData } from 'node:worker_threads';
import type { PluginDefinition } from '../../plugin-sdk/index.ts';
import { ReadFailure } from '../../plugin-sdk/index.ts';
import type { FromWorker, Reading, ToWorker, WorkerData } from '../protocol.ts';
import { limits } from '../protocol.ts';
import { captureOutput } from './capture-output.ts';
import { messageOf } from './message-of.ts';
import { provideSdk } from './provide-sdk.ts';
import { runExamination } from './run-examination.ts';
import { runProbe } from './run-probe.ts';
import { sayMemory } from './say-memory.ts';
import { shortJson } from './short-json.ts';

/** What a plugin's worker does: imports the plugin, says what it is, and probes and checks when it is asked to. */
if (!parentPort) throw new Error('This is the inside of a worker.');
const port = parentPort;
const send = (message: FromWorker): void => port.postMessage(message);

/** Who waits for something that the host reads. */
const waiting = new Map<
  number,
  { readonly read: (value: unknown) => void; readonly unread: (failure: Error) => void }
>();
let calls = 0;

captureOutput(send);
const { plugin, said } = workerData as WorkerData;
sayMemory(said);
try {
  provideSdk(plugin);
  serve(await load(plugin));
} catch (error) {
  send({ kind: 'unloadable', failure: messageOf(error) });
}

async function load(url: string): Promise<PluginDefinition> {
  const module = (await import(url)) as { readonly default?: PluginDefinition };
  if (typeof module.default !== 'object') throw new Error('it has no default export made by definePlugin');
  const idle = module.default.checks?.find((check) => typeof check.run !== 'function');
  if (idle) throw new Error(`its check ${idle.name} has no function run`);
  return module.default;
}

function serve(plugin: PluginDefinition): void {
  const running = new Map<number, AbortController>();
  port.on('message', (message: ToWorker) => {
    switch (message.kind) {
      case 'abort':
        running.get(message.id)?.abort();
        return;
      case 'read':
      case 'unread':
        hear(message);
        return;
      case 'probe':
      case 'examine': {
        const aborter = new AbortController();
        running.set(message.id, aborter);
        void answer(plugin, message, aborter).finally(() => running.delete(message.id));
      }
    }
  });
  send({
    kind: 'loaded',
    manifest: JSON.stringify(plugin),
    probes: typeof plugin.probe === 'function',
  });
}

async function answer(
  plugin: PluginDefinition,
  message: ToWorker & { readonly kind: 'probe' | 'examine' },
  aborter: AbortController,
): Promise<void> {
  const deadline = setTimeout(() => aborter.abort(), message.request.timeoutMs);
  if (message.kind === 'probe') await probe(plugin, message, aborter.signal);
  else await examine(plugin, message, aborter.signal);
  clearTimeout(deadline);
}

async function probe(
  plugin: PluginDefinition,
  { id, request }: ToWorker & { readonly kind: 'probe' },
  signal: AbortSignal,
): Promise<void> {
  const report = short(await runProbe(plugin, request, signal), 'a report');
  if (report !== null) send({ kind: 'reported', id, report });
}

async function examine(
  plugin: PluginDefinition,
  { id, request }: ToWorker & { readonly kind: 'examine' },
  signal: AbortSignal,
): Promise<void> {
  await runExamination(plugin, request, {
    signal,
    read: (reading) => ask(id, reading),
    ended: (ended) => {
      const check = short(ended, `what its check ${ended.name} ended with`);
      if (check !== null) send({ kind: 'examined', id, check });
    },
  });
  send({ kind: 'done', id });
}

/** Measured here, so that what is too long is never copied to the host; null: it is. */
function short(value: object, what: string): string | null {
  const text = shortJson(value, limits.reportCharacters);
  if (text === null) {
    const failure = `It gave ${what} of more than the ${limits.reportCharacters} characters that are allowed.`;
    send({ kind: 'misbehaved', failure });
  }
  return text;
}

function ask(id: number, reading: Reading): Promise<unknown> {
  calls += 1;
  const call = calls;
  return new Promise((read, unread) => {
    waiting.set(call, { read, unread });
    send({ kind: 'asked', id, call, reading: JSON.stringify(reading) });
  });
}

function hear(message: ToWorker & { readonly kind: 'read' | 'unread' }): void {
  const asker = waiting.get(message.call);
  waiting.delete(message.call);
  if (message.kind === 'read') asker?.read(JSON.parse(message.answer));
  else asker?.unread(new ReadFailure(message.failure));
}
