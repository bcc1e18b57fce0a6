import { randomUUID } from 'node:crypto';
import { setTimeout as wait } from 'node:timers/promises';

import { ask } from './ask.ts';
import { documents } from './documents.ts';
import type { Deeper } from './look-deeper.ts';
import { lookDeeper } from './look-deeper.ts';
import type { ServerOptions } from './open-server.ts';
import { openServer, progress } from './open-server.ts';
import type { Which } from './pages.ts';
import { everyService } from './pages.ts';
import type { ServiceSeen, StackSeen } from './verification.ts';
import { createVerification } from './verification.ts';
import { describeVerification } from './verification-text.ts';
import type { Server, World } from './world.ts';
import { CannotDo, exits } from './world.ts';

/** What `custos verify` is told. */
export interface VerifyOptions extends ServerOptions {
  readonly service?: readonly string[];
  readonly stack?: string;
  readonly detailed?: boolean;
  readonly ports?: boolean;
  readonly json?: boolean;
  readonly strict?: boolean;
  /** In seconds. */
  readonly timeout: number;
}

/** How often it is asked what was observed meanwhile, in milliseconds. */
const askEveryMs = 200;
/** What was seen is asked for even when the time to wait for it is over, for so long, in milliseconds. */
const lastLookMs = 5000;

/** One look at a service, with when it was last observed. */
interface Seen {
  readonly id: string;
  readonly name: string;
  readonly paused: object | null;
  readonly health: { readonly observedAt: string | null };
}

/**
 * Observes every service anew and says how the stack is. Answers the exit code.
 * @throws CannotDo when nothing can be said
 */
export async function verify(world: World, options: VerifyOptions): Promise<number> {
  const startedAt = world.now();
  const began = performance.now();
  const deadline = AbortSignal.any([AbortSignal.timeout(options.timeout * 1000), world.interrupted]);
  const server = await inTime(openServer(world, options), { deadline, interrupted: world.interrupted });
  try {
    const fresh = await observeAnew({ world, server, which: whichOf(options) }, deadline);
    const seen = await look(server, whichOf(options));
    const sight = { ...seen, fresh, deeper: await deeperLook(server, options, seen.stacks) };
    const verification = createVerification(
      {
        runId: randomUUID(),
        startedAt: startedAt.toISOString(),
        durationMs: Math.round(performance.now() - began),
        strict: options.strict === true,
      },
      sight,
    );
    world.out.write(
      options.json === true
        ? `${JSON.stringify(verification, null, 2)}\n`
        : describeVerification(verification, { sight, out: world.out, detailed: options.detailed === true }),
    );
    return verification.exitCode;
  } finally {
    await server.close();
  }
}

interface Watch {
  readonly world: World;
  readonly server: Server;
  readonly which: Which;
}

/**
 * Waits until every service was observed after this was called, or the time is over. An observation is new when
 * it is another than the first one told: so the clocks of server and client need not agree.
 * @throws CannotDo when a service or stack that was asked for is not there
 */
async function observeAnew(
  { world, server, which }: Watch,
  deadline: AbortSignal,
): Promise<ReadonlySet<string>> {
  const seen = () => everyService<Seen>(server, { query: documents.seen, filter: which }, deadline);
  const first = await seen();
  await insist({ server, which }, first, deadline);
  // In a Custos of its own, started a moment ago, everything that was observed was observed for this.
  const before = new Map(server.own ? [] : first.map(({ id, health }) => [id, health.observedAt]));
  const isNew = ({ id, health }: Seen) => health.observedAt !== null && health.observedAt !== before.get(id);
  let now = first;
  const told = new Set<string>();
  for (;;) {
    const wanted = now.filter(({ paused }) => !paused);
    for (const { id } of wanted.filter(isNew)) told.add(id);
    if (wanted.every(({ id }) => told.has(id)) || deadline.aborted) break;
    progress(world, `Observed ${String(told.size)} of ${String(wanted.length)} services ...`);
    await wait(askEveryMs, undefined, { signal: deadline }).catch(() => undefined);
    now = deadline.aborted ? now : await seen().catch(keepUnlessRefused(now, deadline));
  }
  progress(world, '');
  return told;
}

