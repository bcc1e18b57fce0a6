import type { Certainty, CheckContext, Evidence, Remedy } from 'custos/plugin-sdk';
import type { Place, Surroundings } from './place.ts';
import type { ScrapeFault } from './scrape-fault.ts';
import { faultOf } from './scrape-fault.ts';
import type { Target } from './target.ts';

/** Targets of one job that fail for one cause. */
export interface Trouble {
  readonly job: string;
  readonly fault: ScrapeFault;
  readonly targets: readonly Target[];
}

/** One failing target, and all that is known about where it is. */
export interface Case {
  readonly target: Target;
  readonly fault: ScrapeFault;
  /** The service of the stack that it is; null: none, or not known. */
  readonly place: Place | null;
  readonly around: Surroundings;
  readonly context: CheckContext;
}

/** Why a target fails, and what to do. */
export interface Explanation {
  readonly certainty: Certainty;
  /** Begins in the middle of a sentence: what is wrong; and a sentence of what to do. */
  readonly because: string;
  readonly remedies?: readonly Remedy[];
  readonly evidence?: readonly Evidence[];
}

/** The troubles of the targets that are down, one for each job and cause. */
export function troublesOf(targets: readonly Target[]): readonly Trouble[] {
  const troubles = new Map<string, { job: string; fault: ScrapeFault; targets: Target[] }>();
  for (const target of targets) {
    if (target.health !== 'down') continue;
    const fault = faultOf(target.error);
    const key = `${fault.code} ${fault.sort} ${target.job}`;
    const trouble = troubles.get(key) ?? { job: target.job, fault, targets: [] };
    trouble.targets.push(target);
    troubles.set(key, trouble);
  }
  return [...troubles.values()];
}

/** Another configuration of Prometheus is what helps. */
export const reconfigure = (why: string): Remedy => ({ action: 'write-configuration', why });
