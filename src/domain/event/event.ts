import type { Actor } from '../access/actor.ts';
import type { AlertState, Labels } from '../alert/alert.ts';
import type { ContainerHealth, ContainerState } from '../container/container.ts';
import type { Severity } from '../diagnosis/finding.ts';
import type { Json } from '../health/check.ts';
import type { HealthStatus } from '../health/health.ts';
import type { PluginStatus } from '../plugin/plugin.ts';
import type { UserError } from '../refusal.ts';
import type { FeedKind } from '../stack/feed.ts';
import type { TargetHealth } from '../target/target.ts';

export const serviceEventTypes = [
  'SERVICE_DISCOVERED',
  'SERVICE_REGISTERED',
  'SERVICE_UPDATED',
  'SERVICE_REMOVED',
  'SERVICE_PAUSED',
  'SERVICE_RESUMED',
] as const;
export const feedEventTypes = ['FEED_LOST', 'FEED_RETURNED'] as const;
export const pluginEventTypes = [
  'PLUGIN_LOADED',
  'PLUGIN_FAILED',
  'PLUGIN_CRASHED',
  'PLUGIN_QUARANTINED',
  'PLUGIN_ENABLED',
  'PLUGIN_DISABLED',
] as const;
export const diagnosisEventTypes = [
  'DIAGNOSIS_STARTED',
  'DIAGNOSIS_CHECK_FINISHED',
  'DIAGNOSIS_FINDING_MADE',
  'DIAGNOSIS_FINISHED',
] as const;
export const verificationEventTypes = [
  'VERIFICATION_STARTED',
  'VERIFICATION_CHECK_FINISHED',
  'VERIFICATION_FINISHED',
] as const;
export const settingEventTypes = ['TOKEN_CREATED', 'TOKEN_REVOKED'] as const;
export const serverEventTypes = ['SERVER_STARTED', 'SERVER_STOPPED'] as const;

/** Everything that can have happened, as far as Custos can do it yet. */
export const eventTypes = [
  'HEALTH_CHANGED',
  'CONTAINER_CHANGED',
  'TARGET_CHANGED',
  'ALERT_CHANGED',
  ...feedEventTypes,
  ...serviceEventTypes,
  ...pluginEventTypes,
  ...diagnosisEventTypes,
  ...verificationEventTypes,
  ...settingEventTypes,
  ...serverEventTypes,
  'REQUEST_REFUSED',
] as const;
export type EventType = (typeof eventTypes)[number];

export interface HealthChanged {
  readonly type: 'HEALTH_CHANGED';
  readonly serviceId: string;
  readonly from: HealthStatus;
  readonly to: HealthStatus;
  /** Ids of the deepest failing services that explain it; empty: it is the cause, or well. */
  readonly causedBy: readonly string[];
}

export interface ContainerChanged {
  readonly type: 'CONTAINER_CHANGED';
  readonly serviceId: string;
  readonly containerId: string;
  readonly containerName: string;
  /** Docker's word, such as `die`. */
  readonly action: string;
  readonly from: ContainerState | null;
  readonly to: ContainerState | null;
  readonly health: ContainerHealth | null;
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
}

export interface TargetChanged {
  readonly type: 'TARGET_CHANGED';
  readonly targetId: string;
  /** Null when it came. */
  readonly from: TargetHealth | null;
  /** Null when it went. */
  readonly to: TargetHealth | null;
}

export interface AlertChanged {
  readonly type: 'ALERT_CHANGED';
  readonly alertId: string;
  /** Null when it was not known. */
  readonly from: AlertState | null;
  readonly to: AlertState;
  readonly severity: Severity;
  readonly labels: Labels;
  /** ISO 8601: since when it fires. */
  readonly startsAt: string;
  /** Until when; null while it does. */
  readonly endsAt: string | null;
}

