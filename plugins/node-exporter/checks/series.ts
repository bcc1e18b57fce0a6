import type { CheckContext, CheckDefinition, Finding, LogLine, Metrics } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import { collectorFailures, linesOfThisRun } from '../log.ts';
import { ownMetrics } from '../reading.ts';

/** A host has more series than this, and its dashboards and alerts need these collectors (runbook C31). */
const fewest = 100;
const needed = ['cpu', 'meminfo', 'filesystem', 'diskstats', 'netdev', 'loadavg'];

/** Does it tell of its host? It answers 200 to whatever is asked, even when it sees nothing (G40). */
export const series: CheckDefinition = {
  name: 'series',
  title: 'Does it tell of its host what is needed?',
  reference: 'C31',
  covers: ['F35'],
  run: async (context) => {
    const metrics = await ownMetrics(context);
    const count = metrics.named(/^node_/).length;
    const broken = brokenOf(metrics);
    const failures = collectorFailures(await logOf(context));
    const findings = [
      ...(count < fewest ? [blind(count)] : []),
      ...broken.map((collector) => failedFinding(collector, { metrics, failures })),
      ...optionalFindings(broken, failures),
    ];
    const more = { observed: { series: count, broken }, threshold: fewest, findings };
    if (count < fewest) return fail(`It tells only ${String(count)} series of its host.`, more);
    if (broken.length > 0) return warn(`It does not collect ${broken.join(', ')}.`, more);
    return pass(`It tells ${String(count)} series of its host.`, more);
  },
};

/** The needed collectors that do not work or are not there; where nothing is said of any, none is known to. */
function brokenOf(metrics: Metrics): readonly string[] {
  const samples = metrics.samples('node_scrape_collector_success');
  const works = new Set(samples.filter(({ value }) => value === 1).map(({ labels }) => labels['collector']));
  return samples.length === 0 ? [] : needed.filter((collector) => !works.has(collector));
}

function blind(count: number): Finding {
  return {
    code: 'NodeExporterBlind',
    certainty: 'CONFIRMED',
    explanation: `The exporter answers, but tells only ${String(count)} series of its host instead of hundreds: see whether its collectors are turned off (--collector.disable-defaults) or fail, and whether it may read /proc and /sys.`,
    evidence: [evidence('METRIC', '/metrics', `${String(count)} lines that begin with node_`)],
    remedies: [{ action: 'recreate', why: 'With the collectors that are needed.' }],
  };
}

interface Known {
  readonly metrics: Metrics;
  readonly failures: ReadonlyMap<string, LogLine>;
}

function failedFinding(collector: string, { metrics, failures }: Known): Finding {
  const isThere = metrics
    .samples('node_scrape_collector_success')
    .some(({ labels }) => labels['collector'] === collector);
  const line = failures.get(collector);
  return {
    code: 'F35',
    certainty: 'CONFIRMED',
    aspect: `collector=${collector}`,
    explanation: isThere
      ? `The collector ${collector} fails, so what dashboards and alerts ask of it is missing${line ? `: ${errorOf(line)}` : '; its log says why'}.`
      : `The collector ${collector} is turned off, so what dashboards and alerts ask of it is missing: remove --no-collector.${collector} or add --collector.${collector}.`,
    evidence: line
      ? [evidence('LOG', 'log of the exporter', line.text)]
      : [
          evidence(
            'METRIC',
            'node_scrape_collector_success',
            isThere ? `${collector}: 0` : `no ${collector}`,
          ),
        ],
    remedies: [
      isThere
        ? { action: 'restart', why: 'It may have lost what it reads.' }
        : { action: 'recreate', why: 'With the collector turned on.' },
    ],
  };
}

/** Many of the others have nothing to read on most hosts: that they say so is no fault. */
function optionalFindings(
  broken: readonly string[],
  failures: ReadonlyMap<string, LogLine>,
): readonly Finding[] {
  return [...failures]
    .filter(([collector]) => !broken.includes(collector) && !needed.includes(collector))
    .map(([collector, line]) => ({
      code: 'F35',
      certainty: 'CONFIRMED' as const,
      severity: 'INFO' as const,
      aspect: `collector=${collector}`,
      explanation: `The collector ${collector} fails, which few need: ${errorOf(line)}. Turn it off with --no-collector.${collector} if nobody does.`,
      evidence: [evidence('LOG', 'log of the exporter', line.text)],
    }));
}

function errorOf({ text }: LogLine): string {
  return (/\berr="((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? text).slice(0, 300);
}

/** The metrics say what fails; the log, where it can be read, says why. */
async function logOf(context: CheckContext): Promise<readonly LogLine[]> {
  try {
    return await linesOfThisRun(context);
  } catch {
    return [];
  }
}
