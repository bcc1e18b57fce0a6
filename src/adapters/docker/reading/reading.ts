import type Docker from 'dockerode';
import type { z } from 'zod';
import type { Clock } from '../../../application/ports/clock.ts';
import type { Client } from '../client.ts';
import { within } from '../within.ts';

/** What reading an engine takes. */
export interface Reading {
  readonly client: Client;
  readonly docker: Docker;
  readonly clock: Clock;
}

/** A question to an engine: what its answer must look like, and how long it is waited for. */
export interface Question<T extends z.ZodType> {
  readonly reply: T;
  readonly ms: number;
  readonly signal: AbortSignal;
}

/** The longest that a short question may take; a busy engine answers in some hundred milliseconds. */
export const shortMs = 5000;

/** Docker's words for a container whose processes are there. */
export const alive: ReadonlySet<string> = new Set(['running', 'paused', 'restarting']);

/** Asks an engine, and reads its answer strictly. @throws Unanswered, ZodError, and what the client throws */
export function ask<T extends z.ZodType>(
  { clock }: Pick<Reading, 'clock'>,
  { reply, ms, signal }: Question<T>,
  call: (signal: AbortSignal) => Promise<unknown>,
): Promise<z.infer<T>> {
  return within({ clock, ms, signal }, async (ending) => reply.parse(await call(ending)));
}
