import type {
  CheckContext,
  CheckDefinition,
  CommandDefinition,
  ContainerFacts,
  Finding,
} from 'custos/plugin-sdk';
import { evidence, pass, skipped, warn } from 'custos/plugin-sdk';
import { configurationInForce, configurationOnDisk, jobsOf } from '../process/configuration-text.ts';
import { ownMetrics } from '../reading.ts';

/** A file that is written and loaded in one breath is not newer. */
const breathMs = 5000;
const loadedMetric = 'prometheus_config_last_reload_success_timestamp_seconds';

/** What a file is inside the container, which is not what Docker copies out of it where a single file is mounted. */
export const hashFile: CommandDefinition = {
  name: 'hash-file',
  argv: ['sha256sum', '{file}'],
  parts: { file: '/[A-Za-z0-9_./-]+' },
};

/** Does it run what its file says? */
export const configurationDrift: CheckDefinition = {
  name: 'configuration-drift',
  title: 'Does it run what its file says, and see the file that lies on the host?',
  reference: 'C12',
  run: async (context) => {
    const facts = await context.container.inspect();
    const file = await configurationOnDisk(context);
    if (!facts || !file) return skipped('It has no container whose configuration could be read.');
    const [loaded, metrics, isStale] = await Promise.all([
      configurationInForce(context),
      ownMetrics(context),
      seesAnother(context, facts, file),
    ]);
    const at = (metrics.samples(loadedMetric)[0]?.value ?? Infinity) * 1000;
    const [running, written] = [jobsOf(loaded), jobsOf(file.text)];
    const drift: Drift = {
      path: file.path,
      added: written.filter((job) => !running.includes(job)),
      gone: running.filter((job) => !written.includes(job)),
      isNewer: file.modifiedAt > at + breathMs,
      shown: `${file.path}: sha256 ${file.sha256 ?? 'unknown'}, changed ${iso(file.modifiedAt)}, loaded ${iso(at)}`,
    };
    const findings = isStale ? [stale(drift)] : differing(drift);
    const observed = {
      file: file.path,
      added: drift.added,
      gone: drift.gone,
      isNewer: drift.isNewer,
      isStale,
    };
    const [first] = findings;
    return first
      ? warn(first.explanation, { observed, findings })
      : pass('It runs what its file says.', { observed });
  },
};

interface Drift {
  readonly path: string;
  readonly added: readonly string[];
  readonly gone: readonly string[];
  readonly isNewer: boolean;
  readonly shown: string;
}

/** Whether its file is mounted alone, and another lies in its place on the host since. */
async function seesAnother(
  { container }: CheckContext,
  { state, mounts }: ContainerFacts,
  { path, sha256 }: { readonly path: string; readonly sha256: string | null },
): Promise<boolean> {
  const isAlone = mounts.some(({ destination }) => destination === path);
  if (!isAlone || state.status !== 'running' || sha256 === null) return false;
  const { output } = await container.exec(hashFile.name, { file: path });
  const [seen] = /^[0-9a-f]{64}(?= )/u.exec(output) ?? [];
  return seen !== undefined && seen !== sha256;
}

function differing({ path, added, gone, isNewer, shown }: Drift): readonly Finding[] {
  const isOther = added.length + gone.length > 0;
  if (!isOther && !isNewer) return [];
  const jobs = [
    ...(added.length > 0 ? [`only the file has ${added.join(', ')}`] : []),
    ...(gone.length > 0 ? [`only what runs has ${gone.join(', ')}`] : []),
  ].join('; ');
  return [
    {
      code: 'PrometheusConfigurationDrift',
      certainty: isOther ? 'CONFIRMED' : 'POSSIBLE',
      severity: isOther ? 'WARNING' : 'INFO',
      explanation: isOther
        ? `Prometheus does not run what ${path} says (of the jobs, ${jobs}): load the configuration again, or put the file back.`
        : `${path} was changed after it was loaded last: what it says now comes into force with the next reload or restart.`,
      evidence: [evidence('FILE', path, [shown, jobs])],
      remedies: [{ action: 'reload-configuration', why: 'It takes over what the file says.' }],
    },
  ];
}

function stale({ path, shown }: Drift): Finding {
  return {
    code: 'PrometheusConfigurationStale',
    certainty: 'CONFIRMED',
    explanation: `${path} is mounted as a single file, and was replaced on the host rather than written in place: the container keeps the old file, and no reload takes the new one. Restart it, and mount the folder instead.`,
    evidence: [evidence('FILE', path, `on the host: ${shown}; inside the container: another`)],
    remedies: [{ action: 'restart', why: 'The mount is made anew, with the file that lies there now.' }],
  };
}

function iso(at: number): string {
  return Number.isFinite(at) ? `${String(Math.round(at / 1000))} s since 1970` : 'at a time it does not tell';
}
