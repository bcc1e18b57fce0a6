import { createHash } from 'node:crypto';

import type { StateChange } from '../../src/application/ports/state.ts';
import type { Event, EventDraft } from '../../src/domain/event/event.ts';
import { chained } from '../../src/domain/event/event.ts';
import type { Standing } from '../../src/domain/health/standing.ts';
import { unobserved } from '../../src/domain/health/standing.ts';
import type { Service } from '../../src/domain/service/service.ts';

export const noon = new Date('2026-11-23T12:00:00.000Z');

/** A change of a service's health, to be recorded. */
export function draft(more: Partial<EventDraft> = {}): EventDraft {
  return {
    at: noon,
    summary: 'prometheus went down.',
    actor: null,
    subject: 'service_1',
    stackId: 'stack_1',
    services: ['service_1'],
    audit: false,
    detail: { type: 'HEALTH_CHANGED', serviceId: 'service_1', from: 'HEALTHY', to: 'DOWN', causedBy: [] },
    ...more,
  };
}

/** Drafts that can be told apart by their summaries: `first`, `first + 1`, ... */
export function numbered(count: number, first = 1): readonly EventDraft[] {
  return Array.from({ length: count }, (_, index) => draft({ summary: String(first + index) }));
}

export const stackSaved: StateChange = {
  kind: 'stack-saved',
  stack: { id: 'stack_1', name: 'monitoring', dockerEndpoint: null, project: null },
};

export function service(id: string): Service {
  return {
    id,
    stackId: 'stack_1',
    name: id,
    kind: 'prometheus',
    displayName: 'Prometheus',
    url: null,
    labels: {},
    version: null,
    origin: 'DISCOVERED',
    containerName: null,
    settings: {},
    dependsOn: null,
    probeIntervalMs: 5000,
    pause: null,
    removedAt: null,
  };
}

export function standing(summary: string): Standing {
  return { ...unobserved(noon), summary };
}

/** Takes what is there until there are so many. */
export async function take(count: number, events: AsyncIterable<Event>): Promise<readonly Event[]> {
  const taken: Event[] = [];
  for await (const event of events) if (taken.push(event) >= count) break;
  return taken;
}

/** Says where a chain of hashes is broken; null when each entry proves the one before it. */
export function brokenAt(events: readonly Event[], previousHash: string): number | null {
  let previous = previousHash;
  for (const { hash, ...entry } of events) {
    if (createHash('sha256').update(chained(entry, previous)).digest('hex') !== hash) return entry.sequence;
    previous = hash;
  }
  return null;
}
