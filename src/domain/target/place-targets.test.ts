import { describe, expect, it } from 'vitest';

import { service } from '../../../test/support/drafts.ts';
import { container } from '../../../test/support/fake-engine.ts';
import type { Service } from '../service/service.ts';
import { placeTargets } from './place-targets.ts';
import type { Target } from './target.ts';

const contained = (name: string, more: Partial<Service> = {}): Service => ({
  ...service(name),
  kind: name,
  containerName: `shop-${name}-1`,
  ...more,
});

const services = [
  contained('prometheus', { url: 'http://127.0.0.1:9090' }),
  contained('bot', { kind: 'application', url: 'http://127.0.0.1:8082/app' }),
  contained('grafana', { url: 'http://127.0.0.1:3001' }),
  { ...service('node-exporter'), kind: 'node-exporter', url: 'http://localhost:9100' },
  { ...service('engine'), kind: 'docker-engine', url: 'http://127.0.0.1:9323' },
  { ...service('far'), kind: 'application', url: 'https://far.example.org/metrics-of' },
];
const containers = [
  container('prometheus', { addresses: { shop_default: '172.18.0.2' } }),
  container('bot', { addresses: { shop_default: '172.18.0.3', back: '10.9.0.3' } }),
  container('grafana', { addresses: { shop_default: 'fd00::4' } }),
];

const target = (scrapeUrl: string, job = 'some', more: Partial<Target> = {}): Target => ({
  ...{ id: `${job} ${scrapeUrl}`, stackId: 'stack_1', scrapedById: 'prometheus', labels: {} },
  ...{ job, instance: '', scrapeUrl, health: 'UP', lastError: null, lastScrape: null },
  ...{ scrapeDurationMs: null, scrapeIntervalMs: null, observedAt: new Date(0), removedAt: null },
  ...more,
});

const place = (one: Target, others: readonly Target[] = []) =>
  placeTargets([one, ...others], { services, containers }).get(one.id) ?? null;

describe('A target scraped at', () => {
  it.each<[string, string | null]>([
    // By the names and addresses of containers, on whatever port.
    ['http://bot:8082/metrics', 'bot'],
    ['http://BOT.:8082/metrics', 'bot'],
    ['http://shop-bot-1:8082/metrics', 'bot'],
    ['http://172.18.0.3:8082/metrics', 'bot'],
    ['http://10.9.0.3:8082/metrics', 'bot'],
    ['http://[fd00::4]:3000/metrics', 'grafana'],
    ['http://user:secret@bot:8082/metrics', 'bot'],
    // Inside Prometheus's container, localhost is Prometheus.
    ['http://localhost:9090/metrics', 'prometheus'],
    ['http://127.0.0.1:9090/prom/metrics', 'prometheus'],
    ['http://[::1]:9090/metrics', 'prometheus'],
    ['http://localhost:9100/metrics', null],
    // By this host's names and published ports.
    ['http://host.docker.internal:9100/metrics', 'node-exporter'],
    ['http://172.17.0.1:9323/metrics', 'engine'],
    ['http://172.18.0.1:8082/metrics', 'bot'],
    ['http://172.17.0.1:9999/metrics', null],
    // By host and port of a URL.
    ['https://far.example.org/metrics', 'far'],
    ['http://far.example.org/metrics', null],
    ['https://FAR.example.org:443/metrics', 'far'],
    // Nowhere.
    ['http://elsewhere:9100/metrics', null],
    ['http://172.18.0.99:8082/metrics', null],
    ['', null],
    ['nonsense', null],
    ['http://constructor:1/metrics', null],
  ])('%s is %s', (url, expected) => {
    expect(place(target(url))).toBe(expected);
  });
});

describe('A target', () => {
  it('is found by its instance where its URL says nothing', () => {
    expect(place(target('', 'some', { instance: 'bot:8082' }))).toBe('bot');
  });

  it('of a Prometheus on the host itself finds the host’s ports under localhost', () => {
    expect(place(target('http://localhost:9100/metrics', 'some', { scrapedById: 'outside' }))).toBe(
      'node-exporter',
    );
  });

  it.each([
    ['a service', 'engine', 'engine'],
    ['the kind of one service alone', 'docker-engine', 'engine'],
    ['the kind of several', 'application', null],
    ['nothing', 'other', null],
  ])('elsewhere whose job is named like %s', (_, job, expected) => {
    expect(place(target('http://elsewhere:1/metrics', job))).toBe(expected);
  });

  it('elsewhere is none of several of its job', () => {
    const others = [target('http://node-exporter-2:9100/metrics', 'node-exporter')];
    expect(place(target('http://elsewhere:9100/metrics', 'node-exporter'), others)).toBeNull();
  });

  it('at a name that two containers bear is neither', () => {
    const twin = contained('bot-2', { kind: 'application' });
    const replica = container('bot', { name: 'shop-bot-2-1', addresses: {} });
    const placed = placeTargets([target('http://bot:8082/metrics')], {
      services: [...services, twin],
      containers: [...containers, replica],
    });
    expect(placed.size).toBe(0);
  });

  it('is placed among 3,000 others and 1,000 services', () => {
    const many = Array.from({ length: 1000 }, (_, index) => contained(`service-${String(index)}`));
    const targets = Array.from({ length: 3000 }, (_, index) =>
      target(`http://shop-service-${String(index % 1000)}-1:80/${String(index)}`),
    );
    expect(placeTargets(targets, { services: many, containers: [] }).size).toBe(3000);
  });
});
