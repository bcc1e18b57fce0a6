import { createHash } from 'node:crypto';
import type { Examination, Examined } from '../application/ports/plugins.ts';
import type { Evidence } from '../domain/diagnosis/evidence.ts';
import { redact } from '../domain/redact.ts';
import { redactJson } from '../domain/redact-json.ts';
import type { Remedy } from '../domain/recovery/action.ts';
import type { Evidence as Told, Finding, Remedy as Proposed } from '../plugin-sdk/index.ts';
import type { Catalogue, DeclaredCheck } from '../application/ports/plugins.ts';
import type { Manifest } from './manifest.ts';
import type { ReportedExamined } from './protocol.ts';

/** What is shown of a piece of evidence. */
const shownCharacters = 4096;

interface Known {
  readonly examination: Examination;
  readonly catalogue: Catalogue;
  readonly manifest: Manifest;
  readonly at: Date;
}

/**
 * What a check ended with, in the host's words: names made ids, secrets taken out, evidence cut. What a plugin did not
 * declare, or what names a service that is not there, is left out, for it means nothing to anybody.
 */
export function examined(reported: ReportedExamined, known: Known): Examined {
  const { examination, manifest, at } = known;
  const { findings, evidence, ...told } = reported;
  const serviceId = examination.service.id;
  const shown = evidence.map((piece) => shownOf(piece, at));
  return {
    check: {
      ...told,
      serviceId,
      reference: declared(manifest, reported.name)?.reference ?? null,
      aspect: null,
      summary: redact(told.summary),
      observed: redactJson(told.observed),
      threshold: redactJson(told.threshold),
      observedAt: at,
      evidence: shown,
      problems: problemsOf(known, reported.name),
    },
    findings: findings.flatMap((finding) => findingOf(finding, { ...known, check: reported.name, shown })),
  };
}

/** What stands in for a check that told nothing. */
export function unexamined(
  check: DeclaredCheck,
  summary: string,
  { examination, catalogue, at }: Omit<Known, 'manifest'>,
): Examined {
  return {
    check: {
      ...{ name: check.name, reference: check.reference, aspect: null, status: 'UNKNOWN', summary },
      ...{ cause: 'PLUGIN_FAILED', observedAt: at, durationMs: 0, observed: null, threshold: null },
      serviceId: examination.service.id,
      evidence: [],
      problems: problemsOf({ examination, catalogue }, check.name),
    },
    findings: [],
  };
}

function declared({ checks }: Manifest, name: string) {
  return checks.find((check) => check.name === name);
}

function problemsOf(
  { catalogue, examination }: Pick<Known, 'catalogue' | 'examination'>,
  check: string,
): readonly string[] {
  return catalogue.problems
    .filter(({ kinds, checks }) => kinds.includes(examination.service.kind) && checks.includes(check))
    .map(({ name }) => name);
}

function shownOf({ kind, source, excerpt, at: since }: Told, at: Date): Evidence {
  const clean = redact(excerpt);
  const cut = clean.length > shownCharacters;
  const cleanSource = redact(source);
  return {
    kind,
    source: cleanSource,
    excerpt: cut ? `${clean.slice(0, shownCharacters - 1)}…` : clean,
    redacted: clean !== excerpt || cleanSource !== source,
    sha256: cut ? createHash('sha256').update(clean).digest('hex') : null,
    at: since === undefined ? at : new Date(Math.min(since, at.getTime())),
  };
}

interface Context extends Known {
  readonly check: string;
  /** What shows the check itself. */
  readonly shown: readonly Evidence[];
}

function findingOf(found: Finding, { shown, check, ...known }: Context): Examined['findings'] {
  const { manifest, examination, at } = known;
  const definition = manifest.findings.find(({ code }) => code === found.code);
  const serviceId = serviceIdOf(examination, found.service);
  if (!definition || serviceId === null) return [];
  const own = (found.evidence ?? []).map((piece) => shownOf(piece, at));
  return [
    {
      code: found.code,
      title: definition.title,
      severity: found.severity ?? definition.severity,
      certainty: found.certainty,
      explanation: redact(found.explanation),
      serviceId,
      aspect: found.aspect === undefined ? null : redact(found.aspect),
      foundAt: at,
      checks: [{ serviceId: examination.service.id, name: check }],
      // A finding with evidence of its own needs no other.
      evidence: own.length > 0 ? own : shown,
      remedies: (found.remedies ?? []).flatMap((remedy) => remedyOf(remedy, serviceId, known)),
      symptomOf: definition.symptomOf === '*' ? ['*'] : definition.symptomOf,
    },
  ];
}

/** Null when the stack has no service of that name. */
function serviceIdOf({ service, neighbours }: Examination, name: string | undefined): string | null {
  if (name === undefined) return service.id;
  return neighbours.find((neighbour) => neighbour.service.name === name)?.service.id ?? null;
}

/** None when nobody declares the action for the service. */
function remedyOf(
  { action: name, service, arguments: given, why }: Proposed,
  about: string,
  { catalogue, examination }: Known,
): readonly Remedy[] {
  const on = service === undefined ? about : serviceIdOf(examination, service);
  const kind = examination.neighbours.find((neighbour) => neighbour.service.id === on)?.service.kind;
  const action = catalogue.actions.find(
    (candidate) =>
      candidate.name === name && (candidate.kinds.length === 0 || candidate.kinds.includes(kind ?? '')),
  );
  if (!action || on === null) return [];
  return [
    {
      action,
      serviceId: action.scope === 'STACK' ? null : on,
      arguments: redactJson(given ?? {}) as Remedy['arguments'],
      rationale: redact(why),
    },
  ];
}
