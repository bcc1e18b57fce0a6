import type { Finding } from './finding.ts';
import { certainties, severities } from './finding.ts';

/** How the services of a diagnosis depend on each other. */
export interface Depths {
  /** Whether the first needs the second, directly or by way of others. */
  readonly needs: (serviceId: string, otherId: string) => boolean;
  /** How many services deep a service lies below the one that was diagnosed; 0: it is that one. */
  readonly depth: (serviceId: string) => number;
}

/**
 * Causes first (runbook §7): a symptom that a deeper finding explains is told below all that nothing explains; then
 * the worse, the surer, and what lies deeper come first.
 */
export function arrangeFindings(findings: readonly Finding[], depths: Depths): readonly Finding[] {
  const ranked = [...findings].sort((a, b) => compare(a, b, depths));
  const causes = new Map<Finding, Finding>();
  for (const finding of ranked) {
    const cause = ranked.find(
      (other) => explains(other, finding, depths) && !goesBackTo(other, finding, causes),
    );
    if (cause) causes.set(finding, cause);
  }
  const explained = ranked.map((finding) => ({
    ...finding,
    suppressedBy: causes.get(finding)?.id ?? null,
  }));
  return [
    ...explained.filter(({ suppressedBy }) => suppressedBy === null),
    ...explained.filter(({ suppressedBy }) => suppressedBy !== null),
  ];
}

/** Whether a finding is explained, in however many steps, by another: then it does not explain that one. */
function goesBackTo(finding: Finding, other: Finding, causes: ReadonlyMap<Finding, Finding>): boolean {
  for (let cause = causes.get(finding); cause; cause = causes.get(cause)) if (cause === other) return true;
  return false;
}

/**
 * Whether one finding explains another: it is one of those that the other is a symptom of, about the same service or
 * one that it needs, is not just possible or worth knowing, and is not itself explained by the other. A symptom of
 * whatever is wrong is explained by what is as bad.
 */
function explains(cause: Finding, symptom: Finding, { needs }: Depths): boolean {
  if (cause === symptom || cause.severity === 'INFO' || cause.certainty === 'POSSIBLE') return false;
  if (cause.serviceId !== symptom.serviceId && !needs(symptom.serviceId, cause.serviceId)) return false;
  if (cause.symptomOf.includes(symptom.code)) return false;
  if (symptom.symptomOf.includes(cause.code)) return true;
  if (!symptom.symptomOf.includes('*') || cause.symptomOf.includes('*')) return false;
  return severities.indexOf(cause.severity) <= severities.indexOf(symptom.severity);
}

function compare(a: Finding, b: Finding, { depth }: Depths): number {
  return (
    severities.indexOf(a.severity) - severities.indexOf(b.severity) ||
    certainties.indexOf(a.certainty) - certainties.indexOf(b.certainty) ||
    Number(a.symptomOf.length > 0) - Number(b.symptomOf.length > 0) ||
    depth(b.serviceId) - depth(a.serviceId) ||
    (a.code < b.code ? -1 : Number(a.code > b.code))
  );
}
