import { setMaxListeners } from 'node:events';
import type { EngineReading } from '../application/ports/engine-reader.ts';
import type { Examination } from '../application/ports/plugins.ts';
import type { Manifest } from './manifest.ts';
import type { Reading } from './protocol.ts';
import { readReading } from './read-examined.ts';

/** Of the time of a diagnosis, what one reading may take, so that a check that waited for it can still say so. */
const shareOfReading = 0.5;

/** What a reading needs to be permitted. */
const permissionOf: Readonly<Record<Reading['kind'], Manifest['permissions'][number]>> = {
  inspect: 'docker:read',
  usage: 'docker:read',
  logs: 'docker:read',
  events: 'docker:read',
  archive: 'docker:archive',
  exec: 'docker:exec',
  helper: 'docker:helper',
  info: 'docker:read',
  containers: 'docker:read',
  networks: 'docker:read',
  volumes: 'docker:read',
  disk: 'docker:read',
  listeners: 'host',
};

/**
 * Reads what a plugin's check asks for, if its manifest permits it, and if it is of the service's own stack: containers
 * of others are told by name and ports only, and never entered. A command is one that the manifest lists, its parts
 * filled in as whole or partial arguments, each matching its pattern; nothing goes through a shell.
 */
export function readerForChecks(manifest: Manifest, examination: Examination, signal: AbortSignal) {
  // Each reading under way listens; how many there may be at once is bounded by the worker's owner.
  setMaxListeners(0, signal);
  return async (text: string): Promise<string> => {
    const reading = readReading(text);
    if (typeof reading === 'string') throw new Error(reading);
    const permission = reading.of === 'host' ? 'host' : permissionOf[reading.kind];
    if (!manifest.permissions.includes(permission))
      throw new Error(`The manifest of ${manifest.name} does not ask for the permission ${permission}.`);
    const inTime = AbortSignal.any([
      signal,
      AbortSignal.timeout(Math.round(examination.timeoutMs * shareOfReading)),
    ]);
    return JSON.stringify(await read(reading, { manifest, examination, signal: inTime })) ?? 'null';
  };
}

interface Wanted {
  readonly manifest: Manifest;
  readonly examination: Examination;
  readonly signal: AbortSignal;
}

async function read(reading: Reading, { manifest, examination, signal }: Wanted): Promise<unknown> {
  const { engine, host, service } = examination;
  if (reading.of === 'host') {
    if (!host) throw new Error('The stack has no Docker engine whose host could be read.');
    return await host.read(reading, signal);
  }
  const noEngine = 'The stack has no Docker engine that could be asked.';
  if (reading.of === 'engine') {
    if (!engine) throw new Error(noEngine);
    return withServices(await engine.read(reading, signal), examination);
  }
  const containerId = idOf(examination, 'service' in reading ? reading.service : service.name);
  if (containerId === null) {
    if (reading.kind === 'inspect') return null;
    throw new Error('It has no container that is known.');
  }
  if (!engine) throw new Error(noEngine);
  return await engine.read(toRead(reading, containerId, manifest), signal);
}

/** Docker's id of the container of a service of the same stack. @throws Error when there is no such service */
function idOf({ neighbours }: Examination, name: string): string | null {
  const neighbour = neighbours.find((candidate) => candidate.service.name === name);
  if (!neighbour) throw new Error(`The stack has no service ${name}.`);
  return neighbour.containerId;
}

function toRead(
  reading: Reading & { readonly of: 'container' },
  containerId: string,
  manifest: Manifest,
): EngineReading {
  switch (reading.kind) {
    case 'inspect':
    case 'usage':
      return { kind: reading.kind, containerId };
    case 'logs':
      return { kind: 'logs', containerId, tail: reading.tail, since: reading.since };
    case 'events':
      return { kind: 'events', containerId, since: reading.since };
    case 'archive':
      return { kind: 'archive', containerId, path: reading.path };
    case 'exec':
      return { kind: 'exec', containerId, argv: argvOf(reading, manifest) };
    case 'helper': {
      const { network, user } = reading;
      return { kind: 'helper', containerId, argv: argvOf(reading, manifest), network, user };
    }
  }
}

function argvOf(
  { command, parts }: { readonly command: string; readonly parts: Readonly<Record<string, string>> },
  manifest: Manifest,
): readonly string[] {
  const listed = manifest.commands.find(({ name }) => name === command);
  if (!listed) throw new Error(`The manifest of ${manifest.name} lists no command ${command}.`);
  for (const [name, value] of Object.entries(parts)) {
    const pattern = listed.parts[name];
    if (pattern === undefined) throw new Error(`The command ${command} has no part ${name}.`);
    if (!new RegExp(`^(?:${pattern})$`, 'u').test(value) || value.includes('\0'))
      throw new Error(
        `What the part ${name} of the command ${command} was given does not match its pattern.`,
      );
  }
  return listed.argv.map((argument) =>
    argument.replace(/\{([a-z][A-Za-z]*)\}/gu, (_, name: string) => {
      const value = parts[name];
      if (value === undefined) throw new Error(`The command ${command} needs the part ${name}.`);
      return value;
    }),
  );
}

/** The engine knows no services: whose container is whose is known here. */
function withServices(answer: unknown, { neighbours }: Examination): unknown {
  if (!Array.isArray(answer)) return answer;
  const names = new Map(neighbours.map(({ containerId, service }) => [containerId, service.name]));
  return answer.map((one: unknown) => {
    if (typeof one !== 'object' || one === null || !('service' in one) || !('id' in one)) return one;
    return { ...one, service: typeof one.id === 'string' ? (names.get(one.id) ?? null) : null };
  });
}
