import { describe, expect, it } from 'vitest';
import { pluginContract, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from './plugin.ts';
import { targets } from './targets.ts';
import {
  answering,
  down,
  noSuchHost,
  refused,
  rule,
  rulesRoute,
  samplesEach,
  gapsQuery,
  scraping,
  wellWorld,
} from './targets-worlds.ts';

pluginContract({ ...plugin, ...targets, permissions: plugin.permissions }, wellWorld, { describe, it });

/** What the checks of a problem find that are those of this part. */
async function found(problem: string, world: FakeWorld): Promise<readonly string[]> {
  const names = targets.problems.find(({ name }) => name === problem)?.checks ?? [];
  const own = names.filter((name) => targets.checks.some((check) => check.name === name));
  const checked = await Promise.all(own.map((name) => runCheck(plugin, name, world)));
  return [...new Set(checked.flatMap(({ findings }) => findings.map(({ code }) => code)))].sort();
}

describe('The problem', () => {
  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'P02 prometheus-not-collecting finds the name that does not resolve',
      'prometheus-not-collecting',
      scraping(down('trading-bot', 'trading-bto:8082', noSuchHost('trading-bto:8082'))),
      ['F16'],
    ],
    [
      'P02 prometheus-not-collecting finds the port that refuses',
      'prometheus-not-collecting',
      scraping(down('trading-bot', 'trading-bot:80', refused('trading-bot:80'))),
      ['F17'],
    ],
    [
      'P07 alerts-not-firing finds the rule that fails',
      'alerts-not-firing',
      answering(
        rulesRoute(
          rule('Broken', 'a * b', { health: 'err', lastError: 'many-to-many matching not allowed' }),
        ),
      ),
      ['X06', 'X09'],
    ],
    [
      'P15 missing-metrics finds the gap',
      'missing-metrics',
      { ...wellWorld, queries: { ...wellWorld.queries, [gapsQuery]: samplesEach(200) } },
      ['PrometheusScrapeGaps'],
    ],
  ])('%s', async (_, problem, world, codes) => {
    expect(await found(problem, world)).toEqual(codes);
  });

  it.each(['prometheus-not-collecting', 'alerts-not-firing', 'missing-metrics'])(
    '%s finds nothing where all is well',
    async (problem) => expect(await found(problem, wellWorld)).toEqual([]),
  );
});

describe('Where Prometheus does not answer', () => {
  it.each(targets.checks.map(({ name }) => name))('%s is unknown, and says whom to ask', async (name) => {
    const refusing = Object.fromEntries(
      Object.keys(wellWorld.routes ?? {}).map((path) => [path, { failure: 'REFUSED' as const }]),
    );
    const { status, summary, findings } = await runCheck(plugin, name, { ...wellWorld, routes: refusing });
    expect({ status, findings }).toEqual({ status: 'UNKNOWN', findings: [] });
    expect(summary).toContain('`ready` says why');
  });

  it.each(targets.checks.map(({ name }) => name))('%s does not pass while it starts', async (name) => {
    const starting = { status: 503, text: 'Service Unavailable' };
    const routes = Object.fromEntries(Object.keys(wellWorld.routes ?? {}).map((path) => [path, starting]));
    const { status } = await runCheck(plugin, name, { ...wellWorld, routes, queries: {} });
    expect(['UNKNOWN', 'SKIPPED']).toContain(status);
  });
});
