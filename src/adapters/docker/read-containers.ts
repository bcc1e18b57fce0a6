import { ZodError } from 'zod';
import type { Container } from '../../domain/container/container.ts';
import type { Client } from './client.ts';
import { describeContainer, describeListed, nameOf } from './container.ts';
import { statusOf, Unanswered } from './failure.ts';
import type { ListedContainer } from './reply.ts';
import { sideBySide } from './side-by-side.ts';

/** How many containers are inspected at a time. */
const width = 8;

/** Containers as they were last described, by name. */
export type Known = ReadonlyMap<string, Container>;

/** Describes every container. */
export async function readAll(
  client: Client,
  known: Known,
  signal: AbortSignal,
): Promise<readonly Container[]> {
  return describeAll(await client.list(null, signal), { client, known, signal });
}

/** Describes the container that has a name now; null when none has. */
export async function readOne(client: Client, name: string, rest: { known: Known; signal: AbortSignal }) {
  const listed = await client.list(name, rest.signal);
  const described = await describeAll(
    listed.filter((line) => nameOf(line) === name),
    { client, ...rest },
  );
  return described[0] ?? null;
}

/** Hands over each of the named containers as soon as it is described, and leaves out those that cannot be. */
export async function readNamed(
  client: Client,
  wanted: { readonly names: ReadonlySet<string>; readonly signal: AbortSignal },
  take: (container: Container) => void,
): Promise<void> {
  const { names, signal } = wanted;
  const listed = await client.list(null, signal);
  const named = listed.filter((line) => names.has(nameOf(line)));
  await sideBySide(named, width, async (line) => {
    const container = await inspect(client, line, signal).catch(() => null);
    if (container) take(container);
  });
}

interface Reading {
  readonly client: Client;
  readonly known: Known;
  readonly signal: AbortSignal;
}

async function describeAll(listed: readonly ListedContainer[], { client, known, signal }: Reading) {
  const described = await sideBySide(listed, width, async (line) => {
    try {
      return await inspect(client, line, signal);
    } catch (error) {
      if (!isTroubleOfOne(error)) throw error;
      return describeListed(line, known.get(nameOf(line)) ?? null);
    }
  });
  return described.filter((container) => container !== null);
}

/** Null when it is gone since it was listed. */
async function inspect(
  client: Client,
  listed: ListedContainer,
  signal: AbortSignal,
): Promise<Container | null> {
  const inspected = await client.inspect(listed.Id, signal);
  if (!inspected) return null;
  const digests = await client.digests(inspected.Image);
  const line = inspected.State.Status === listed.State ? listed : await listAgain(client, listed, signal);
  return describeContainer({ listed: line, inspected, digests });
}

/** It changed between the listing and the inspection: the words of the one would belie the state of the other. */
async function listAgain(
  client: Client,
  listed: ListedContainer,
  signal: AbortSignal,
): Promise<ListedContainer> {
  const lines = await client.list(nameOf(listed), signal);
  return lines.find((line) => line.Id === listed.Id) ?? listed;
}

/** An engine that lists can still hang over one container; that must not make it blind for the others. */
function isTroubleOfOne(error: unknown): boolean {
  return error instanceof Unanswered || error instanceof ZodError || statusOf(error) !== null;
}
