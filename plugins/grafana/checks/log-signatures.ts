import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped } from 'custos/plugin-sdk';
import type { LastLines } from '../logs/last-lines.ts';
import { plain, lastLines } from '../logs/last-lines.ts';
import { signatures } from '../logs/signatures.ts';
import type { Signature } from '../logs/signatures.ts';

/** So many lines are shown of each sort. */
const shownLines = 5;

/** Does its log say what is wrong? */
export const logSignatures: CheckDefinition = {
  name: 'log-signatures',
  title: 'Does its log say what is wrong?',
  reference: 'C02',
  run: async (context) => {
    const last = await lastLines(context);
    if (!last) return skipped('It runs in no container, so its log is not known here.');
    const findings = signatures.flatMap((signature) => look(signature, last));
    const { length } = last.lines;
    if (findings.length === 0)
      return pass(`Of its last ${String(length)} lines none tells of a fault that is known.`, {
        observed: { lines: length },
      });
    return fail(`Its log tells of ${findings.map(({ code }) => code).join(', ')}.`, {
      observed: { lines: length },
      findings,
    });
  },
};

function look(signature: Signature, { lines, until, isRunning }: LastLines): readonly Finding[] {
  const { code, words, least, minutes, certainty, explain, remedies } = signature;
  const from = minutes === null ? 0 : until - minutes * 60_000;
  const matching = lines
    .filter(({ at, text }) => at >= from && words.test(text))
    .map(({ text }) => plain(text));
  const newest = matching.at(-1);
  if (newest === undefined || matching.length < least) return [];
  const shown = evidence('LOG', 'log', matching.slice(-shownLines));
  // What one that does not run any more said of its start is why.
  const severity = isRunning || minutes !== null ? {} : ({ severity: 'CRITICAL' } as const);
  return [{ code, certainty, explanation: explain(newest), evidence: [shown], remedies, ...severity }];
}
