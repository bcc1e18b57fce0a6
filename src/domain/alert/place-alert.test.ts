import { describe, expect, it } from 'vitest';

import { service } from '../../../test/support/drafts.ts';
import { scraped } from '../../../test/support/fake-targets.ts';
import { parseMatcher } from '../service/matcher.ts';
import type { Target } from '../target/target.ts';
import { alertPlaces } from './place-alert.ts';

const services = [
  { ...service('prometheus'), kind: 'prometheus', containerName: 'shop-prometheus-1' },
  { ...service('bot'), kind: 'application', containerName: 'shop-bot-1' },
  { ...service('worker'), kind: 'application', containerName: null },
  { ...service('exporter'), kind: 'node-exporter', containerName: null },
];
const target: Target = {
  ...scraped('apps', '10.0.0.3:8082'),
  ...{ id: 'tgt_1', stackId: 'stk_1', scrapedById: 'svc_1', observedAt: new Date(0), removedAt: null },
};
const idOf = (name: string) => services.find((one) => one.name === name)?.id ?? null;
const place = alertPlaces({
  rules: [
    { matchers: [parseMatcher('team="storage"'), parseMatcher('severity=~"c.*"')], service: 'worker' },
    { matchers: [parseMatcher('team="nobody"')], service: 'not there' },
  ],
  services,
  targets: [target],
  serviceOf: new Map([['tgt_1', idOf('bot') ?? '']]),
});

describe('An alert is about', () => {
  it.each<[string, Record<string, string>, string | null]>([
    ['what a rule says', { team: 'storage', severity: 'critical', service: 'bot' }, 'worker'],
    ['nothing, when a rule names what is not there', { team: 'nobody', service: 'bot' }, null],
    ['the service that a label names', { service: 'worker', job: 'prometheus' }, 'worker'],
    [
      'the service of a container',
      { container_label_com_docker_compose_service: 'exporter', name: 'x' },
      'exporter',
    ],
    ['the service that its target is', { job: 'apps', instance: '10.0.0.3:8082' }, 'bot'],
    ['the service whose container it names', { job: 'cadvisor', name: 'shop-bot-1' }, 'bot'],
    ['the service that its job is called like', { job: 'worker' }, 'worker'],
    ['the only service of a kind that its job is called like', { job: 'node-exporter' }, 'exporter'],
    ['none of several of that kind', { job: 'application' }, null],
    ['nothing, when nothing is known there', { alertname: 'Watchdog', service: '', name: '' }, null],
    ['nothing, whatever its labels are called', { constructor: 'x', service: '__proto__' }, null],
  ])('%s', (_, labels, expected) => {
    expect(place(labels)).toBe(expected && idOf(expected));
  });
});
