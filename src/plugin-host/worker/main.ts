import { parentPort, workerData } from 'node:worker_threads';
import type { PluginDefinition } from '../../plugin-sdk/index.ts';
import type { FromWorker, ToWorker, WorkerData } from '../protocol.ts';
import { limits } from '../protocol.ts';
import { captureOutput } from './capture-output.ts';
import { messageOf } from './message-of.ts';
import { runProbe } from './run-probe.ts';

/** What a plugin's worker does: imports the plugin, says what it is, and probes when it is asked to. */
if (!parentPort) throw new Error('This is the inside of a worker.');
const port = parentPort;
const send = (message: FromWorker): void => port.postMessage(message);

captureOutput(send);
try {
  serve(await load((workerData as WorkerData).plugin));
} catch (error) {
  send({ kind: 'unloadable', failure: messageOf(error) });
}

async function load(url: string): Promise<PluginDefinition> {
  const module = (await import(url)) as { readonly default?: PluginDefinition };
  if (typeof module.default !== 'object') throw new Error('it has no default export made by definePlugin');
  return module.default;
}

function serve(plugin: PluginDefinition): void {
  const running = new Map<number, AbortController>();
  port.on('message', (message: ToWorker) => {
    if (message.kind === 'abort') {
      running.get(message.id)?.abort();
      return;
    }
    const aborter = new AbortController();
    running.set(message.id, aborter);
    void answer(plugin, message, aborter).finally(() => running.delete(message.id));
  });
  send({
    kind: 'loaded',
    manifest: JSON.stringify(plugin),
    probes: typeof plugin.probe === 'function',
  });
}

async function answer(
  plugin: PluginDefinition,
  { id, request }: ToWorker & { readonly kind: 'probe' },
  aborter: AbortController,
): Promise<void> {
  const deadline = setTimeout(() => aborter.abort(), request.timeoutMs);
  const report = JSON.stringify(await runProbe(plugin, request, aborter.signal));
  clearTimeout(deadline);
  // Measured here, so that what is too long is never copied to the host.
  if (report.length <= limits.reportCharacters) send({ kind: 'reported', id, report });
  else
    send({
      kind: 'misbehaved',
      failure: `It gave a report of ${report.length} characters; ${limits.reportCharacters} are allowed.`,
    });
}
