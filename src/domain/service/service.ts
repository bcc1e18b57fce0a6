import type { Actor } from '../access/actor.ts';
import type { Json } from '../health/check.ts';

/** Where something that Custos knows comes from. */
export const origins = ['DISCOVERED', 'CONFIGURED', 'REGISTERED'] as const;
export type Origin = (typeof origins)[number];

/** Maintenance: watched, but nobody is to be alarmed. */
export interface Pause {
  readonly since: Date;
  /** Until when; null: until it is resumed. */
  readonly until: Date | null;
  readonly reason: string | null;
  readonly by: Actor;
}

/** A component of a stack. */
export interface Service {
  readonly id: string;
  readonly stackId: string;
  /** Unique in its stack. */
  readonly name: string;
  readonly kind: string;
  readonly displayName: string;
  readonly url: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** As it says itself; null until it has said it. */
  readonly version: string | null;
  readonly origin: Origin;
  /** Name of its container; null when it has none. */
  readonly containerName: string | null;
  readonly settings: Readonly<Record<string, Json>>;
  /** Names of the services of its stack that it needs; null: what its kind usually needs. */
  readonly dependsOn: readonly string[] | null;
  readonly probeIntervalMs: number;
  readonly pause: Pause | null;
  readonly removedAt: Date | null;
}

/** Whether a service is in maintenance at this time: a pause that has run out counts no more. */
export function isPaused(service: Pick<Service, 'pause'>, at: Date): boolean {
  return service.pause !== null && (service.pause.until === null || service.pause.until > at);
}
