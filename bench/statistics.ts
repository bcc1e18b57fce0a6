import type { Measure } from './row.ts';

/** The value in the middle, or between the two that are. */
export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const [low = NaN, high = NaN] = [sorted[(sorted.length - 1) >> 1], sorted[sorted.length >> 1]];
  return (low + high) / 2;
}

/** The smallest value that at least this part of the values does not exceed. */
export function quantile(values: readonly number[], part: number): number {
  const sorted = [...values].sort((a, b) => a - b);
  return sorted[Math.max(0, Math.ceil(part * sorted.length) - 1)] ?? NaN;
}

/** How much better than the peer, round by round: 2 is twice as good, whichever direction is good. */
export function ratios({ better, rounds }: Pick<Measure, 'better' | 'rounds'>): readonly number[] {
  return rounds.map(({ ours, theirs }) => (better === 'more' ? ours / theirs : theirs / ours));
}

/** Whether Custos is behind a peer that it is held to. */
export function isBehind(measure: Measure): boolean {
  return measure.atLeast !== null && !(median(ratios(measure)) >= measure.atLeast);
}
