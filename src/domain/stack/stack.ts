import type { HealthStatus } from '../health/health.ts';
import { worst } from '../health/health.ts';
import type { Standing } from '../health/standing.ts';

/** A monitoring stack: components that are watched together. */
export interface Stack {
  readonly id: string;
  readonly name: string;
  /** Where its Docker engine answers; null for a stack without Docker. */
  readonly dockerEndpoint: string | null;
  /** The compose project whose containers belong to it; null: containers outside any project. */
  readonly project: string | null;
}

/** How many services have which health; `paused` counts across all of them. */
export interface HealthCounts {
  readonly total: number;
  readonly healthy: number;
  readonly degraded: number;
  readonly down: number;
  readonly unknown: number;
  readonly paused: number;
}

/** One member of a stack, as far as the stack's own health is concerned. */
export interface Member {
  readonly name: string;
  readonly standing: Standing;
  readonly paused: boolean;
}

/** Counts a stack's services by health. */
export function count(members: readonly Member[]): HealthCounts {
  const of = (status: HealthStatus) => members.filter((member) => member.standing.status === status).length;
  return {
    total: members.length,
    healthy: of('HEALTHY'),
    degraded: of('DEGRADED'),
    down: of('DOWN'),
    unknown: of('UNKNOWN'),
    paused: members.filter((member) => member.paused).length,
  };
}

/**
 * The health of a stack: the worst of its services' that are not in
 * maintenance, with a sentence that names who is to blame. It is as fresh as
 * its oldest evidence.
 */
export function overall(members: readonly Member[], at: Date): Standing {
  const watched = members.filter((member) => !member.paused);
  const status = watched.length > 0 ? worst(watched.map((member) => member.standing.status)) : 'UNKNOWN';
  const blamed = watched.filter((member) => member.standing.status === status);
  const observed = watched.map((member) => member.standing.observedAt).filter((time) => time !== null);
  return {
    status,
    since: earliest(blamed.map((member) => member.standing.since)) ?? at,
    summary: summarise(status, blamed, members.length),
    observedAt: earliest(observed),
    stale: watched.some((member) => member.standing.stale),
    checks: [],
    contender: null,
    turns: [],
  };
}

function summarise(status: HealthStatus, blamed: readonly Member[], total: number): string {
  if (total === 0) return 'It has no services.';
  if (blamed.length === 0) return 'All its services are in maintenance.';
  if (status === 'HEALTHY') return `All ${String(blamed.length)} watched services are healthy.`;
  const named = blamed
    .slice(0, 3)
    .map((member) => member.name)
    .join(', ');
  const more = blamed.length > 3 ? ` and ${String(blamed.length - 3)} more` : '';
  return `${named}${more} ${blamed.length === 1 ? 'is' : 'are'} ${status}.`;
}

function earliest(times: readonly Date[]): Date | null {
  return times.reduce<Date | null>((found, time) => (found === null || time < found ? time : found), null);
}
