const units = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000, w: 604_800_000, y: 31_536_000_000 };

/** The largest that a 32-bit whole number holds, as which it is stored and shown: 24 days. */
const mostMs = 2_147_483_647;

/** Milliseconds of a duration as Prometheus writes it, such as `1m30s`; null for what is none, or beyond 24 days. */
export function parseDuration(text: string): number | null {
  const parts = [
    ...(/^(?:\d{1,10}(?:ms|[smhdwy])){1,7}$/u.test(text) ? text.matchAll(/(\d+)(ms|[smhdwy])/gu) : []),
  ];
  if (parts.length === 0) return null;
  const ms = parts.reduce(
    (sum, [, count, unit]) => sum + Number(count) * units[unit as keyof typeof units],
    0,
  );
  return ms <= mostMs ? ms : null;
}
