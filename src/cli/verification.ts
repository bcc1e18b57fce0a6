import type { CheckSeen } from './check-seen.ts';
import type { FindingTold } from './finding.ts';
import type { DeepCheck, Deeper } from './look-deeper.ts';
import { exits } from './world.ts';

export type Status = 'pass' | 'warn' | 'fail' | 'unknown' | 'skipped';

/** A service as the server tells of it. */
export interface ServiceSeen {
  readonly id: string;
  readonly name: string;
  readonly kind: string;
  readonly url: string | null;
  readonly version: string | null;
  readonly stack: { readonly name: string };
  readonly paused: { readonly since: string } | null;
  readonly container: { readonly id: string; readonly name: string } | null;
  readonly health: {
    readonly status: 'HEALTHY' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';
    readonly stale: boolean;
    readonly summary: string;
    readonly causedBy: readonly { readonly id: string; readonly name: string }[];
    readonly checks: readonly CheckSeen[];
  };
}

/** A stack as the server tells of it. */
export interface StackSeen {
  readonly name: string;
  readonly rootCauses: readonly { readonly id: string; readonly name: string }[];
  readonly dockerHost: {
    readonly endpoint: string;
    readonly reachable: boolean;
    readonly failure: string | null;
    readonly version: string | null;
  } | null;
}

/** What a verification saw. */
export interface Sight {
  readonly services: readonly ServiceSeen[];
  readonly stacks: readonly StackSeen[];
  /** Ids of the services that were observed since the verification began. */
  readonly fresh: ReadonlySet<string>;
  /** Version of Custos. */
  readonly version: string;
  /** Why Docker does not answer, in a sentence; null when it does. */
  readonly dockerFailure: string | null;
  /** What a closer look saw; null where none was wanted. */
  readonly deeper: Deeper | null;
}

/** When and how a verification ran. */
export interface Conduct {
  readonly runId: string;
  readonly startedAt: string;
  readonly durationMs: number;
  /** Whether a warning is enough not to pass. */
  readonly strict: boolean;
}

export type Verification = ReturnType<typeof createVerification>;

const ofHealth = { HEALTHY: 'pass', DEGRADED: 'warn', DOWN: 'fail', UNKNOWN: 'unknown' } as const;
const ofCheck = { PASS: 'pass', WARN: 'warn', FAIL: 'fail', UNKNOWN: 'unknown', SKIPPED: 'skipped' } as const;
/** The worst first: what could not be found out is worse than a warning, and never a pass. */
const order = ['fail', 'unknown', 'warn', 'pass'] as const;

/**
 * The outcome of a verification, in the shape that `--json` prints. Its fields are stable: they are added to
 * under the same `schemaVersion`, and never change their meaning.
 */
export function createVerification(conduct: Conduct, sight: Sight) {
  const { services, stacks, fresh } = sight;
  const judged = services.map((service) => judge(service, fresh));
  const probed = judged.flatMap(({ seen, status }) => (status === 'skipped' ? [] : checksOf(seen)));
  const checks = [...probed, ...deeperChecks(sight, judged)];
  const status = worst([
    ...judged.map((service) => service.status),
    ...checks.slice(probed.length).map((check) => check.status),
  ]);
  const causes = rootCausesOf(judged, stacks);
  const { runId, startedAt, durationMs } = conduct;
  return {
    schemaVersion: 1,
    runId,
    startedAt,
    durationMs,
    project: [...new Set(services.map(({ stack }) => stack.name))].join(',') || (stacks[0]?.name ?? null),
    status,
    exitCode: exitCodeOf(status, conduct.strict, sight),
    partial: judged.some(({ unseen }) => unseen) || checks.some((check) => check.status === 'unknown'),
    versions: versionsOf(sight),
    summary: countsOf(checks),
    services: judged.map(({ seen, status: ofService, summary }) => ({
      name: seen.name,
      stack: seen.stack.name,
      kind: seen.kind,
      url: seen.url,
      containerId: seen.container?.id ?? null,
      status: ofService,
      summary,
      causedBy: seen.health.causedBy.map(({ name }) => name),
      checks: seen.health.checks.map(idOf),
    })),
    checks,
    /** What a closer look found, causes first; none where none was wanted. */
    findings: (sight.deeper?.findings ?? []).map(findingOf),
    rootCause: causes[0] ?? null,
    rootCauses: causes,
  };
}

interface Judged {
  readonly seen: ServiceSeen;
  readonly status: Status;
  readonly summary: string;
  /** Whether it was to be observed, and was not. */
  readonly unseen: boolean;
}

