import type { Hook } from '../../application/ports/alert-store.ts';
import type { StateChange } from '../../application/ports/state.ts';
import type { Alert, AlertReport, AlertSource, AlertState, Labels } from '../../domain/alert/alert.ts';
import type { Severity } from '../../domain/diagnosis/finding.ts';
import type {
  AlertLabel as LabelRow,
  Alert as AlertRow,
  Inbox as InboxRow,
  Prisma,
  PrismaClient,
} from './generated/client.ts';
import type { Sent } from './upsert.ts';
import { inStatements, ms, upsert } from './upsert.ts';

/** The statements that save alerts and webhooks; the last change to an id counts. */
export function saveAlerts(
  client: PrismaClient,
  changes: readonly StateChange[],
): readonly Prisma.PrismaPromise<unknown>[] {
  const saved = changes.filter((change) => change.kind === 'alert-saved');
  const hooks = changes.flatMap((change) => (change.kind === 'hook-received' ? [change.hook] : []));
  const done = changes.flatMap((change) => (change.kind === 'hook-done' ? [BigInt(change.sequence)] : []));
  return [
    ...upsert(
      client,
      'Alert',
      saved.map(({ alert }) => alertRow(alert)),
    ),
    ...inStatements(saved.flatMap(({ alert, isNew }) => (isNew ? labelRows(alert) : []))).map(
      (json) => client.$executeRaw`
        INSERT OR IGNORE INTO "AlertLabel" ("alertId", "name", "value")
        SELECT value->>'alertId', value->>'name', value->>'value' FROM json_each(${json})`,
    ),
    ...upsert(client, 'Inbox', hooks.map(hookRow)),
    ...(done.length > 0 ? [client.inbox.deleteMany({ where: { sequence: { in: done } } })] : []),
  ];
}

/** The alert that a row and its labels hold. */
export function toAlert({ labels, ...row }: AlertRow & { readonly labels: readonly LabelRow[] }): Alert {
  return {
    ...row,
    severity: row.severity as Severity,
    state: row.state as AlertState,
    labels: Object.fromEntries(labels.map(({ name, value }) => [name, value])),
    annotations: JSON.parse(row.annotations) as Labels,
    receivers: JSON.parse(row.receivers) as readonly string[],
    silencedBy: JSON.parse(row.silencedBy) as readonly string[],
    inhibitedBy: JSON.parse(row.inhibitedBy) as readonly string[],
    sources: JSON.parse(row.sources) as readonly AlertSource[],
  };
}

type WrittenReport = Omit<AlertReport, 'startsAt' | 'endsAt'> & {
  readonly startsAt: string;
  readonly endsAt: string | null;
};

/** The webhook that a row holds. */
export function toHook(row: InboxRow): Hook {
  const reports = JSON.parse(row.reports) as readonly WrittenReport[];
  return {
    sequence: Number(row.sequence),
    stackId: row.stackId,
    source: row.source as Hook['source'],
    receivedAt: row.receivedAt,
    reports: reports.map((report) => ({
      ...report,
      startsAt: new Date(report.startsAt),
      endsAt: report.endsAt === null ? null : new Date(report.endsAt),
    })),
  };
}

function alertRow(alert: Alert): Sent<AlertRow> {
  return {
    id: alert.id,
    stackId: alert.stackId,
    fingerprint: alert.fingerprint,
    name: alert.name,
    severity: alert.severity,
    state: alert.state,
    annotations: JSON.stringify(alert.annotations),
    startsAt: alert.startsAt.getTime(),
    endsAt: ms(alert.endsAt),
    generatorUrl: alert.generatorUrl,
    receivers: JSON.stringify(alert.receivers),
    silencedBy: JSON.stringify(alert.silencedBy),
    inhibitedBy: JSON.stringify(alert.inhibitedBy),
    sources: JSON.stringify(alert.sources),
    serviceId: alert.serviceId,
    updatedAt: alert.updatedAt.getTime(),
    observedAt: alert.observedAt.getTime(),
  };
}

function labelRows({ id, labels }: Alert): readonly LabelRow[] {
  return Object.entries(labels).map(([name, value]) => ({ alertId: id, name, value }));
}

function hookRow({ sequence, stackId, source, receivedAt, reports }: Hook): Sent<InboxRow> {
  const sent = { sequence, stackId, source, receivedAt: receivedAt.getTime() };
  return { ...sent, reports: JSON.stringify(reports) };
}
