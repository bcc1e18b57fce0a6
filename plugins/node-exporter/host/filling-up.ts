import type { CheckContext, Finding, Severity } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { taken } from './filesystems.ts';
import { lasting } from './history.ts';
import type { Host } from './judge.ts';

interface Filling {
  readonly code: string;
  readonly kind: 'space' | 'files';
  readonly metric: string;
  readonly noun: string;
}

const fillings: readonly Filling[] = [
  { code: 'X12', kind: 'space', metric: 'node_filesystem_avail_bytes', noun: 'space' },
  {
    code: 'NodeFilesystemFilesFillingUp',
    kind: 'files',
    metric: 'node_filesystem_files_free',
    noun: 'inodes',
  },
];

/** By the rules of the node mixin: so much taken, and none left so many hours ahead. */
const horizons: readonly {
  readonly takenAbove: number;
  readonly hours: number;
  readonly severity: Severity;
}[] = [
  { takenAbove: 80, hours: 4, severity: 'CRITICAL' },
  { takenAbove: 60, hours: 24, severity: 'WARNING' },
];

/**
 * Which file systems will be full before long, by how they filled up in the last six hours. Only Prometheus can tell;
 * it is asked only where enough is taken already.
 */
export async function findFillingUp(context: CheckContext, host: Host): Promise<readonly Finding[]> {
  const found = await Promise.all(fillings.map((filling) => findFilling(context, host, filling)));
  return found.flat();
}

async function findFilling(context: CheckContext, host: Host, filling: Filling): Promise<readonly Finding[]> {
  const readings = taken(host.metrics, filling.kind);
  const found = new Map<string, Finding>();
  for (const { takenAbove, hours, severity } of horizons) {
    const suspects = readings.filter(({ value }) => value > takenAbove);
    if (suspects.length === 0) continue;
    const expression = `-predict_linear(${filling.metric}{$}[6h], ${String(hours * 3600)})`;
    const samples = await lasting(context, await host.history(), { expression, above: 0, minutes: 60 });
    // Where nobody recorded anything nothing can be foretold, and what is full already is told by its own finding.
    if (typeof samples === 'string') return [];
    for (const { labels, value } of suspects) {
      const path = labels['mountpoint'] ?? '';
      if (found.has(path) || !samples.some((sample) => sample.labels['mountpoint'] === path)) continue;
      found.set(path, findingOf(filling, { path, left: 100 - value, hours, severity, expression }));
    }
  }
  return [...found.values()];
}

interface Foretold {
  readonly path: string;
  readonly left: number;
  readonly hours: number;
  readonly severity: Severity;
  readonly expression: string;
}

function findingOf({ code, noun }: Filling, { path, left, hours, severity, expression }: Foretold): Finding {
  return {
    code,
    certainty: 'LIKELY',
    severity,
    aspect: `mountpoint=${path}`,
    explanation: `${path} of the host has ${left.toFixed(1)} % of its ${noun} left and will have none within ${String(hours)} hours, if it goes on filling up as in the last six: find out what writes there, and make room.`,
    evidence: [evidence('QUERY', expression, `above 0 for an hour; ${left.toFixed(1)} % left now`)],
    remedies: [
      { action: 'reclaim-space', why: 'Images and build caches that nobody uses take space.' },
      { action: 'set-retention', why: 'A limit to what Prometheus keeps, where it is what grows.' },
    ],
  };
}
