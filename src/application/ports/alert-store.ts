import type { Alert, AlertReport, AlertSource, AlertState } from '../../domain/alert/alert.ts';
import type { Severity } from '../../domain/diagnosis/finding.ts';
import type { Matcher } from '../../domain/service/matcher.ts';
import type { Stretch } from './stretch.ts';

/** Which alerts: every field given must match, a list matches any of its values, an empty list nothing. */
export interface AlertQuery {
  readonly stackId?: string;
  readonly serviceIds?: readonly string[];
  readonly states?: readonly AlertState[];
  readonly severities?: readonly Severity[];
  /** All must match. */
  readonly matchers?: readonly Matcher[];
  /** Not over before this time. */
  readonly since?: Date;
  /** Begun before this time. */
  readonly until?: Date;
}

/** What a webhook said, acknowledged and not taken in yet. */
export interface Hook {
  /** Counts up, across restarts. */
  readonly sequence: number;
  readonly stackId: string;
  readonly source: Extract<AlertSource, 'WEBHOOK'>;
  readonly receivedAt: Date;
  readonly reports: readonly AlertReport[];
}

/** Reads the alerts that the log wrote, and the webhooks that wait. Alerts that are over go with the log's entries. */
export interface AlertStore {
  /** Those of these ids that there are. */
  alerts(ids: readonly string[]): Promise<readonly Alert[]>;
  /** Those that are not over. */
  openAlerts(): Promise<readonly Alert[]>;
  /** By `startsAt`, newest first, whichever end the stretch is taken from. */
  listAlerts(query: AlertQuery, stretch: Stretch): Promise<readonly Alert[]>;
  countAlerts(query: AlertQuery): Promise<number>;
  /** Sequences of all webhooks that wait, the oldest first. */
  hooks(): Promise<readonly number[]>;
  /** Those of these sequences, in their order. */
  readHooks(sequences: readonly number[]): Promise<readonly Hook[]>;
}
