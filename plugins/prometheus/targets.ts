import type { CheckDefinition, Permission } from 'custos/plugin-sdk';
import { alertStates } from './checks/alert-states.ts';
import { alertmanagers } from './checks/alertmanagers.ts';
import { churn } from './checks/churn.ts';
import { clock } from './checks/clock.ts';
import { dns } from './checks/dns.ts';
import { droppedSamples } from './checks/dropped-samples.ts';
import { probeFromScraper } from './checks/probe-from-scraper.ts';
import { rules } from './checks/rules.ts';
import { samples } from './checks/samples.ts';
import { scrapeGaps } from './checks/scrape-gaps.ts';
import { serviceDiscovery } from './checks/service-discovery.ts';
import { targets as targetsUp } from './checks/targets.ts';
import { watchdog } from './checks/watchdog.ts';
import { findings } from './targets-findings.ts';
import { problems } from './targets-problems.ts';
import { insideCommands } from './scraping/look-from-inside.ts';

const checks: readonly CheckDefinition[] = [
  targetsUp,
  probeFromScraper,
  dns,
  serviceDiscovery,
  samples,
  droppedSamples,
  scrapeGaps,
  churn,
  clock,
  rules,
  alertStates,
  alertmanagers,
  watchdog,
];

/** Names of jobs without which something is missing: that one of them is not there shows nowhere else. */
const expectedJobs = {
  type: 'array',
  items: { type: 'string', minLength: 1 },
  description: 'Jobs that Prometheus must have, by name.',
} as const;

const permissions: readonly Permission[] = [
  'http',
  'peers',
  'query',
  'docker:read',
  'docker:exec',
  'docker:helper',
  'host',
];

/** What Prometheus scrapes, the rules it evaluates, and the way of its alerts. */
export const targets = {
  checks,
  findings,
  problems,
  commands: insideCommands,
  permissions,
  settings: { expectedJobs },
};
