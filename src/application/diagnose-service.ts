import type { Actor } from '../domain/access/actor.ts';
import { arrangeFindings } from '../domain/diagnosis/arrange-findings.ts';
import type { Diagnosis } from '../domain/diagnosis/diagnosis.ts';
import type { Problem } from '../domain/diagnosis/problem.ts';
import { findingIdOf, identityOf } from '../domain/diagnosis/identity.ts';
import { verdict } from '../domain/diagnosis/verdict.ts';
import type { DiagnosisProgressed, EventDraft } from '../domain/event/event.ts';
import type { Service } from '../domain/service/service.ts';
import { BatchedLog } from './batched-log.ts';
import type { Diagnoses } from './diagnoses.ts';
import type { ExaminingDeps, Part } from './examine-services.ts';
import { checksFor, examineServices, gather } from './examine-services.ts';
import { depthsFrom, illBelow } from './ill-below.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Ids } from './ports/ids.ts';

export interface DiagnosingDeps extends ExaminingDeps {
  readonly diagnoses: Diagnoses;
  readonly log: EventLog;
  readonly clock: Clock;
  readonly ids: Ids;
}

/** Of the time, what the checks are given: the rest is for looking containers up before, and writing down after. */
const shareOfChecks = 0.8;

/** What to look for, who asked, and when to give up. */
export interface Wish {
  readonly actor: Actor;
  /** Null: all that applies. */
  readonly problem: Problem | null;
  readonly timeoutMs: number;
}

/** A diagnosis that has begun, and how it ends. */
export interface Begun {
  readonly diagnosis: Diagnosis;
  readonly ended: Promise<Diagnosis>;
}

/**
 * Begins to find out why a service is ill: runs the checks that apply to it, and those of the services below it that
 * are not well, side by side under one deadline. Recorded when it begins and with every step. Who asks for what is
 * being found out already is given that.
 * @throws Refusal when the log cannot be written; then nothing has begun.
 */
export const diagnoseService =
  (deps: DiagnosingDeps) =>
  async (service: Service, wish: Wish): Promise<Begun> => {
    const { diagnoses, log } = deps;
    const running = diagnoses.like(service.id, wish.problem?.name ?? null);
    if (running) return { diagnosis: running.current, ended: running.ended };
    const parts = partsOf(deps, service, wish.problem);
    const begun = begin(deps, { service, wish, parts });
    let start: (written: boolean) => void = () => undefined;
    const started = new Promise<boolean>((resolve) => (start = resolve));
    const ended = started.then((isWritten) => (isWritten ? carryOut(deps, begun, { parts, wish }) : begun));
    diagnoses.run(begun, ended);
    try {
      const summary = `A diagnosis of ${service.displayName} began${wish.problem ? `: ${wish.problem.title}` : ''}.`;
      await log.append(
        [draft(deps, begun, { type: 'DIAGNOSIS_STARTED', summary, actor: wish.actor })],
        [{ kind: 'diagnosis-saved', diagnosis: begun }],
      );
      start(true);
    } catch (error) {
      start(false);
      throw error;
    }
    return { diagnosis: begun, ended };
  };

/** The service with the checks of the problem, or all that apply, and what is not well below it, with all. */
function partsOf(deps: DiagnosingDeps, service: Service, problem: Problem | null): readonly Part[] {
  const names = (of: Service) => checksFor(deps, of).map(({ name }) => name);
  const own = names(service).filter((name) => !problem || problem.checks.includes(name));
  return [
    { service, checks: own },
    ...illBelow(deps, service).map((below) => ({ service: below, checks: names(below) })),
  ];
}

function begin(
  { ids, log, clock }: DiagnosingDeps,
  { service, wish, parts }: { service: Service; wish: Wish; parts: readonly Part[] },
): Diagnosis {
  const startedAt = clock.now();
  const checksTotal = parts.reduce((sum, { checks }) => sum + checks.length, 0);
  return {
    id: identityOf('dgn', log.head(), unique(ids, String(clock.monotonicMs()), service.id)),
    stackId: service.stackId,
    serviceId: service.id,
    problem: wish.problem,
    status: 'RUNNING',
    partial: false,
    requestedBy: wish.actor,
    startedAt,
    finishedAt: null,
    after: log.head(),
    checksTotal,
    checks: [],
    findings: [],
    verdict: `${service.displayName} is being looked at.`,
  };
}

