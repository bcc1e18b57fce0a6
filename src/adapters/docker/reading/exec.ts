import { Readable } from 'node:stream';
import { Unreadable } from '../../../application/ports/engine-reader.ts';
import type { CommandResult } from '../../../plugin-sdk/container.ts';
import { messageOf, Unanswered } from '../failure.ts';
import { within } from '../within.ts';
import { Printed } from './printed.ts';
import { ask, type Reading, shortMs } from './reading.ts';
import { execMade, execState } from './replies.ts';

/** A command is given up after this, whoever asks. */
const mostMs = 60_000;
/** Docker tells a command's end a moment after that of its output. */
const endingMs = 20;

interface Wanted {
  readonly containerId: string;
  readonly argv: readonly string[];
}

/**
 * Runs a command in a running container, as the container's own user. Docker knows no way to end it: one that does
 * not end before `signal` aborts is left running, and answered without an exit code.
 */
export async function runExec(
  reading: Reading,
  { containerId, argv }: Wanted,
  signal: AbortSignal,
): Promise<CommandResult> {
  const { docker, clock } = reading;
  const options = { Cmd: [...argv], AttachStdout: true, AttachStderr: true };
  const { Id } = await ask(reading, { reply: execMade, ms: shortMs, signal }, async (abortSignal) => {
    const { id } = await docker.getContainer(containerId).exec({ ...options, abortSignal });
    return { Id: id };
  });
  const printed = new Printed();
  try {
    await within({ clock, ms: mostMs, signal }, (abortSignal) =>
      output(reading, { Id, abortSignal }, printed),
    );
  } catch (error) {
    if (notFound(messageOf(error))) throw new Unreadable(hasNo(argv), { cause: error });
    if (!(error instanceof Unanswered)) throw error;
    return { exitCode: null, output: printed.text() };
  }
  const exitCode = await exitCodeOf(reading, Id, signal);
  const text = printed.text();
  if ((exitCode === 126 || exitCode === 127) && /^OCI runtime/u.test(text) && notFound(text))
    throw new Unreadable(hasNo(argv));
  return { exitCode, output: text };
}

/** Whether Docker says that there is no such program. */
export function notFound(told: string): boolean {
  return /executable file not found|exec: .*no such file or directory/u.test(told);
}

/** Said of a container without the program that a command begins with. */
export function hasNo(argv: readonly string[]): string {
  return `Its image has no ${argv[0] ?? 'command'}.`;
}

async function output(
  { docker }: Reading,
  { Id, abortSignal }: { readonly Id: string; readonly abortSignal: AbortSignal },
  printed: Printed,
): Promise<void> {
  const stream = await docker.getExec(Id).start({ Detach: false, Tty: false, abortSignal });
  if (!(stream instanceof Readable)) throw new Error('Docker gave no output.');
  await printed.follow(stream);
}

/** Null when it did not end in time after all. */
async function exitCodeOf(reading: Reading, id: string, signal: AbortSignal): Promise<number | null> {
  while (!signal.aborted) {
    const state = await ask(reading, { reply: execState, ms: shortMs, signal }, (abortSignal) =>
      reading.docker.getExec(id).inspect({ abortSignal }),
    );
    if (state.Running !== true) return state.ExitCode ?? null;
    await reading.clock.sleep(endingMs, signal);
  }
  return null;
}
