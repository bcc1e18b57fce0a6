import type { Actor } from '../domain/access/actor.ts';
import { arrangeFindings } from '../domain/diagnosis/arrange-findings.ts';
import type { DiagnosedCheck } from '../domain/diagnosis/diagnosis.ts';
import { findingIdOf, identityOf } from '../domain/diagnosis/identity.ts';
import type { Verification } from '../domain/diagnosis/verification.ts';
import { exitCodeOf, worstOf } from '../domain/diagnosis/verification.ts';
import type { EventDraft, VerificationProgressed } from '../domain/event/event.ts';
import { statusOf } from '../domain/health/check.ts';
import type { Service } from '../domain/service/service.ts';
import type { Stack } from '../domain/stack/stack.ts';
import { BatchedLog } from './batched-log.ts';
import type { DiagnosingDeps } from './diagnose-service.ts';
import { unique } from './diagnose-service.ts';
import { checksFor, examineServices, gather } from './examine-services.ts';
import { depthsFrom } from './ill-below.ts';
import { neighbours } from './neighbours.ts';
import { checksOfDocker } from './observe-service.ts';
import type { Examined, Plugins } from './ports/plugins.ts';
import { sideBySide } from './side-by-side.ts';

export interface VerifyingDeps extends DiagnosingDeps {
  readonly plugins: Pick<Plugins, 'catalogue' | 'examine' | 'probe'>;
}

/** What to verify, who asked, and when to give up. */
export interface VerifyWish {
  readonly actor: Actor;
  readonly services: readonly Service[];
  /** Only checks of these names or references; null: all. */
  readonly checks: readonly string[] | null;
  /** Whether every check of a diagnosis is run as well. */
  readonly detailed: boolean;
  /** Whether it is checked as well that the ports which are needed are free or their own. */
  readonly ports: boolean;
  readonly timeoutMs: number;
}

/** The check that tells who holds a port (runbook C05, K05). */
const portCheck = 'port-owner';
/** So many services are looked at at once, and each no longer than this. */
const atOnce = 8;
const longestMs = 30_000;

/** A verification that has begun, and how it ends. */
export interface Verifying {
  readonly verification: Verification;
  readonly ended: Promise<Verification>;
}

/**
 * Begins to look at services of a stack anew: what their probes and Docker say, and as wished the ports and all that a
 * diagnosis asks. Recorded when it begins and with every check that ends.
 * @throws Refusal when the log cannot be written; then nothing has begun.
 */
export const verifyStack =
  (deps: VerifyingDeps) =>
  async (stack: Stack, wish: VerifyWish): Promise<Verifying> => {
    const { diagnoses, log } = deps;
    const begun = begin(deps, stack, wish);
    await log.append(
      [
        draft(deps, begun, {
          type: 'VERIFICATION_STARTED',
          summary: `A verification of ${stack.name} began.`,
        }),
      ],
      [{ kind: 'verification-saved', verification: begun }],
    );
    const ended = carryOut(deps, begun, wish);
    diagnoses.runVerification(begun, ended);
    return { verification: begun, ended };
  };

function begin({ ids, log, clock, ...deps }: VerifyingDeps, stack: Stack, wish: VerifyWish): Verification {
  const containers = new Map(
    neighbours(deps)(stack.id).map(({ service, containerId }) => [service.id, containerId]),
  );
  return {
    id: identityOf('vrf', log.head(), unique(ids, String(clock.monotonicMs()), stack.id)),
    stackId: stack.id,
    running: true,
    detailed: wish.detailed,
    requestedBy: wish.actor,
    startedAt: clock.now(),
    finishedAt: null,
    after: log.head(),
    checksTotal: 0,
    services: wish.services.map(({ id, version }) => ({
      serviceId: id,
      version,
      containerId: containers.get(id) ?? null,
    })),
    checks: [],
    findings: [],
    rootCauses: [],
    dockerUnreachable: deps.sightings(stack.id)?.silence() != null,
  };
}

