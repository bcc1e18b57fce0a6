/** Fields that hold times, in whatever is kept as JSON. */
const times = new Set(['startedAt', 'finishedAt', 'observedAt', 'foundAt', 'at']);
/** Fields that hold what others said, in which a field of such a name means nothing. */
const foreign = new Set(['observed', 'threshold', 'arguments', 'parameters']);

/** What was kept as JSON, its times made times again; what components said stays as it is. */
export function revive(text: string): unknown {
  return restored(JSON.parse(text));
}

function restored(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(restored);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value).map(([name, held]: [string, unknown]) => {
      if (foreign.has(name)) return [name, held];
      if (times.has(name) && typeof held === 'string') return [name, new Date(held)];
      return [name, restored(held)];
    }),
  );
}
