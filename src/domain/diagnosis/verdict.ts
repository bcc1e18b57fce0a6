import type { DiagnosedCheck } from './diagnosis.ts';
import type { Certainty, Finding } from './finding.ts';

const words: Readonly<Record<Certainty, string>> = {
  CONFIRMED: 'This is certain.',
  LIKELY: 'This is likely.',
  POSSIBLE: 'This is possible, no more.',
};

interface Ended {
  /** Name of the service, as people write it. */
  readonly name: string;
  readonly findings: readonly Finding[];
  readonly checks: readonly DiagnosedCheck[];
  /** The name of a service, by its id. */
  readonly nameOf: (serviceId: string) => string;
}

/** What a diagnosis comes to, in a paragraph: the first cause, what to do, what else there is, what is not known. */
export function verdict(ended: Ended): string {
  const { findings, checks, nameOf } = ended;
  const causes = findings.filter(
    ({ suppressedBy, severity }) => suppressedBy === null && severity !== 'INFO',
  );
  const [first, ...others] = causes;
  const sentences = first
    ? [cause(first, nameOf), remedy(first), also(others), explained(findings)]
    : [unexplained(ended) ?? nothing(ended)];
  return [...sentences, unknown(checks)].filter((sentence) => sentence !== '').join(' ');
}

function cause(first: Finding, nameOf: (serviceId: string) => string): string {
  const where = first.aspect === null ? '' : `, ${first.aspect}`;
  return `${nameOf(first.serviceId)}${where}: ${first.title} (${first.code}). ${first.explanation} ${words[first.certainty]}`;
}

function remedy({ remedies: [best] }: Finding): string {
  return best ? `Best remedy: ${best.action.title} (${best.action.name}): ${best.rationale}` : '';
}

function also(others: readonly Finding[]): string {
  if (others.length === 0) return '';
  const named = others.slice(0, 3).map(({ title, code }) => `${title} (${code})`);
  const more = others.length > 3 ? `, and ${String(others.length - 3)} more` : '';
  return `Found as well: ${named.join('; ')}${more}.`;
}

function explained(findings: readonly Finding[]): string {
  const count = findings.filter(({ suppressedBy }) => suppressedBy !== null).length;
  if (count === 0) return '';
  return count === 1
    ? 'One more finding is explained by these.'
    : `${String(count)} more findings are explained by these.`;
}

/** Checks that fail though no cause was found; null: none does. */
function unexplained({ checks, nameOf }: Ended): string | null {
  const [first, ...others] = checks.filter(({ status }) => status === 'FAIL');
  if (!first) return null;
  const more = others.length === 0 ? '' : ` So do ${String(others.length)} more.`;
  return `${nameOf(first.serviceId)} fails its check ${first.name}: ${first.summary}${more} Why was not found.`;
}

function nothing({ name, checks }: Ended): string {
  const count = checks.filter(({ status }) => status !== 'SKIPPED' && status !== 'UNKNOWN').length;
  if (count === 0) return `Nothing could be found out about ${name}.`;
  return `Nothing was found to be wrong with ${name}: ${count === 1 ? 'one check' : `${String(count)} checks`} looked.`;
}

function unknown(checks: readonly DiagnosedCheck[]): string {
  const open = checks.filter(({ status }) => status === 'UNKNOWN');
  const [first] = open;
  if (!first) return '';
  const names = [...new Set(open.map(({ name }) => name))].slice(0, 5).join(', ');
  return `Could not be found out: ${names} (${first.summary.replace(/\.$/u, '')}).`;
}