function judge(seen: ServiceSeen, fresh: ReadonlySet<string>): Judged {
  if (seen.paused) return { seen, status: 'skipped', summary: 'In maintenance.', unseen: false };
  if (!fresh.has(seen.id) || seen.health.stale) {
    const summary = `It was not observed in time. Before: ${seen.health.summary}`;
    return { seen, status: 'unknown', summary, unseen: true };
  }
  const status = worst([
    ofHealth[seen.health.status],
    ...seen.health.checks.map((check) => ofCheck[check.status]),
  ]);
  // One observation is not enough for another health, whose summary then still tells of the one before.
  const worse = seen.health.checks.find((check) => ofCheck[check.status] === status);
  const isToldOf = ofHealth[seen.health.status] === status || !worse;
  return { seen, status, summary: isToldOf ? seen.health.summary : worse.summary, unseen: false };
}

/** The worst that there is; unknown when nothing was looked at. */
function worst(statuses: readonly Status[]): Status {
  return order.find((status) => statuses.includes(status)) ?? 'unknown';
}

function exitCodeOf(status: Status, strict: boolean, { services, dockerFailure }: Sight): number {
  if (services.length === 0 && dockerFailure !== null) return exits.noDocker;
  if (status === 'warn') return strict ? exits.warn : exits.pass;
  return { pass: exits.pass, fail: exits.fail, unknown: exits.unknown, skipped: exits.unknown }[status];
}

/** Where to look first: the root causes of the stacks among what was asked about, else what fails alone. */
function rootCausesOf(judged: readonly Judged[], stacks: readonly StackSeen[]): readonly string[] {
  const failing = judged.filter(({ status }) => status === 'fail');
  const known = new Set(stacks.flatMap(({ rootCauses }) => rootCauses.map(({ id }) => id)));
  const named = failing.filter(({ seen }) => known.has(seen.id)).map(({ seen }) => seen.name);
  const behind = failing.flatMap(({ seen }) => seen.health.causedBy.map(({ name }) => name));
  const alone = failing.filter(({ seen }) => seen.health.causedBy.length === 0).map(({ seen }) => seen.name);
  return [...new Set([...named, ...behind, ...alone])];
}

/** What a closer look saw beside the probes, of services that are not in maintenance. */
function deeperChecks({ deeper }: Sight, judged: readonly Judged[]) {
  const shown = new Map(judged.map(({ seen, status }) => [seen.id, { seen, status }]));
  return (deeper?.checks ?? []).flatMap((check) => {
    const of = check.service && shown.get(check.service.id);
    const isProbed = of?.seen.health.checks.some(({ name }) => name === check.name) ?? true;
    return !of || isProbed || of.status === 'skipped' ? [] : [checkOf(check)];
  });
}

function checkOf(check: DeepCheck): ReturnType<typeof checksOf>[number] {
  return {
    id: idOf(check),
    name: check.name,
    problemIds: check.problems.map(({ name }) => name),
    service: check.service?.name ?? '',
    target: check.service?.url ?? null,
    status: ofCheck[check.status],
    summary: check.summary,
    observedAt: check.observedAt,
    observed: check.observed,
    threshold: check.threshold,
    durationMs: check.durationMs,
    error: check.cause,
    evidence: check.evidence,
  };
}

function findingOf(finding: FindingTold) {
  const { id, code, title, severity, certainty, explanation, service, checks, suppressedBy } = finding;
  return {
    id,
    code,
    cause: title,
    severity: severity.toLowerCase(),
    certainty: certainty.toLowerCase(),
    explanation,
    service: service.name,
    checkIds: checks.map(({ reference, name }) => reference ?? name),
    suppressedBy: suppressedBy?.id ?? null,
    evidence: finding.evidence,
    actions: finding.remedies.map(({ action, service: on, arguments: given, rationale }) => ({
      ...{ name: action.name, risk: action.risk.toLowerCase(), service: on?.name ?? null },
      ...{ arguments: given, rationale },
    })),
  };
}

const idOf = ({ reference, name }: Pick<CheckSeen, 'reference' | 'name'>): string => reference ?? name;

function checksOf(service: ServiceSeen) {
  return service.health.checks.map((check) => ({
    id: idOf(check),
    name: check.name,
    problemIds: [] as readonly string[],
    service: service.name,
    target: service.url,
    status: ofCheck[check.status],
    summary: check.summary,
    observedAt: check.observedAt,
    observed: check.observed,
    threshold: check.threshold,
    durationMs: check.durationMs,
    error: check.cause,
    evidence: [] as readonly object[],
  }));
}

function countsOf(checks: readonly { readonly status: Status }[]): Readonly<Record<Status, number>> {
  const counts = { pass: 0, warn: 0, fail: 0, unknown: 0, skipped: 0 };
  for (const { status } of checks) counts[status]++;
  return counts;
}

/** By kind; of several of a kind the last one by name. */
function versionsOf({ services, stacks, version }: Sight): Readonly<Record<string, string>> {
  const docker = stacks.map(({ dockerHost }) => dockerHost?.version ?? null).find((known) => known !== null);
  const known = services.flatMap(({ kind, version: of }) => (of === null ? [] : [[kind, of] as const]));
  return { custos: version, ...(docker === undefined ? {} : { docker }), ...Object.fromEntries(known) };
}
