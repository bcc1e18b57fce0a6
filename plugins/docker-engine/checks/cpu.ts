import type { CheckDefinition, Checked, Finding, UsageFacts } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** Of the processor time that it may use, and of the periods in which it was held back (runbook C37, X16). */
const [much, heldMuch, heldOften] = [0.8, 0.25, 0.5];
/** Fewer periods say nothing. */
const fewPeriods = 2;

/** Does it get the processor time that it needs? */
export const cpu: CheckDefinition = {
  name: 'cpu',
  title: 'Does it get the processor time that it needs?',
  reference: 'C37',
  covers: ['X16'],
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const usage = await context.container.usage();
    if (!usage) return skipped('It does not run, so it uses none.');
    const held = heldShare(usage);
    return facts.cpuLimit === null || held < heldMuch
      ? bearable(usage, facts.cpuLimit)
      : throttled(context.service.name, { usage, limit: facts.cpuLimit, held });
  },
};

const threshold = { throttled: { warn: heldMuch, fail: heldOften }, used: { warn: much } };

/** In how much of its time it was held back. */
function heldShare({ throttledPeriods, periods }: UsageFacts): number {
  return throttledPeriods === null || periods === null || periods < fewPeriods
    ? 0
    : throttledPeriods / periods;
}

function bearable({ cpuPercent }: UsageFacts, limit: number | null): Checked {
  const observed = { cpuPercent, limit };
  if (cpuPercent === null) return pass('It is not held back.', { observed, threshold });
  const sentence = `It uses ${cpuPercent.toFixed(0)} % of a processor.`;
  const share = limit === null ? 0 : cpuPercent / 100 / limit;
  return share >= much ? warn(sentence, { observed, threshold }) : pass(sentence, { observed, threshold });
}

function throttled(
  name: string,
  { usage, limit, held }: { readonly usage: UsageFacts; readonly limit: number; readonly held: number },
): Checked {
  const { cpuPercent, throttledPeriods, periods } = usage;
  const isOften = held >= heldOften;
  const finding: Finding = {
    code: 'X16',
    certainty: isOften ? 'CONFIRMED' : 'LIKELY',
    severity: isOften ? 'CRITICAL' : 'WARNING',
    explanation: `${name} may use ${String(limit)} of a processor and was held back in ${String(Math.round(held * 100))} % of its time: raise its limit.`,
    evidence: [
      evidence(
        'INSPECT',
        'docker stats',
        `${String(throttledPeriods)} of ${String(periods)} periods throttled`,
      ),
    ],
    remedies: [remedy('recreate', 'It gets more processor time.')],
  };
  const more = { observed: { cpuPercent, throttledPeriods, periods, limit }, threshold, findings: [finding] };
  return isOften ? fail(finding.explanation, more) : warn(finding.explanation, more);
}