async function carryOut(deps: VerifyingDeps, begun: Verification, wish: VerifyWish): Promise<Verification> {
  const { diagnoses, log, clock } = deps;
  const batch = new BatchedLog(log);
  let current = begun;
  const ended = (examined: Examined): void => {
    if (!isWanted(examined.check, wish)) return;
    const { checks, findings } = gather(current, examined, (number) => findingIdOf(begun.id, number));
    current = { ...current, checks, findings, checksTotal: Math.max(current.checksTotal, checks.length) };
    diagnoses.progressVerification(current);
    const { serviceId, name, status, summary } = examined.check;
    const of = deps.inventory.service(serviceId)?.displayName ?? '';
    batch.add(
      draft(deps, current, {
        type: 'VERIFICATION_CHECK_FINISHED',
        summary: `${name} of ${of} ended ${status}: ${summary}`,
        checkKey: { serviceId, name },
      }),
    );
  };
  const over = new AbortController();
  void clock.sleep(wish.timeoutMs, over.signal).then(() => over.abort());
  const signal = AbortSignal.any([over.signal, diagnoses.signal]);
  await sideBySide(wish.services, atOnce, (service) => look(deps, service, { wish, ended, signal }));
  over.abort();
  const finished = finish(deps, current, wish);
  diagnoses.progressVerification(finished);
  await batch.flush();
  const code = String(exitCodeOf(finished, false));
  const summary = `A verification ended ${worstOf(finished.checks)} (exit code ${code}).`;
  await log.append(
    [draft(deps, finished, { type: 'VERIFICATION_FINISHED', summary })],
    [{ kind: 'verification-saved', verification: finished }],
  );
  return finished;
}

interface Looking {
  readonly wish: VerifyWish;
  readonly ended: (examined: Examined) => void;
  readonly signal: AbortSignal;
}

/** What its probe and Docker say of one service, and what a diagnosis would ask, as far as it is wished. */
async function look(deps: VerifyingDeps, service: Service, { wish, ended, signal }: Looking): Promise<void> {
  const { inventory, plugins, clock, sightings } = deps;
  const timeoutMs = Math.min(wish.timeoutMs, longestMs);
  const authorization = inventory.credential(service.id);
  const deep = checksFor(deps, service).map(({ name }) => name);
  const checks = deep.filter((name) => wish.detailed || (wish.ports && name === portCheck));
  await Promise.all([
    plugins.probe(service, { timeoutMs, authorization }, signal).then((report) => {
      const told = [...report.checks, ...checksOfDocker(service, sightings(service.stackId), clock.now())];
      for (const check of told)
        ended({ check: { ...check, serviceId: service.id, evidence: [], problems: [] }, findings: [] });
    }),
    checks.length === 0
      ? null
      : examineServices(deps)(
          { stackId: service.stackId, parts: [{ service, checks }], timeoutMs },
          ended,
          signal,
        ),
  ]);
}

function isWanted({ name, reference }: DiagnosedCheck, { checks }: VerifyWish): boolean {
  return checks === null || checks.includes(name) || (reference !== null && checks.includes(reference));
}

function finish(deps: VerifyingDeps, verification: Verification, { services }: VerifyWish): Verification {
  const { clock, causes, inventory } = deps;
  const order = new Map(services.map(({ id }, index) => [id, index]));
  const checks = [...verification.checks].sort(
    (a, b) =>
      (order.get(a.serviceId) ?? 0) - (order.get(b.serviceId) ?? 0) ||
      (a.name < b.name ? -1 : Number(a.name > b.name)),
  );
  const seen = new Map(
    services.map(({ id }) => [id, statusOf(checks.filter(({ serviceId }) => serviceId === id))] as const),
  );
  const status = (id: string) => seen.get(id) ?? inventory.standing(id).status;
  return {
    ...verification,
    running: false,
    finishedAt: clock.now(),
    checks,
    checksTotal: checks.length,
    findings: arrangeFindings(verification.findings, depthsFrom(deps, null, services)),
    rootCauses: causes.rootCausesWhen(verification.stackId, status).map(({ id }) => id),
  };
}

type Said = Pick<VerificationProgressed, 'type'> &
  Partial<Pick<VerificationProgressed, 'checkKey'>> & { readonly summary: string };

function draft(
  { clock }: Pick<VerifyingDeps, 'clock'>,
  { id, stackId, services, checks, checksTotal, requestedBy }: Verification,
  { type, summary, checkKey = null }: Said,
): EventDraft<VerificationProgressed> {
  const isStart = type === 'VERIFICATION_STARTED';
  return {
    at: clock.now(),
    summary: summary.length > 1000 ? `${summary.slice(0, 999)}…` : summary,
    actor: isStart ? requestedBy : null,
    subject: id,
    stackId,
    services: checkKey ? [checkKey.serviceId] : services.map(({ serviceId }) => serviceId),
    audit: isStart,
    detail: { type, verificationId: id, checksFinished: checks.length, checksTotal, checkKey },
  };
}