/** What was known goes on to count when the time ran out during the question. */
const keepUnlessRefused =
  (known: readonly Seen[], deadline: AbortSignal) =>
  (failure: unknown): readonly Seen[] => {
    if (deadline.aborted) return known;
    throw failure;
  };

async function insist(
  { server, which: { names, stack } }: Omit<Watch, 'world'>,
  found: readonly Seen[],
  deadline: AbortSignal,
): Promise<void> {
  const { stacks } = await ask<{ stacks: readonly StackSeen[] }>(
    server,
    { query: documents.stacks },
    deadline,
  );
  const missing = (names ?? []).filter((name) => !found.some((service) => service.name === name));
  if (stack !== undefined && !stacks.some(({ name }) => name === stack)) {
    const known = stacks.map(({ name }) => name).join(', ') || 'none';
    throw new CannotDo(exits.usage, `There is no stack ${stack}. Known are: ${known}.`);
  }
  if (missing.length === 0) return;
  const everything = await everyService<Seen>(server, { query: documents.seen, filter: {} }, deadline);
  if (everything.length === 0 && server.dockerFailure !== null) {
    throw new CannotDo(
      exits.noDocker,
      `Docker does not answer, and nothing was found: ${server.dockerFailure}`,
    );
  }
  const known = everything.map(({ name }) => name).join(', ') || 'none';
  throw new CannotDo(exits.usage, `There is no service ${missing.join(', ')}. Known are: ${known}.`);
}

async function look(server: Server, which: Which) {
  const signal = AbortSignal.timeout(lastLookMs);
  const [services, about] = await Promise.all([
    everyService<ServiceSeen>(server, { query: documents.services, filter: which }, signal),
    ask<{ serverInfo: { version: string }; stacks: readonly StackSeen[] }>(
      server,
      { query: documents.stacks },
      signal,
    ),
  ]);
  const stacks = about.stacks.filter(({ name }) => which.stack === undefined || name === which.stack);
  const silent = stacks.find(({ dockerHost }) => dockerHost?.reachable === false)?.dockerHost;
  const dockerFailure = silent
    ? (silent.failure ?? `${silent.endpoint} does not answer.`)
    : server.dockerFailure;
  return { services, stacks, version: about.serverInfo.version, dockerFailure };
}

/** A closer look, where one is wanted. */
async function deeperLook(
  server: Server,
  { detailed = false, ports = false, service, timeout }: VerifyOptions,
  stacks: readonly StackSeen[],
): Promise<Deeper | null> {
  if (!detailed && !ports) return null;
  const timeoutMs = Math.min(300_000, Math.max(1000, timeout * 1000));
  const names = service && service.length > 0 ? service : undefined;
  // A name is asked for in the stack that has it: with several stacks each service says its own.
  const wanted = { stacks: stacks.map(({ name }) => name), services: names, detailed, ports, timeoutMs };
  return await lookDeeper(server, wanted);
}

function whichOf({ service = [], stack }: VerifyOptions): Which {
  return { ...(service.length > 0 && { names: service }), ...(stack !== undefined && { stack }) };
}

/** What is still opening when the time is over is closed as soon as it is open. */
async function inTime(
  opening: Promise<Server>,
  { deadline, interrupted }: { readonly deadline: AbortSignal; readonly interrupted: AbortSignal },
): Promise<Server> {
  const over = new Promise<null>((resolve) => {
    if (deadline.aborted) resolve(null);
    deadline.addEventListener('abort', () => resolve(null), { once: true });
  });
  const server = await Promise.race([opening, over]);
  if (server) return server;
  void opening.then((late) => late.close()).catch(() => undefined);
  if (interrupted.aborted) throw new CannotDo(exits.interrupted, 'Interrupted.');
  throw new CannotDo(exits.timeout, 'No Custos could be asked in the time given: give more with --timeout.');
}
