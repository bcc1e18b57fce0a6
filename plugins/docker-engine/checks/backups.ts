import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped } from 'custos/plugin-sdk';
import { dataMounts } from '../container/data-mounts.ts';
import { remedy } from '../container/remedies.ts';

const dayMs = 86_400_000;
const usualDays = 8;

/** Is there a backup of its data, and is it fresh? */
export const backups: CheckDefinition = {
  name: 'backups',
  title: 'Is there a backup of its data, and is it fresh?',
  covers: ['X23'],
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const { path, maxAgeDays } = told(context.settings['backups']);
    if (path === null) {
      if (dataMounts(facts).length === 0) return skipped('It keeps nothing that could be lost.');
      return pass('Nobody told Custos where its backups lie.', { findings: [nobodyTold] });
    }
    const files = (await context.container.archive(path)).filter(({ type }) => type === 'file');
    const newest = Math.max(0, ...files.map(({ modifiedAt }) => modifiedAt));
    const days = (context.now() - newest) / dayMs;
    const observed = { files: files.length, newestDays: newest === 0 ? null : Math.round(days * 10) / 10 };
    if (newest > 0 && days <= maxAgeDays)
      return pass(`Its newest backup is ${days.toFixed(1)} days old.`, { observed, threshold: maxAgeDays });
    const explanation =
      newest === 0
        ? `There is no backup in ${path}: see what should make one.`
        : `Its newest backup in ${path} is ${days.toFixed(0)} days old, and should be no older than ${String(maxAgeDays)}: see what should make one.`;
    const finding: Finding = {
      code: 'X23',
      certainty: 'CONFIRMED',
      explanation,
      evidence: [evidence('FILE', path, `${String(files.length)} files`)],
      remedies: [remedy('back-up', 'A backup is made now.')],
    };
    return fail(explanation, { observed, threshold: maxAgeDays, findings: [finding] });
  },
};

function told(setting: unknown): { readonly path: string | null; readonly maxAgeDays: number } {
  const { path, maxAgeDays } = (setting ?? {}) as { readonly path?: unknown; readonly maxAgeDays?: unknown };
  return {
    path: typeof path === 'string' ? path : null,
    maxAgeDays: typeof maxAgeDays === 'number' ? maxAgeDays : usualDays,
  };
}

const nobodyTold: Finding = {
  code: 'X23',
  certainty: 'POSSIBLE',
  severity: 'INFO',
  explanation:
    'It keeps data, and nobody told Custos where its backups lie (setting backups), so nobody is told when they stop.',
  remedies: [remedy('back-up', 'A backup is made now.')],
};
