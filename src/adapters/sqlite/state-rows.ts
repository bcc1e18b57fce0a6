import type { StateChange } from '../../application/ports/state.ts';
import type { Token } from '../../domain/access/token.ts';
import type { Diagnosis } from '../../domain/diagnosis/diagnosis.ts';
import type { Verification } from '../../domain/diagnosis/verification.ts';
import { worstOf } from '../../domain/diagnosis/verification.ts';
import type { Standing } from '../../domain/health/standing.ts';
import type { PluginSwitch } from '../../domain/plugin/plugin.ts';
import type { Service } from '../../domain/service/service.ts';
import type { Stack } from '../../domain/stack/stack.ts';
import type { Target } from '../../domain/target/target.ts';
import { saveAlerts } from './alert-rows.ts';
import type {
  Diagnosis as DiagnosisRow,
  PluginSwitch as SwitchRow,
  Prisma,
  PrismaClient,
  Service as ServiceRow,
  Stack as StackRow,
  Standing as StandingRow,
  Target as TargetRow,
  Token as TokenRow,
  Verification as VerificationRow,
} from './generated/client.ts';
import type { Sent } from './upsert.ts';
import { ms, upsert } from './upsert.ts';

/** The statements that save state, what is referred to before what refers to it; the last change to an id counts. */
export function saveState(
  client: PrismaClient,
  changes: readonly StateChange[],
): readonly Prisma.PrismaPromise<unknown>[] {
  const rows = rowsOf(changes);
  return [
    ...upsert(client, 'Stack', rows.stacks),
    ...upsert(client, 'Service', rows.services),
    ...upsert(client, 'Standing', rows.standings),
    ...upsert(client, 'Target', rows.targets),
    ...saveCredentials(client, rows.credentials),
    ...upsert(client, 'Token', rows.tokens),
    ...upsert(client, 'Diagnosis', rows.diagnoses),
    ...upsert(client, 'Verification', rows.verifications),
    ...upsert(client, 'PluginSwitch', rows.switches),
    ...saveAlerts(client, changes),
  ];
}

function rowsOf(changes: readonly StateChange[]) {
  const stacks: Sent<StackRow>[] = [];
  const services: Sent<ServiceRow>[] = [];
  const standings: Sent<StandingRow>[] = [];
  const targets: Sent<TargetRow>[] = [];
  const credentials = new Map<string, string | null>();
  const tokens: Sent<TokenRow>[] = [];
  const diagnoses: Sent<DiagnosisRow>[] = [];
  const verifications: Sent<VerificationRow>[] = [];
  const switches: Sent<SwitchRow>[] = [];
  for (const change of changes) {
    switch (change.kind) {
      case 'stack-saved':
        stacks.push(stackRow(change.stack));
        break;
      case 'service-saved':
        services.push(serviceRow(change.service));
        break;
      case 'standing-saved':
        standings.push(standingRow(change.serviceId, change.standing));
        break;
      case 'target-saved':
        targets.push(targetRow(change.target));
        break;
      case 'credential-saved':
        credentials.set(change.serviceId, change.authorization);
        break;
      case 'token-saved':
        tokens.push(tokenRow(change.token));
        break;
      case 'diagnosis-saved':
        diagnoses.push(diagnosisRow(change.diagnosis));
        break;
      case 'verification-saved':
        verifications.push(verificationRow(change.verification));
        break;
      case 'plugin-switched':
        switches.push(switchRow(change.switched));
        break;
      case 'alert-saved':
      case 'hook-received':
      case 'hook-done':
        // See `saveAlerts`.
        break;
    }
  }
  const kept = { stacks, services, standings, targets, credentials, tokens };
  return { ...kept, diagnoses, verifications, switches };
}

function saveCredentials(
  client: PrismaClient,
  credentials: ReadonlyMap<string, string | null>,
): readonly Prisma.PrismaPromise<unknown>[] {
  const given = [...credentials].flatMap(([serviceId, authorization]) =>
    authorization === null ? [] : [{ serviceId, authorization }],
  );
  const taken = [...credentials].filter(([, authorization]) => authorization === null).map(([id]) => id);
  return [
    ...upsert(client, 'Credential', given),
    ...(taken.length > 0 ? [client.credential.deleteMany({ where: { serviceId: { in: taken } } })] : []),
  ];
}

function stackRow({ id, name, dockerEndpoint, project }: Stack): Sent<StackRow> {
  return { id, name, dockerEndpoint, project };
}

function serviceRow(service: Service): Sent<ServiceRow> {
  return {
    id: service.id,
    stackId: service.stackId,
    name: service.name,
    kind: service.kind,
    displayName: service.displayName,
    url: service.url,
    labels: JSON.stringify(service.labels),
    version: service.version,
    origin: service.origin,
    containerName: service.containerName,
    settings: JSON.stringify(service.settings),
    dependsOn: service.dependsOn && JSON.stringify(service.dependsOn),
    probeIntervalMs: service.probeIntervalMs,
    pause: service.pause && JSON.stringify(service.pause),
    removedAt: ms(service.removedAt),
  };
}

function standingRow(serviceId: string, standing: Standing): Sent<StandingRow> {
  return {
    serviceId,
    status: standing.status,
    since: standing.since.getTime(),
    summary: standing.summary,
    observedAt: ms(standing.observedAt),
    stale: standing.stale,
    checks: JSON.stringify(standing.checks),
    contender: standing.contender && JSON.stringify(standing.contender),
    turns: JSON.stringify(standing.turns),
  };
}

function targetRow(target: Target): Sent<TargetRow> {
  return {
    id: target.id,
    stackId: target.stackId,
    scrapedById: target.scrapedById,
    job: target.job,
    instance: target.instance,
    scrapeUrl: target.scrapeUrl,
    labels: JSON.stringify(target.labels),
    health: target.health,
    lastError: target.lastError,
    lastScrape: ms(target.lastScrape),
    scrapeDurationMs: target.scrapeDurationMs,
    scrapeIntervalMs: target.scrapeIntervalMs,
    observedAt: target.observedAt.getTime(),
    removedAt: ms(target.removedAt),
  };
}

function tokenRow(token: Token): Sent<TokenRow> {
  return {
    id: token.id,
    name: token.name,
    role: token.role,
    prefix: token.prefix,
    secretHash: token.secretHash,
    createdBy: JSON.stringify(token.createdBy),
    createdAt: token.createdAt.getTime(),
    expiresAt: ms(token.expiresAt),
    lastUsedAt: ms(token.lastUsedAt),
    revokedAt: ms(token.revokedAt),
  };
}

function diagnosisRow(diagnosis: Diagnosis): Sent<DiagnosisRow> {
  const { id, stackId, serviceId, problem, status, startedAt } = diagnosis;
  const body = JSON.stringify(diagnosis);
  return {
    ...{ id, stackId, serviceId, problem: problem?.name ?? null, status },
    ...{ startedAt: startedAt.getTime(), body },
  };
}

function verificationRow(verification: Verification): Sent<VerificationRow> {
  const { id, stackId, running, checks, startedAt } = verification;
  const status = running ? 'RUNNING' : worstOf(checks);
  return { id, stackId, status, startedAt: startedAt.getTime(), body: JSON.stringify(verification) };
}

function switchRow({ name, disabled, at, by }: PluginSwitch): Sent<SwitchRow> {
  return { name, disabled, at: at.getTime(), by: JSON.stringify(by) };
}