export interface FeedChanged {
  readonly type: (typeof feedEventTypes)[number];
  readonly feedKind: FeedKind;
  /** The service that it comes from; null for Docker's. */
  readonly serviceId: string | null;
  /** Why it is silent; null when it is not, or nobody knows. */
  readonly failure: string | null;
}

export interface ServiceChanged {
  readonly type: (typeof serviceEventTypes)[number];
  readonly serviceId: string;
  readonly reason: string | null;
  readonly before: Json;
  readonly after: Json;
}

export interface PluginChanged {
  readonly type: (typeof pluginEventTypes)[number];
  readonly pluginName: string;
  readonly from: PluginStatus | null;
  readonly to: PluginStatus;
  readonly failure: string | null;
}

export interface DiagnosisProgressed {
  readonly type: (typeof diagnosisEventTypes)[number];
  readonly diagnosisId: string;
  readonly serviceId: string;
  readonly checksFinished: number;
  readonly checksTotal: number;
  /** The check that ended: its service and its name. */
  readonly checkKey: { readonly serviceId: string; readonly name: string } | null;
  readonly findingId: string | null;
}

export interface VerificationProgressed {
  readonly type: (typeof verificationEventTypes)[number];
  readonly verificationId: string;
  readonly checksFinished: number;
  readonly checksTotal: number;
  /** The check that ended: its service and its name. */
  readonly checkKey: { readonly serviceId: string; readonly name: string } | null;
}

export interface SettingChanged {
  readonly type: (typeof settingEventTypes)[number];
  readonly name: string | null;
  readonly reason: string | null;
  readonly before: Json;
  readonly after: Json;
}

export interface ServerChanged {
  readonly type: (typeof serverEventTypes)[number];
  readonly version: string;
}

export interface RequestRefused {
  readonly type: 'REQUEST_REFUSED';
  readonly mutation: string;
  readonly userErrors: readonly UserError[];
}

/** What happened, in the shape of its type. JSON through and through: it is stored as such. */
export type EventDetail =
  | HealthChanged
  | ContainerChanged
  | TargetChanged
  | AlertChanged
  | FeedChanged
  | ServiceChanged
  | PluginChanged
  | DiagnosisProgressed
  | VerificationProgressed
  | SettingChanged
  | ServerChanged
  | RequestRefused;

/** Something that happened, about to be recorded. */
export interface EventDraft<D extends EventDetail = EventDetail> {
  readonly at: Date;
  readonly summary: string;
  /** Who did it; null for what was only observed. */
  readonly actor: Actor | null;
  /** Id of the Node that it happened to; null when it is none. */
  readonly subject: string | null;
  readonly stackId: string | null;
  /** Ids of the services that it is about. */
  readonly services: readonly string[];
  /** Whether it was asked for, approved, refused or done by anybody. */
  readonly audit: boolean;
  readonly detail: D;
}

/** An entry of the log. Sequences start at 1 and have no holes. */
export interface Event<D extends EventDetail = EventDetail> extends EventDraft<D> {
  readonly sequence: number;
  /** SHA-256, in hexadecimal, over this entry and the hash of the one before. */
  readonly hash: string;
}

/**
 * The text over which an entry's hash is taken, with the hash of the entry
 * before it (empty for the first). Two entries differ in it when they differ
 * in anything; key order does not matter.
 */
export function chained(entry: Omit<Event, 'hash'>, previousHash: string): string {
  const { sequence, at, summary, actor, subject, stackId, services, audit, detail } = entry;
  return canonical([
    previousHash,
    sequence,
    at.toISOString(),
    summary,
    actor,
    subject,
    stackId,
    services,
    audit,
    detail,
  ]);
}

function canonical(value: unknown): string {
  return JSON.stringify(value, (_key, inner: unknown) =>
    inner !== null && typeof inner === 'object' && !Array.isArray(inner)
      ? Object.fromEntries(Object.entries(inner).sort(([a], [b]) => (a < b ? -1 : 1)))
      : inner,
  );
}