/** What tells two that begin at the same place of the log from each other. */
export function unique(ids: Ids, ...parts: readonly string[]): string {
  return ids.of('run', ...parts).slice('run_'.length);
}

async function carryOut(
  deps: DiagnosingDeps,
  begun: Diagnosis,
  { parts, wish }: { parts: readonly Part[]; wish: Wish },
): Promise<Diagnosis> {
  const { diagnoses, inventory, log, clock } = deps;
  const batch = new BatchedLog(log);
  let current = begun;
  await examineServices(deps)(
    { stackId: begun.stackId, parts, timeoutMs: Math.round(wish.timeoutMs * shareOfChecks) },
    (examined) => {
      const { checks, findings, fresh } = gather(current, examined, (number) =>
        findingIdOf(begun.id, number),
      );
      current = { ...current, checks, findings };
      diagnoses.progress(current);
      const { serviceId, name, status } = examined.check;
      const where =
        serviceId === begun.serviceId ? '' : ` of ${inventory.service(serviceId)?.displayName ?? ''}`;
      batch.add(
        draft(deps, current, {
          type: 'DIAGNOSIS_CHECK_FINISHED',
          summary: `${name}${where} ended ${status}: ${examined.check.summary}`,
          checkKey: { serviceId, name },
        }),
        ...fresh.map((finding) =>
          draft(deps, current, {
            type: 'DIAGNOSIS_FINDING_MADE',
            summary: `${finding.title} (${finding.code}): ${finding.explanation}`,
            findingId: finding.id,
          }),
        ),
      );
    },
    diagnoses.signal,
  );
  const ended = finish(deps, current, clock.now());
  diagnoses.progress(ended);
  await batch.flush();
  await log.append(
    [draft(deps, ended, { type: 'DIAGNOSIS_FINISHED', summary: `A diagnosis ended: ${ended.verdict}` })],
    [{ kind: 'diagnosis-saved', diagnosis: ended }],
  );
  return ended;
}

/** What it comes to, now that all checks have ended. */
function finish(deps: DiagnosingDeps, diagnosis: Diagnosis, finishedAt: Date): Diagnosis {
  const { inventory } = deps;
  const service = inventory.service(diagnosis.serviceId);
  const all = [...new Set(diagnosis.findings.map(({ serviceId }) => serviceId))];
  const involved = all.flatMap((id) => inventory.service(id) ?? []);
  const findings = arrangeFindings(diagnosis.findings, depthsFrom(deps, service, involved));
  const checks = [...diagnosis.checks].sort((a, b) => (a.name < b.name ? -1 : Number(a.name > b.name)));
  const nameOf = (id: string): string => inventory.service(id)?.displayName ?? id;
  const isKnown = checks.some(({ status }) => status !== 'UNKNOWN');
  return {
    ...diagnosis,
    status: isKnown ? 'FINISHED' : 'FAILED',
    partial: checks.some(({ status }) => status === 'UNKNOWN'),
    finishedAt,
    checks,
    findings,
    verdict: verdict({ name: nameOf(diagnosis.serviceId), findings, checks, nameOf }),
  };
}

type Said = Pick<DiagnosisProgressed, 'type'> &
  Partial<Pick<DiagnosisProgressed, 'checkKey' | 'findingId'>> & {
    readonly summary: string;
    readonly actor?: Actor;
  };

function draft(
  { clock }: Pick<DiagnosingDeps, 'clock'>,
  { id, serviceId, stackId, checks, checksTotal }: Diagnosis,
  { type, summary, actor, checkKey = null, findingId: found = null }: Said,
): EventDraft<DiagnosisProgressed> {
  return {
    at: clock.now(),
    summary: summary.length > 1000 ? `${summary.slice(0, 999)}…` : summary,
    actor: actor ?? null,
    subject: id,
    stackId,
    services: [serviceId],
    // That somebody asked for it is part of the audit, what came of it is not.
    audit: type === 'DIAGNOSIS_STARTED',
    detail: {
      type,
      diagnosisId: id,
      serviceId,
      checksFinished: checks.length,
      checksTotal,
      checkKey,
      findingId: found,
    },
  };
}
