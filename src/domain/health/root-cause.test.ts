import { describe, expect, it } from 'vitest';

import { service } from '../../../test/support/drafts.ts';
import type { Need } from '../service/dependencies.ts';
import type { HealthStatus } from './health.ts';
import { createCauses } from './root-cause.ts';

type Graph = Readonly<Record<string, readonly string[]>>;

/** A name with `!` is needed to run. */
function causes(graph: Graph, statuses: Readonly<Record<string, HealthStatus>>, of: string) {
  const need = (name: string): Need => {
    const id = name.replace('!', '');
    return { service: service(id), toRun: name.endsWith('!') };
  };
  const dependencies = new Map(Object.entries(graph).map(([id, names]) => [id, names.map(need)]));
  return [...createCauses(dependencies, (id) => statuses[id] ?? 'HEALTHY')(of)].sort();
}

const stack: Graph = {
  engine: [],
  exporter: ['engine!'],
  prometheus: ['engine!', 'exporter'],
  grafana: ['engine!', 'prometheus'],
};

describe('What explains a service', () => {
  it.each<[string, Readonly<Record<string, HealthStatus>>, string, readonly string[]]>([
    ['nothing while it is well', { engine: 'DOWN' }, 'grafana', []],
    ['nothing when it alone fails', { grafana: 'DOWN' }, 'grafana', []],
    ['what it needs to run, when that is down', { engine: 'DOWN', grafana: 'DOWN' }, 'grafana', ['engine']],
    ['that of what is unknown, too', { engine: 'DOWN', grafana: 'UNKNOWN' }, 'grafana', ['engine']],
    [
      'the deepest, not what lies between',
      { engine: 'DOWN', prometheus: 'UNKNOWN', grafana: 'DEGRADED' },
      'grafana',
      ['engine'],
    ],
    [
      'what it needs to work, when it works badly',
      { prometheus: 'DOWN', grafana: 'DEGRADED' },
      'grafana',
      ['prometheus'],
    ],
    [
      'not what it only needs to work, when it is down',
      { prometheus: 'DOWN', grafana: 'DOWN' },
      'grafana',
      [],
    ],
    ['not what only works badly, when it is down', { engine: 'DEGRADED', grafana: 'DOWN' }, 'grafana', []],
    ['nothing that is only unknown', { engine: 'UNKNOWN', grafana: 'DEGRADED' }, 'grafana', []],
    [
      'every one of several',
      { exporter: 'DOWN', engine: 'DEGRADED', prometheus: 'DEGRADED' },
      'prometheus',
      ['engine', 'exporter'],
    ],
  ])('is %s', (_, statuses, of, expected) => {
    expect(causes(stack, statuses, of)).toEqual(expected);
  });

  it('is found in circles too', () => {
    const circle: Graph = { a: ['b!'], b: ['c!'], c: ['a!'] };
    const down = { a: 'DOWN', b: 'DOWN', c: 'DOWN' } as const;
    expect(causes(circle, down, 'a')).toEqual(['c']);
    expect(causes(circle, { a: 'DOWN', b: 'DOWN' }, 'a')).toEqual(['b']);
  });
});
