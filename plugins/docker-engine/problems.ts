import type { ProblemDefinition } from 'custos/plugin-sdk';

const of = 'containers' as const;

/** What can be wrong with whatever runs in a container. */
export const problems: readonly ProblemDefinition[] = [
  {
    name: 'port-conflict',
    title: 'A port is taken',
    of,
    reference: 'P10',
    symptoms: ['it does not start', 'something else answers at its address'],
    checks: ['port-owner', 'container-state', 'binding'],
  },
  {
    name: 'docker-network',
    title: 'Containers do not reach each other',
    of,
    reference: 'P11',
    symptoms: ['names do not resolve between containers', 'connections between containers fail'],
    checks: ['net-membership', 'net-health', 'dns', 'probe-from-scraper', 'container-state'],
  },
  {
    name: 'disk-space',
    title: 'The disk is full',
    of,
    reference: 'P12',
    symptoms: ['more than 90 % of a disk is used', 'writes fail', 'services stop'],
    checks: ['data-free', 'docker-disk', 'log-rotation', 'database', 'log-signatures'],
  },
  {
    name: 'high-resource-usage',
    title: 'It uses much memory or processor time',
    of,
    reference: 'P14',
    symptoms: ['more than 80 % of its memory', 'it is held back, or slow'],
    checks: ['memory', 'cpu', 'container-events', 'internals', 'cardinality'],
  },
  {
    name: 'service-connectivity',
    title: 'Services cannot connect',
    of,
    reference: 'P17',
    symptoms: ['connections are refused, or time out', 'names do not resolve'],
    checks: [
      'net-membership',
      'net-health',
      'dns',
      'probe-from-scraper',
      'container-state',
      'binding',
      'port-owner',
    ],
  },
  {
    name: 'external-access',
    title: 'It cannot be reached from outside, or by too many',
    of,
    reference: 'P18',
    symptoms: ['its pages do not open from another machine', 'its pages open for everybody'],
    checks: ['binding', 'port-owner', 'tls', 'container-state', 'net-health'],
  },
];
