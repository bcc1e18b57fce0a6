import type { Certainty, Growth, Metrics, Remedy, Severity } from 'custos/plugin-sdk';

/** A value that is judged, and what of the host it is of, such as `mountpoint=/`. */
export interface Reading {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** A rule about a host: a value that must not stay above a threshold. */
export interface Condition {
  /** As declared by the plugin. */
  readonly code: string;
  readonly above: number;
  readonly severity: Severity;
  /** Above this it is CRITICAL. */
  readonly criticalAbove?: number;
  /** Above this one look is enough: what is so does not pass by itself. */
  readonly settledAbove?: number;
  /** How long it has to be so before somebody is told, as the expert rule has it; 0: at once. */
  readonly minutes: number;
  /** PromQL for the value; `$` stands for what selects this host. */
  readonly expression: string;
  /** The labels that tell one part of the host from another. */
  readonly by?: readonly string[];
  /** The value, from its own metrics, where one look tells it. */
  readonly now?: (metrics: Metrics) => readonly Reading[];
  /** What it is made of where one look does not tell it. While the first of them is zero, so is the value. */
  readonly counters?: readonly string[];
  /** The value, from two looks; omitted: two looks are too short to tell. */
  readonly rate?: (growths: readonly Growth[]) => readonly Reading[];
  /** What is wrong, as the beginning of a sentence. */
  readonly says: (reading: Reading) => string;
  /** What to do, as a sentence. */
  readonly advice: string;
  readonly remedies?: readonly Remedy[];
}

/** How sure it is that a condition holds, and how bad that is. */
export interface Verdict {
  readonly certainty: Certainty;
  readonly severity: Severity;
  /** Ends the sentence of what is wrong. */
  readonly since: string;
}

/**
 * Judges a value that is above the threshold now.
 * @param lasted whether it was so all the time that the rule wants; a string says why nobody knows
 */
export function verdictOf(condition: Condition, { value }: Reading, lasted: boolean | string): Verdict {
  const { minutes, settledAbove = Infinity } = condition;
  const severity = severityOf(condition, value);
  if (minutes === 0) return { certainty: 'CONFIRMED', severity, since: '' };
  if (lasted === true)
    return { certainty: 'CONFIRMED', severity, since: ` for at least ${String(minutes)} minutes` };
  if (value > settledAbove) return { certainty: 'LIKELY', severity, since: '' };
  const why = typeof lasted === 'string' ? `for how long is not known: ${lasted}` : 'not for long yet';
  return { certainty: 'POSSIBLE', severity: 'INFO', since: ` just now (${why})` };
}

function severityOf({ severity, criticalAbove = Infinity }: Condition, value: number): Severity {
  return value > criticalAbove ? 'CRITICAL' : severity;
}

/** Of one sample each by the same labels: what two metrics say of the same part. */
export function joined(
  metrics: Metrics,
  [left, right]: readonly [string, string],
  join: (left: number, right: number) => number,
): readonly Reading[] {
  const others = new Map(metrics.samples(right).map(({ labels, value }) => [keyOf(labels), value]));
  return metrics.samples(left).flatMap(({ labels, value }) => {
    const other = others.get(keyOf(labels));
    return other === undefined ? [] : [{ labels, value: join(value, other) }];
  });
}

/** What tells one set of labels from another. */
export function keyOf(labels: Readonly<Record<string, string>>): string {
  return JSON.stringify(Object.entries(labels).sort(([a], [b]) => (a < b ? -1 : 1)));
}
