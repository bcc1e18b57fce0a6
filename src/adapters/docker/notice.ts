import type { ContainerNotice } from '../../domain/container/container.ts';
import { healthOf } from './container.ts';
import { type EventLine, eventLine } from './reply.ts';

/**
 * What is worth a notice. The rest is noise: each health check of a container alone is three `exec_...`, a `kill`
 * or a `stop` only announces a `die`, and a `restart` follows a `start`.
 */
export const actions = [
  'start',
  'die',
  'oom',
  'pause',
  'unpause',
  'rename',
  'destroy',
  'health_status',
] as const;

/** One event of the engine, as far as it concerns containers by name. */
export interface Said {
  /** The same for the same event, told twice. */
  readonly key: string;
  /** When, in microseconds since 1970, rounded down. */
  readonly micros: number;
  /** One; two for a `rename`, which is news of the old name too. */
  readonly notices: readonly ContainerNotice[];
}

/**
 * Reads one line of the stream of events; null for what is not worth a notice.
 * @throws SyntaxError or ZodError for what is no event.
 */
export function readEvent(line: string): Said | null {
  const event = eventLine.parse(JSON.parse(line));
  const action = actions.find((known) => known === event.Action.split(':')[0]);
  if (!action || (event.Type ?? 'container') !== 'container') return null;
  const nanos = nanosOf(line) ?? BigInt(event.time) * 1_000_000_000n;
  return {
    key: `${nanos} ${event.Actor.ID} ${event.Action}`,
    micros: Number(nanos / 1000n),
    notices: noticesOf({ event, action, at: new Date(Number(nanos / 1_000_000n)) }),
  };
}

interface Reading {
  readonly event: EventLine;
  readonly action: (typeof actions)[number];
  readonly at: Date;
}

function noticesOf({ event, action, at }: Reading): readonly ContainerNotice[] {
  const { ID: containerId, Attributes: said } = event.Actor;
  const containerName = said['name'] ?? containerId.slice(0, 12);
  const notice = {
    at,
    containerId,
    containerName,
    action,
    exitCode: action === 'die' ? integer(said['exitCode']) : null,
    // As in `health_status: healthy`.
    health: action === 'health_status' ? healthOf(event.Action.split(':')[1]?.trim()) : null,
  };
  const oldName = action === 'rename' ? said['oldName'] : undefined;
  return oldName ? [{ ...notice, containerName: oldName.replace(/^\//u, '') }, notice] : [notice];
}

/** Nanoseconds since 1970 do not fit into a number of JavaScript: JSON.parse would round them. */
export function nanosOf(line: string): bigint | null {
  const digits = /"timeNano":\s*(\d+)/u.exec(line)?.[1];
  return digits === undefined ? null : BigInt(digits);
}

function integer(text: string | undefined): number | null {
  return text !== undefined && /^\d+$/u.test(text) ? Number(text) : null;
}
