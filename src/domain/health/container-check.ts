import type { Container } from '../container/container.ts';
import type { CheckCause, CheckResult, CheckStatus } from './check.ts';

/**
 * What a container's state says about its service's health (runbook C01): running and not unhealthy is right,
 * failing its own health check is bearable, anything else is not.
 */
export function checkContainer(container: Container, at: Date): CheckResult {
  const [status, summary] = verdict(container);
  return {
    ...outline(at),
    status,
    summary,
    observed: {
      state: container.state,
      health: container.health,
      exitCode: container.exitCode,
      restartCount: container.restartCount,
    },
  };
}

/** That a container has just died, whatever it does by now. */
export function deadContainer(
  died: Pick<Container, 'name' | 'exitCode' | 'oomKilled'>,
  at: Date,
): CheckResult {
  return {
    ...outline(at),
    status: 'FAIL',
    summary: `The container ${died.name} ${ending(died)}.`,
    observed: { state: 'EXITED', exitCode: died.exitCode, oomKilled: died.oomKilled },
  };
}

/** That a service's container is not there any more. */
export function missingContainer(name: string, at: Date): CheckResult {
  return { ...outline(at), status: 'FAIL', summary: `The container ${name} is gone.` };
}

/** That Docker was not asked yet how the container is: no reason to doubt what the probes see. */
export function unaskedContainer(at: Date): CheckResult {
  return { ...outline(at), status: 'SKIPPED', summary: 'Docker was not asked yet how the container is.' };
}

/** That Docker does not say how the container is: it may be in the midst of ending. */
export function unseenContainer(failure: string, at: Date): CheckResult {
  return {
    ...outline(at),
    status: 'UNKNOWN',
    summary: `Docker does not say how the container is: ${failure}`,
  };
}

/** What a Docker engine's silence or answers say about it as a service: null when it answers. */
export function checkEngine(failure: string | null, at: Date): CheckResult {
  return {
    ...outline(at),
    name: 'engine',
    reference: null,
    status: failure === null ? 'PASS' : 'FAIL',
    summary: failure === null ? 'Docker answers.' : `Docker does not answer: ${failure}`,
  };
}

function outline(at: Date): Omit<CheckResult, 'status' | 'summary'> {
  const cause: CheckCause | null = null;
  return {
    name: 'container',
    reference: 'C01',
    aspect: null,
    cause,
    observedAt: at,
    durationMs: 0,
    observed: null,
    threshold: null,
  };
}

function verdict(container: Container): readonly [CheckStatus, string] {
  const { name } = container;
  switch (container.state) {
    case 'RUNNING':
      return container.health === 'UNHEALTHY'
        ? ['WARN', `The container ${name} runs but fails its own health check.`]
        : ['PASS', `The container ${name} is running.`];
    case 'EXITED':
    case 'DEAD':
      return ['FAIL', `The container ${name} ${ending(container)}.`];
    case 'RESTARTING':
      return ['FAIL', `The container ${name} ${ending(container)} and is about to be started again.`];
    case 'CREATED':
      return ['FAIL', `The container ${name} was created but not started.`];
    case 'PAUSED':
      return ['FAIL', `The container ${name} is paused.`];
    case 'REMOVING':
      return ['FAIL', `The container ${name} is being removed.`];
    case 'UNKNOWN':
      return ['UNKNOWN', `Docker gives the container ${name} a state that is not known here.`];
  }
}

/** How a container ended, in words; the numbers above 128 are signals. */
export function ending(container: Pick<Container, 'exitCode' | 'oomKilled'>): string {
  if (container.oomKilled) return 'was killed for want of memory';
  if (container.exitCode === 137) return 'was killed (exit code 137)';
  if (container.exitCode === 143) return 'was terminated (exit code 143)';
  return container.exitCode === null ? 'ended' : `ended with exit code ${String(container.exitCode)}`;
}
