/**
 * Five wrong attempts within five minutes lock an account out, and the right password with it (runbook F28): after
 * one refusal nothing is tried with the same credentials for as long.
 */
const restMs = 300_000;

const refusedAt = new Map<string, number>();

/** Whether a service refused its credentials so shortly ago that they must not be tried. */
export function isResting(service: string, now = performance.now()): boolean {
  const at = refusedAt.get(service);
  return at !== undefined && now - at < restMs;
}

/** It refused its credentials. */
export function rest(service: string, now = performance.now()): void {
  refusedAt.set(service, now);
}

/** It took its credentials. */
export function wake(service: string): void {
  refusedAt.delete(service);
}
