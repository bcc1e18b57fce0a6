/**
 * Five wrong attempts within five minutes lock an account out, and the right password with it (runbook F28): after
 * one refusal nothing is tried with the same credentials for as long.
 */
const restMs = 300_000;

interface Refusal {
  readonly at: number;
  readonly said: string;
}

const refusals = new Map<string, Refusal>();

/** Whether a service refused its credentials so shortly ago that they must not be tried. */
export function isResting(service: string, now = performance.now()): boolean {
  const refusal = refusals.get(service);
  return refusal !== undefined && now - refusal.at < restMs;
}

/** What it said when it refused its credentials; empty when it did not, or not why. */
export function refusalOf(service: string): string {
  return refusals.get(service)?.said ?? '';
}

/** It refused its credentials. */
export function rest(service: string, now = performance.now(), said = ''): void {
  refusals.set(service, { at: now, said });
}

/** It took its credentials. */
export function wake(service: string): void {
  refusals.delete(service);
}
