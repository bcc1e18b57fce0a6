import { setMaxListeners } from 'node:events';
import { settle } from '../../plugin-sdk/settle.ts';
import type { CheckDefinition, Checked, Evidence, PluginDefinition } from '../../plugin-sdk/index.ts';
import type { ExaminationRequest, ReportedExamined } from '../protocol.ts';
import { limits } from '../protocol.ts';
import type { Read } from './host-reading.ts';
import { clip, messageOf } from './message-of.ts';
import { openContexts } from './open-context.ts';

/**
 * Runs the checks that were asked for side by side and tells each as it ends; resolves when all have. A check that has
 * not ended when the signal aborts is told as UNKNOWN then, with where it said that it was. Never rejects.
 */
export async function runExamination(
  plugin: PluginDefinition,
  request: ExaminationRequest,
  { signal, read, ended }: Way,
): Promise<void> {
  // Every check listens, and every request of theirs.
  setMaxListeners(0, signal);
  const open = openContexts(request, signal, read);
  const checks = (plugin.checks ?? []).filter(({ name }) => request.checks.includes(name));
  await Promise.all(
    checks.map(async (check) => {
      const startedAt = performance.now();
      const checked = await runCheck(check, open, signal);
      ended(report(check.name, checked, performance.now() - startedAt));
    }),
  );
}

interface Way {
  readonly signal: AbortSignal;
  readonly read: Read;
  readonly ended: (check: ReportedExamined) => void;
}

async function runCheck(
  check: CheckDefinition,
  open: ReturnType<typeof openContexts>,
  signal: AbortSignal,
): Promise<Checked> {
  let at = '';
  const context = open((sentence) => (at = clip(sentence, 200)));
  const run = settle(() => check.run(context));
  const where = (): string => (at === '' ? '' : ` It was at: ${at}`);
  const late = aborted(signal).then((): Checked => ({
    status: 'UNKNOWN',
    summary: `It did not end in time.${where()}`,
    cause: 'TIMED_OUT',
  }));
  return await Promise.race([run, late]);
}

function aborted(signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    // A moment later, so that what fails because of the abort can still say so itself.
    const soon = (): unknown => setTimeout(resolve, 50);
    if (signal.aborted) soon();
    else signal.addEventListener('abort', soon, { once: true });
  });
}

/** What travels: cut to what is allowed. What cannot travel (no JSON) ends the check UNKNOWN. */
function report(name: string, checked: Checked, durationMs: number): ReportedExamined {
  const whole: ReportedExamined = {
    name,
    status: checked.status,
    summary: clip(checked.summary),
    cause: checked.cause ?? null,
    durationMs: Math.round(durationMs),
    observed: checked.observed ?? null,
    threshold: checked.threshold ?? null,
    evidence: cut(checked.evidence ?? []),
    findings: (checked.findings ?? []).slice(0, limits.findings).map((finding) => ({
      ...finding,
      explanation: clip(finding.explanation),
      evidence: cut(finding.evidence ?? []),
    })),
  };
  try {
    return JSON.parse(JSON.stringify(whole)) as ReportedExamined;
  } catch (error) {
    const summary = `What it ended with has no JSON: ${messageOf(error)}`;
    return report(name, { status: 'UNKNOWN', summary, cause: 'PLUGIN_FAILED' }, durationMs);
  }
}

function cut(evidence: readonly Evidence[]): readonly Evidence[] {
  return evidence.slice(0, limits.evidence).map((piece) => ({
    ...piece,
    source: clip(piece.source),
    excerpt: clip(piece.excerpt, limits.excerptCharacters),
  }));
}
