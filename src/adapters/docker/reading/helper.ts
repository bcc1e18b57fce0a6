import { randomUUID } from 'node:crypto';
import { Readable } from 'node:stream';
import type Docker from 'dockerode';
import { z } from 'zod';
import { Unreadable } from '../../../application/ports/engine-reader.ts';
import type { CommandResult } from '../../../plugin-sdk/container.ts';
import { messageOf, statusOf, Unanswered } from '../failure.ts';
import { within } from '../within.ts';
import { hasNo, notFound } from './exec.ts';
import { helperLabel, removeHelper, sweepHelpers } from './leftovers.ts';
import { Printed } from './printed.ts';
import { ask, type Reading, shortMs } from './reading.ts';
import { gone } from './unreadable.ts';

/** A command is given up after this, whoever asks. */
const mostMs = 60_000;
const mebi = 1024 * 1024;

/** A command to run in a container made for it, beside the one that it is about. */
export interface HelperWanted {
  readonly containerId: string;
  readonly argv: readonly string[];
  readonly network: 'none' | 'container' | 'host';
  readonly user: 'image' | 'root';
}

/**
 * Runs a command in a container made for it: of the same image, with the same mounts, which it can only read. It is
 * removed whatever happens; a command that does not end before `signal` aborts is ended, and has no exit code.
 */
export async function runHelper(
  reading: Reading,
  wanted: HelperWanted,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { client, clock } = reading;
  const [inspected] = await Promise.all([
    client.inspect(wanted.containerId, signal),
    sweepHelpers(reading, signal),
  ]);
  if (!inspected) throw new Unreadable(gone);
  const name = `custos-helper-${randomUUID().slice(0, 8)}`;
  try {
    return await run(reading, { options: { ...optionsOf(wanted, inspected.Image), name }, signal });
  } catch (error) {
    throw refusal(error, wanted) ?? error;
  } finally {
    const removed = removeHelper(reading, name);
    // A removal goes on where nobody waits for it any longer.
    await within({ clock, ms: shortMs, signal }, () => removed).catch(() => undefined);
  }
}

function refusal(error: unknown, { argv }: HelperWanted): Unreadable | null {
  const message = messageOf(error);
  if (notFound(message)) return new Unreadable(hasNo(argv), { cause: error });
  if (statusOf(error) !== 409 || !/non.?running container/iu.test(message)) return null;
  return new Unreadable('It does not run: its network cannot be joined.', { cause: error });
}

interface Running {
  readonly options: Docker.ContainerCreateOptions & { readonly name: string };
  readonly signal: AbortSignal;
}

async function run(reading: Reading, { options, signal }: Running): Promise<CommandResult> {
  const { docker, clock } = reading;
  const question = { reply: z.unknown(), ms: shortMs, signal };
  await ask(reading, question, (abortSignal) => docker.createContainer({ ...options, abortSignal }));
  const printed = new Printed();
  try {
    const exitCode = await within({ clock, ms: mostMs, signal }, (abortSignal) =>
      start(docker.getContainer(options.name), printed, abortSignal),
    );
    return { exitCode, output: printed.text() };
  } catch (error) {
    if (error instanceof Unanswered) return { exitCode: null, output: printed.text() };
    throw error;
  }
}

/** Starts a container, and waits for its end. Answers its exit code. */
async function start(
  container: Docker.Container,
  printed: Printed,
  abortSignal: AbortSignal,
): Promise<number> {
  // Before it starts, so that nothing it prints is missed.
  const attached = { stream: true, stdout: true, stderr: true, abortSignal };
  const output: unknown = await container.attach(attached);
  if (!(output instanceof Readable)) throw new Error('Docker gave no output.');
  await Promise.all([printed.follow(output), container.start({ abortSignal })]);
  return waited.parse(await container.wait({ abortSignal })).StatusCode;
}

const waited = z.object({ StatusCode: z.number() });

function optionsOf(wanted: HelperWanted, image: string): Docker.ContainerCreateOptions {
  const { containerId, argv, network, user } = wanted;
  const [first, ...rest] = argv;
  return {
    Image: image,
    Entrypoint: [first ?? ''],
    Cmd: rest,
    // Discovery takes no notice of what is ignored.
    Labels: { [helperLabel]: 'true', 'custos.ignore': 'true' },
    AttachStdout: true,
    AttachStderr: true,
    Healthcheck: { Test: ['NONE'] },
    ...(user === 'root' && { User: '0' }),
    HostConfig: {
      VolumesFrom: [`${containerId}:ro`],
      NetworkMode: network === 'container' ? `container:${containerId}` : network,
      ReadonlyRootfs: true,
      CapDrop: ['ALL'],
      // Root without capabilities may not look at the files of others. DAC_READ_SEARCH would be named better, but
      // with it a process can open any file of the host by its number.
      ...(user === 'root' && { CapAdd: ['DAC_OVERRIDE'] }),
      SecurityOpt: ['no-new-privileges'],
      Memory: 256 * mebi,
      MemorySwap: 256 * mebi,
      PidsLimit: 64,
      LogConfig: { Type: 'none', Config: {} },
    },
  };
}
