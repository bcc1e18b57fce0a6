import type { Child, Placement } from './child.ts';

/** A comparison: one file in rows/. */
export interface Row {
  readonly name: string;
  /** What Custos is measured beside. */
  readonly peer: string;
  /** Measures both in turns, and answers what came out, or why it could not be measured here. */
  readonly run: (bench: Bench) => Promise<readonly Measure[] | Skipped>;
}

/** What a row is given. */
export interface Bench {
  /** How often the two take turns. */
  readonly rounds: number;
  /** How long one turn measures, in milliseconds. */
  readonly turnMs: number;
  /** Starts a process of its own, ended when the row is over. */
  readonly start: (entry: URL, placement: Placement) => Promise<Child>;
}

/** One figure of both, from each round. */
export interface Measure {
  readonly name: string;
  readonly unit: string;
  readonly better: 'more' | 'less';
  readonly rounds: readonly Round[];
  /** The median ratio with which Custos is not behind; null where the peer does less, and is a floor. */
  readonly atLeast: number | null;
  /** What else there is to say. */
  readonly note?: string;
}

export interface Round {
  readonly ours: number;
  readonly theirs: number;
}

export interface Skipped {
  readonly skipped: string;
}
