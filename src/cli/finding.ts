import type { Terminal } from './world.ts';
import type { Colour } from './text.ts';
import { paint, printable } from './text.ts';

/** A finding as the server tells of it. */
export interface FindingTold {
  readonly id: string;
  readonly code: string;
  readonly title: string;
  readonly severity: 'CRITICAL' | 'WARNING' | 'INFO';
  readonly certainty: 'CONFIRMED' | 'LIKELY' | 'POSSIBLE';
  readonly explanation: string;
  readonly service: { readonly name: string };
  readonly suppressedBy: { readonly id: string; readonly code: string } | null;
  readonly checks: readonly { readonly name: string; readonly reference: string | null }[];
  readonly evidence: readonly {
    readonly kind: string;
    readonly source: string;
    readonly excerpt: string;
    readonly at: string;
  }[];
  readonly remedies: readonly {
    readonly action: { readonly name: string; readonly title: string; readonly risk: string };
    readonly service: { readonly name: string } | null;
    readonly arguments: unknown;
    readonly rationale: string;
  }[];
}

/** What is asked of a finding. */
export const findingFields = `id code title severity certainty explanation
      service { name }
      suppressedBy { id code }
      checks { name reference }
      evidence { kind source excerpt at }
      remedies { action { name title risk } service { name } arguments rationale }`;

const colours: Readonly<Record<FindingTold['severity'], Colour>> = {
  CRITICAL: 'red',
  WARNING: 'yellow',
  INFO: 'grey',
};
/** So much of the evidence is shown; the API has the rest. */
const shownLines = 4;

/** A finding for people: what it is, what to do, what shows it, what would help. */
export function describeFinding(finding: FindingTold, out: Terminal): string {
  const { code, title, severity, certainty, explanation, service, suppressedBy, evidence, remedies } =
    finding;
  const sure = certainty === 'CONFIRMED' ? '' : ` (${certainty.toLowerCase()})`;
  const why = suppressedBy ? `  explained by ${suppressedBy.code}` : '';
  const lines = [
    `${paint(out, colours[severity], severity.padEnd(8))}  ${code}  ${printable(service.name)}: ${printable(title)}${sure}${why}`,
    `  ${printable(explanation)}`,
    ...evidence.flatMap(({ source, excerpt }) => shown(source, excerpt, out)).slice(0, shownLines),
    ...remedies.map(
      ({ action, service: on, rationale }) =>
        `  ${paint(out, 'bold', `-> ${action.name}`)}${on ? ` ${printable(on.name)}` : ''} (${action.risk.toLowerCase()}): ${printable(rationale)}`,
    ),
  ];
  return `${lines.join('\n')}\n`;
}

function shown(source: string, excerpt: string, out: Terminal): readonly string[] {
  return excerpt
    .split('\n')
    .filter((line) => line.trim() !== '')
    .map((line) => `  ${paint(out, 'grey', `${printable(source)} | ${printable(line).slice(0, 200)}`)}`);
}
