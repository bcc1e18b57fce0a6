import type { Certainty, CheckContext, ContainerFacts, Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { asked } from '../reading.ts';
import { explain } from './explain.ts';
import { isLoopback } from './explain-refused.ts';
import type { Surroundings } from './place.ts';
import { lookAround, placeOf } from './place.ts';
import type { Target } from './target.ts';
import type { Explanation, Trouble } from './trouble.ts';
import { troublesOf } from './trouble.ts';

/** The most targets of one job whose failing is looked into: those of a job fail alike. */
const mostLooked = 3;
const sureness: readonly Certainty[] = ['CONFIRMED', 'LIKELY', 'POSSIBLE'];

/**
 * What is found about targets that are down: one finding for each job and cause. Where all are down at once, the cause
 * is what they share, and that is one finding.
 */
export async function findTroubles(
  context: CheckContext,
  targets: readonly Target[],
): Promise<readonly Finding[]> {
  const around = await lookAround(context);
  const troubles = troublesOf(targets);
  const explained = await Promise.all(
    troubles.map(async (trouble) => {
      const explanation = await explainTrouble(context, trouble, around);
      return { trouble, explanation };
    }),
  );
  const shared = allAtOnce(targets, explained, around);
  if (shared) return [shared];
  return await Promise.all(explained.map((one) => findingOf(context, one)));
}

interface Explained {
  readonly trouble: Trouble;
  readonly explanation: Explanation;
}

/** Of the first few targets, the surest explanation: one that names a container says more than one that does not. */
async function explainTrouble(
  context: CheckContext,
  { fault, targets }: Trouble,
  around: Surroundings,
): Promise<Explanation> {
  const explanations = await Promise.all(
    targets
      .slice(0, mostLooked)
      .map((target) => explain({ target, fault, place: placeOf(target.host, around), around, context })),
  );
  const [surest] = [...explanations].sort(
    (a, b) => sureness.indexOf(a.certainty) - sureness.indexOf(b.certainty),
  );
  return surest ?? { certainty: 'POSSIBLE', because: 'its scrapes fail.' };
}

async function findingOf(context: CheckContext, { trouble, explanation }: Explained): Promise<Finding> {
  const { job, fault, targets } = trouble;
  const { certainty, because, remedies = [], evidence: seen = [] } = explanation;
  const isBlip =
    certainty !== 'CONFIRMED' && fault.sort === 'timed-out' && (await wentWellBefore(context, trouble));
  const count = targets.length === 1 ? 'its target' : `${String(targets.length)} of its targets`;
  const where = targets.length === 1 ? ` ${targets[0]?.instance ?? ''}` : '';
  return {
    code: fault.code,
    certainty: isBlip ? 'POSSIBLE' : certainty,
    ...(isBlip && { severity: 'INFO' as const }),
    aspect: `job=${job}`,
    explanation: isBlip
      ? `Job ${job}: the last scrape of ${count}${where} took too long, the one before did not: one blip is no fault.`
      : `Job ${job}: ${count}${where} cannot be scraped: ${because}`,
    evidence: [shownBy(targets), ...seen],
    remedies,
  };
}

/** Prometheus' own words about the first of them. */
function shownBy(targets: readonly Target[]): ReturnType<typeof evidence> {
  const lines = targets.slice(0, 5).map(({ url, error }) => `${url}: ${error}`);
  const more = targets.length > 5 ? [`and ${String(targets.length - 5)} more`] : [];
  return evidence('HTTP', '/api/v1/targets', [...lines, ...more]);
}

/** Whether the scrape before the last one was well: then this is one that was slow, no target that is. */
async function wentWellBefore(context: CheckContext, { job, targets }: Trouble): Promise<boolean> {
  const interval = Math.max(...targets.map(({ intervalSeconds }) => intervalSeconds));
  const window = `${String(Math.ceil(interval * 2500))}ms`;
  const seen = await asked(context, `max_over_time(up{job=${JSON.stringify(job)}}[${window}])`).catch(
    () => [],
  );
  const well = new Set(seen.filter(({ value }) => value === 1).map(({ labels }) => labels['instance']));
  return targets.every(({ instance }) => well.has(instance));
}

/** The one finding when all targets of several jobs are down at once, and not because each has a cause of its own. */
function allAtOnce(
  targets: readonly Target[],
  explained: readonly Explained[],
  { own }: Surroundings,
): Finding | null {
  const others = targets.filter(({ host }) => !isLoopback(host));
  const jobs = new Set(others.map(({ job }) => job));
  const isAll = jobs.size >= 2 && others.every(({ health }) => health === 'down');
  const isCutOff = hasNoNetwork(own);
  if (!isAll || !explained.every(isUnreachable) || (!isCutOff && explained.every(hasItsOwn))) return null;
  const [first] = explained;
  const code = first?.trouble.fault.code === 'F16' ? 'F16' : 'F18';
  const advice = isCutOff ? 'Prometheus is on no network: connect it again.' : placesToLook[code];
  return {
    code,
    severity: 'CRITICAL',
    certainty: isCutOff ? 'CONFIRMED' : 'LIKELY',
    explanation: `All ${String(others.length)} targets of ${String(jobs.size)} jobs are down at once: the cause is what they share, not the targets. ${advice}`,
    evidence: [
      shownBy(explained.flatMap(({ trouble }) => trouble.targets)),
      ...(first?.explanation.evidence ?? []),
    ],
    remedies: [
      {
        action: 'reconnect-network',
        why: 'All targets became unreachable at once: Prometheus may have lost its network.',
      },
    ],
  };
}

const placesToLook = {
  F16: "Look at Prometheus' networks and at the engine's DNS (127.0.0.11).",
  F18: "Look at Prometheus' own network, processor time and clock.",
} as const;

function hasNoNetwork(own: ContainerFacts | null): boolean {
  return own !== null && own.networks.length === 0 && own.networkMode !== 'host';
}

/** Nothing came back from there, not even a refusal. */
function isUnreachable({ trouble: { fault } }: Explained): boolean {
  return fault.code === 'F16' || fault.code === 'F18';
}

/** That its container is stopped or paused explains one; that none has a network in common with it explains all. */
function hasItsOwn({ explanation }: Explained): boolean {
  return / is (stopped|paused)|keeps restarting/.test(explanation.because);
}
