import { describe, expect, it } from 'vitest';

import { fromCursor, toCursor } from './cursor.ts';
import type { Event } from './event.ts';
import { chained } from './event.ts';
import { matches } from './filter.ts';

const event: Event = {
  sequence: 7,
  hash: '',
  at: new Date(Date.UTC(2026, 0, 1)),
  summary: 'It went down.',
  actor: { kind: 'TOKEN', name: 'ann', role: 'ADMIN' },
  subject: 'svc_a',
  stackId: 'stk_a',
  services: ['svc_a', 'svc_b'],
  audit: true,
  detail: { type: 'HEALTH_CHANGED', serviceId: 'svc_a', from: 'HEALTHY', to: 'DOWN', causedBy: [] },
};

describe('A cursor', () => {
  it('leads back to its position', () => {
    for (const sequence of [0, 1, 35, 36, 123_456_789]) {
      expect(fromCursor('log1', toCursor('log1', sequence))).toBe(sequence);
    }
  });

  it.each(['', 'log1', 'log2.7', 'log1.7.8', 'log1.-1', 'log1.7 ', 'log1.07', 'log1.!', '7'])(
    'is refused when it is none of this log: %j',
    (cursor) => {
      expect(fromCursor('log1', cursor)).toBeNull();
    },
  );
});

describe('The chain of the log', () => {
  it('does not depend on the order of keys', () => {
    const reordered: Event = {
      ...event,
      detail: { to: 'DOWN', from: 'HEALTHY', serviceId: 'svc_a', type: 'HEALTH_CHANGED', causedBy: [] },
    };
    expect(chained(reordered, 'x')).toBe(chained(event, 'x'));
  });

  it.each<[string, Event, string]>([
    ['the entry before', event, 'y'],
    ['its position', { ...event, sequence: 8 }, 'x'],
    ['its time', { ...event, at: new Date(0) }, 'x'],
    ['its words', { ...event, summary: 'It went up.' }, 'x'],
    ['its actor', { ...event, actor: null }, 'x'],
    ['its services', { ...event, services: ['svc_b', 'svc_a'] }, 'x'],
    ['its detail', { ...event, detail: { ...event.detail, to: 'HEALTHY' } as Event['detail'] }, 'x'],
  ])('is another when %s is another', (_what, other, previous) => {
    expect(chained(other, previous)).not.toBe(chained(event, 'x'));
  });
});

describe('A filter of events', () => {
  it.each([
    [{}, true],
    [{ types: ['HEALTH_CHANGED'] as const }, true],
    [{ types: [] }, false],
    [{ types: ['SERVER_STARTED'] as const }, false],
    [{ serviceIds: ['svc_b'] }, true],
    [{ serviceIds: ['svc_c'] }, false],
    [{ actors: ['ann'] }, true],
    [{ actors: ['bob'] }, false],
    [{ stackIds: ['stk_a'] }, true],
    [{ stackIds: [] }, false],
    [{ audit: true }, true],
    [{ audit: false }, false],
    [{ since: event.at }, true],
    [{ until: event.at }, false],
    [{ types: ['HEALTH_CHANGED'] as const, actors: ['bob'] }, false],
  ])('%j lets it pass: %s', (filter, expected) => {
    expect(matches(event, filter)).toBe(expected);
  });

  it('by actor lets nothing pass that nobody did', () => {
    expect(matches({ ...event, actor: null }, { actors: ['ann'] })).toBe(false);
  });
});
