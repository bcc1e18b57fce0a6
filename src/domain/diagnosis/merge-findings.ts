import type { CheckKey, Finding } from './finding.ts';
import { certainties, severities } from './finding.ts';

/** The most evidence that one finding keeps. */
const mostEvidence = 10;

/**
 * Adds what a check found to what was found before. Two findings of one code about the same aspect of the same service
 * are one: the surer words, the worse severity, the evidence and remedies of both.
 */
export function mergeFindings(before: readonly Finding[], found: readonly Finding[]): readonly Finding[] {
  const merged = [...before];
  for (const finding of found) {
    const index = merged.findIndex((other) => isSame(other, finding));
    const other = merged[index];
    if (other) merged[index] = merge(other, finding);
    else merged.push(finding);
  }
  return merged;
}

function isSame(a: Finding, b: Finding): boolean {
  return a.code === b.code && a.serviceId === b.serviceId && a.aspect === b.aspect;
}

function merge(first: Finding, second: Finding): Finding {
  const surer = certainties.indexOf(second.certainty) < certainties.indexOf(first.certainty) ? second : first;
  const worse = severities.indexOf(second.severity) < severities.indexOf(first.severity) ? second : first;
  const remedies = [...surer.remedies, ...(surer === first ? second : first).remedies];
  return {
    ...first,
    certainty: surer.certainty,
    explanation: surer.explanation,
    severity: worse.severity,
    checks: distinct([...first.checks, ...second.checks], keyOf),
    evidence: distinct(
      [...first.evidence, ...second.evidence],
      ({ source, excerpt }) => `${source}\n${excerpt}`,
    ).slice(0, mostEvidence),
    remedies: distinct(remedies, (remedy) => `${remedy.action.name} ${String(remedy.serviceId)}`),
    symptomOf: distinct([...first.symptomOf, ...second.symptomOf], (code) => code),
  };
}

function keyOf({ serviceId, name }: CheckKey): string {
  return `${serviceId} ${name}`;
}

function distinct<T>(all: readonly T[], key: (one: T) => string): readonly T[] {
  return [...new Map(all.map((one) => [key(one), one] as const).reverse()).values()].reverse();
}
