import { describeFinding } from './finding.ts';
import type { Colour } from './text.ts';
import { paint, printable, table } from './text.ts';
import type { Sight, Status, Verification } from './verification.ts';
import type { Terminal } from './world.ts';

const colourOf: Readonly<Record<Status, Colour>> = {
  pass: 'green',
  warn: 'yellow',
  fail: 'red',
  unknown: 'yellow',
  skipped: 'grey',
};
/** The worst is read first. */
const order: readonly Status[] = ['fail', 'unknown', 'warn', 'pass', 'skipped'];

interface Telling {
  readonly sight: Sight;
  readonly out: Terminal;
  readonly detailed: boolean;
}

/** A verification for people: the verdict, the root cause, what to do, then a line for each service. */
export function describeVerification(verification: Verification, telling: Telling): string {
  const { out, detailed } = telling;
  const parts = [
    `${verdict(verification, out)}\n`,
    causes(verification, telling),
    services(verification, out),
    ...(telling.sight.deeper?.findings ?? []).map((finding) => describeFinding(finding, out)),
    ...(detailed ? [checks(verification, out)] : []),
  ];
  return parts.filter((part) => part !== '').join('\n');
}

function verdict(
  { status, services: all, project, durationMs, partial }: Verification,
  out: Terminal,
): string {
  const bad = all.filter((service) => service.status !== 'pass' && service.status !== 'skipped');
  const told =
    all.length === 0
      ? 'no service was found'
      : bad.length === 0
        ? `all ${String(all.length)} services are well`
        : `${String(bad.length)} of ${String(all.length)} services ${bad.length === 1 ? 'is' : 'are'} not well`;
  const seconds = (durationMs / 1000).toFixed(1);
  const where = project === null ? '' : `${printable(project)}: `;
  const rest = partial ? ', not all could be observed' : '';
  return `${paint(out, colourOf[status], status.toUpperCase())}  ${where}${told}${rest} (${seconds} s)`;
}

function causes(verification: Verification, { sight, out }: Telling): string {
  const lines = verification.rootCauses.flatMap((name) => {
    const service = verification.services.find((one) => one.name === name);
    const why = service ? `: ${printable(service.summary)}` : '';
    return [`${paint(out, 'bold', `Root cause: ${printable(name)}`)}${why}`, `  Next: ${next(name, sight)}`];
  });
  if (sight.dockerFailure !== null) lines.push(`Docker does not answer: ${printable(sight.dockerFailure)}`);
  if (verification.services.length === 0) {
    lines.push(
      '  Next: start the stack, or name its services in a file (--config FILE; docs/configuration.md)',
    );
  }
  return [...new Set(lines)].map((line) => `${line}\n`).join('');
}

/** The command that tells more. */
function next(name: string, { services: seen }: Sight): string {
  const service = seen.find((one) => one.name === name);
  if (service?.health.checks.some(({ cause }) => cause === 'UNAUTHORIZED')) {
    return 'give Custos its credentials (auth in the configuration file)';
  }
  if (service?.container) return `docker logs --tail 50 ${printable(service.container.name)}`;
  return `custos verify --service ${printable(name)} --detailed`;
}

function services(verification: Verification, out: Terminal): string {
  const sorted = [...verification.services].sort(
    (a, b) => order.indexOf(a.status) - order.indexOf(b.status) || (a.name < b.name ? -1 : 1),
  );
  const rows = sorted.map(({ status, name, summary, causedBy }) => {
    const because = causedBy.length > 0 ? ` (because of ${causedBy.join(', ')})` : '';
    return [status, name, `${summary}${because}`];
  });
  return statusTable(rows, out);
}

function checks(verification: Verification, out: Terminal): string {
  const rows = verification.checks.map((check) => [
    check.status,
    check.service,
    check.id,
    `${String(check.durationMs)} ms`,
    check.summary,
  ]);
  return statusTable(rows, out);
}

/** Rows that begin with a status, which has its colour. */
function statusTable(
  rows: readonly (readonly [Status, ...string[]] | readonly string[])[],
  out: Terminal,
): string {
  return table(
    rows.map(([status = '', ...rest]) => [status.toUpperCase(), ...rest]),
    (cell, column) => {
      const status = order.find((one) => one.toUpperCase() === cell.trim());
      return column === 0 && status ? paint(out, colourOf[status], cell) : cell;
    },
  );
}
