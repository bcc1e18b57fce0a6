import type { Severity } from '../diagnosis/finding.ts';

/** The worst first: what fires and is seen, what fires, what may fire, what is over. */
export const alertStates = ['PENDING', 'FIRING', 'SUPPRESSED', 'RESOLVED'] as const;
export type AlertState = (typeof alertStates)[number];

/** Where alerts come from, as far as there is any yet. */
export const alertSources = ['WEBHOOK', 'ALERTMANAGER', 'PROMETHEUS'] as const;
export type AlertSource = (typeof alertSources)[number];

export type Labels = Readonly<Record<string, string>>;

/** What a source says of an alert. */
export interface AlertReport {
  /** Alertmanager's identity of it: the hash of its labels, 16 hexadecimal digits. */
  readonly fingerprint: string;
  readonly labels: Labels;
  readonly annotations: Labels;
  readonly state: AlertState;
  readonly startsAt: Date;
  /** When it ended; null unless it is RESOLVED. */
  readonly endsAt: Date | null;
  /** Null when the source does not say. */
  readonly generatorUrl: string | null;
  /** Names; empty when the source does not say. */
  readonly receivers: readonly string[];
  /** Ids that Alertmanager gives its silences. */
  readonly silencedBy: readonly string[];
  /** Fingerprints. */
  readonly inhibitedBy: readonly string[];
}

/** An alert: one fingerprint, through all the times that it fired. */
export interface Alert extends AlertReport {
  readonly id: string;
  readonly stackId: string;
  /** The label alertname; empty when it has none. */
  readonly name: string;
  readonly severity: Severity;
  /** Which sources know of it, in the order of `alertSources`. */
  readonly sources: readonly AlertSource[];
  /** Id of the service that it is about; null when no rule finds one. */
  readonly serviceId: string | null;
  /** When any source last said something new about it. */
  readonly updatedAt: Date;
  /** When any source last listed it. */
  readonly observedAt: Date;
}

/** A change of state; `from` is null when it was not known. */
export interface AlertTurn {
  readonly from: AlertState | null;
  readonly to: AlertState;
}

/** What became of an alert. */
export interface AlertChange {
  readonly alert: Alert;
  /** In their order; none: something else about it is new. */
  readonly turns: readonly AlertTurn[];
}

/** How bad an alert is by its label severity, in the words that rules are written with; WARNING for any other. */
export function severityOf({ severity = '' }: Labels): Severity {
  const word = severity.toLowerCase();
  if (['critical', 'page', 'error', 'emergency', 'fatal', 'high', 'disaster'].includes(word))
    return 'CRITICAL';
  return ['info', 'information', 'informational', 'none', 'low', 'debug', 'notice'].includes(word)
    ? 'INFO'
    : 'WARNING';
}
