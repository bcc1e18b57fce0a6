import { describe, expect, it } from 'vitest';

import { dependenciesOf } from './dependencies.ts';
import { service } from '../../../test/support/drafts.ts';
import type { Service } from './service.ts';

const usual = (kind: string): readonly string[] =>
  ({ prometheus: ['alertmanager', 'node-exporter'], grafana: ['prometheus'] })[kind] ?? [];
const named = (name: string, more: Partial<Service> = {}): Service => ({
  ...service(`svc_${name}`),
  name,
  kind: name,
  containerName: `shop-${name}-1`,
  dependsOn: null,
  ...more,
});
const engine = named('docker-engine', { containerName: null });

function needs(name: string, ...services: readonly Service[]): readonly string[] {
  const found = dependenciesOf(services, usual).get(`svc_${name}`) ?? [];
  return found.map((need) => `${need.service.name}${need.toRun ? ' to run' : ''}`).sort();
}

describe('A service needs', () => {
  it('what its kind usually needs, to do its work', () => {
    expect(needs('grafana', named('grafana'), named('prometheus'))).toEqual(['prometheus']);
    expect(needs('prometheus', named('prometheus'), named('alertmanager'))).toEqual(['alertmanager']);
  });

  it('all of a kind that it needs', () => {
    const second = named('second', { kind: 'prometheus' });
    expect(needs('grafana', named('grafana'), named('prometheus'), second)).toEqual(['prometheus', 'second']);
  });

  it('the engine that its container runs in, to run', () => {
    expect(needs('prometheus', named('prometheus'), engine)).toEqual(['docker-engine to run']);
    expect(needs('prometheus', named('prometheus', { containerName: null }), engine)).toEqual([]);
    expect(needs('docker-engine', named('prometheus'), engine)).toEqual([]);
  });

  it('what it is said to need, to run, and nothing else but the engine', () => {
    const grafana = named('grafana', { dependsOn: ['alertmanager', 'nobody'] });
    expect(needs('grafana', grafana, named('prometheus'), named('alertmanager'), engine)).toEqual([
      'alertmanager to run',
      'docker-engine to run',
    ]);
    expect(needs('grafana', named('grafana', { dependsOn: [] }), named('prometheus'))).toEqual([]);
  });

  it('never itself', () => {
    expect(needs('grafana', named('grafana', { dependsOn: ['grafana'] }))).toEqual([]);
  });
});
