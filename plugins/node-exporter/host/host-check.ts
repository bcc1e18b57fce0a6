import type { CheckContext, CheckDefinition, Checked, Finding, Json } from 'custos/plugin-sdk';
import { fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { ownMetrics } from '../reading.ts';
import type { Condition } from './condition.ts';
import { historyOf } from './history.ts';
import type { Host, Judged } from './judge.ts';
import { judge, rounded } from './judge.ts';

/** What a check of the host asks, and in which words it answers. */
export interface HostQuestion {
  readonly name: string;
  readonly title: string;
  readonly reference?: string;
  readonly covers?: readonly string[];
  readonly conditions: readonly Condition[];
  /** Judges what is no matter of a threshold, such as a prediction. */
  readonly more?: (context: CheckContext, host: Host) => Promise<readonly Finding[]>;
  /** When all is well, and when the host has nothing of the kind. */
  readonly well: string;
  readonly absent: string;
}

/** A check of the host by its conditions, all of them at once. */
export function hostCheck({ conditions, more, well, absent, ...question }: HostQuestion): CheckDefinition {
  return {
    ...question,
    run: async (context) => {
      const host = await hostOf(context);
      const [others, ...judged] = await Promise.all([
        more?.(context, host) ?? [],
        ...conditions.map((condition) => judge(context, host, condition)),
      ]);
      if (others.length === 0 && judged.every(({ readings }) => readings === null)) return skipped(absent);
      return outcomeOf([...judged.flatMap(({ findings }) => findings), ...others], {
        well,
        observed: observedOf(conditions, judged),
      });
    },
  };
}

async function hostOf(context: CheckContext): Promise<Host> {
  const metrics = await ownMetrics(context);
  let history: ReturnType<typeof historyOf> | null = null;
  return { metrics, history: () => (history ??= historyOf(context, metrics)) };
}

function outcomeOf(
  findings: readonly Finding[],
  { well, observed }: { readonly well: string; readonly observed: Json },
): Checked {
  const serious = findings.filter(({ severity }) => severity !== 'INFO');
  const [worst] = [...serious.filter(({ severity }) => severity === 'CRITICAL'), ...serious];
  const more = { observed, findings };
  if (!worst) return pass(findings[0]?.explanation ?? well, more);
  return worst.severity === 'CRITICAL' ? fail(worst.explanation, more) : warn(worst.explanation, more);
}

/** The highest value of each condition, by its code. */
function observedOf(conditions: readonly Condition[], judged: readonly Judged[]): Json {
  const highest = conditions.flatMap(({ code }, index) => {
    const values = (judged[index]?.readings ?? []).map(({ value }) => value).filter(Number.isFinite);
    return values.length === 0 ? [] : [[code, rounded(Math.max(...values))] as const];
  });
  return Object.fromEntries(highest);
}
