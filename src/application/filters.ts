import type { AlertState } from '../domain/alert/alert.ts';
import type { Severity } from '../domain/diagnosis/finding.ts';
import type { HealthStatus } from '../domain/health/health.ts';
import type { TargetHealth } from '../domain/target/target.ts';

/** Which services: every field given must match, a list matches any of its values, an empty list nothing. */
export interface ServiceFilter {
  readonly stack?: string;
  readonly names?: readonly string[];
  readonly kinds?: readonly string[];
  readonly statuses?: readonly HealthStatus[];
  /** Label matchers in Alertmanager's syntax; all must match. */
  readonly matchers?: readonly string[];
  readonly paused?: boolean;
}

/** Which targets: every field given must match, a list matches any of its values, an empty list nothing. */
export interface TargetFilter {
  /** Name of the stack. */
  readonly stack?: string;
  readonly stackId?: string;
  /** Names of the services that they are. */
  readonly services?: readonly string[];
  /** Id of the service that they are. */
  readonly serviceId?: string;
  readonly jobs?: readonly string[];
  readonly health?: readonly TargetHealth[];
  /** Label matchers in Alertmanager's syntax; all must match. */
  readonly matchers?: readonly string[];
}

/** Which alerts: every field given must match, a list matches any of its values, an empty list nothing. */
export interface AlertFilter {
  /** Name of the stack. */
  readonly stack?: string;
  readonly stackId?: string;
  /** Names of the services that they are about. */
  readonly services?: readonly string[];
  /** Id of the service that they are about. */
  readonly serviceId?: string;
  readonly states?: readonly AlertState[];
  readonly severities?: readonly Severity[];
  /** Label matchers in Alertmanager's syntax; all must match. */
  readonly matchers?: readonly string[];
  /** Not over before this time. */
  readonly since?: Date;
  /** Begun before this time. */
  readonly until?: Date;
}
