const units: Readonly<Record<string, number>> = {
  ms: 0.001,
  s: 1,
  m: 60,
  h: 3600,
  d: 86_400,
  w: 604_800,
  y: 31_536_000,
};

/** Seconds of a duration as Prometheus writes it, such as `1m30s`; null when it is none. */
export function secondsOf(duration: string): number | null {
  if (!/^(\d+(ms|[smhdwy]))+$/.test(duration)) return null;
  return [...duration.matchAll(/(\d+)(ms|[smhdwy])/g)].reduce(
    (sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0),
    0,
  );
}

/** For a sentence: `900 ms`, `1.5 s`, `90 s`, `5 min`. */
export function inWords(seconds: number): string {
  if (seconds < 1) return `${String(Math.round(seconds * 1000))} ms`;
  if (seconds < 10) return `${String(Math.round(seconds * 10) / 10)} s`;
  return seconds < 120 ? `${String(Math.round(seconds))} s` : `${String(Math.round(seconds / 60))} min`;
}
