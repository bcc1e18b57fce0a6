import { describe, expect, it } from 'vitest';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { codesOf } from 'custos/plugin-sdk/testing';
import { overlapping } from './container/subnet.ts';
import plugin from './plugin.ts';
import { gib, well } from './worlds.ts';

describe('The engine', () => {
  const of = { ...well, service: { name: 'docker', kind: 'docker-engine', containerName: null } };
  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'C35 P12 a disk that is full',
      'docker-disk',
      {
        ...of,
        host: {
          disks: { '/var/lib/docker': { bytes: 100, availableBytes: 5, inodes: 1, availableInodes: 1 } },
        },
      },
      ['F10'],
    ],
    [
      'C35 much that nobody uses',
      'docker-disk',
      {
        ...of,
        engine: { ...well.engine, disk: [{ type: 'images', bytes: 20 * gib, reclaimableBytes: 15 * gib }] },
      },
      ['DockerReclaimable'],
    ],
    [
      'C35 nothing in volumes, which are data',
      'docker-disk',
      {
        ...of,
        engine: { ...well.engine, disk: [{ type: 'volumes', bytes: 20 * gib, reclaimableBytes: 20 * gib }] },
      },
      [],
    ],
    ['P17 that it does not answer', 'engine', { ...of, engine: {} }, ['DockerUnreachable']],
    [
      'P17 what it warns of',
      'engine',
      { ...of, engine: { info: { warnings: ['No swap limit support'] } } },
      ['DockerWarns'],
    ],
  ])('gives away %s', async (_, check, world, codes) => {
    expect(await codesOf(plugin, check, world)).toEqual(codes);
  });
});

describe('The problems of containers', () => {
  it.each([
    ['P10', 'port-conflict', 'port-owner'],
    ['P11', 'docker-network', 'net-membership'],
    ['P12', 'disk-space', 'data-free'],
    ['P14', 'high-resource-usage', 'memory'],
    ['P17', 'service-connectivity', 'net-membership'],
    ['P18', 'external-access', 'binding'],
  ])('%s %s has its checks', (reference, name, check) => {
    const problem = plugin.problems?.find((candidate) => candidate.name === name);
    expect(problem?.reference).toBe(reference);
    expect(problem?.checks).toContain(check);
  });

  it.each([
    ['172.18.0.0/16', '172.18.4.0/24', true],
    ['172.18.0.0/16', '172.19.0.0/16', false],
    ['10.0.0.0/8', '10.1.2.3/32', true],
    ['fd00::/8', '10.0.0.0/8', false],
  ])('C34 %s and %s overlap: %j', (one, other, expected) => {
    expect(overlapping(one, other)).toBe(expected);
  });
});
