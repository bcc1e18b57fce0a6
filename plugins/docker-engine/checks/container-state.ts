import type { CheckDefinition, Checked, ContainerFacts, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** What starts for longer than this is not starting (runbook C01). */
const startingMs = 120_000;
/** So many restarts within ten minutes are a loop (runbook C01). */
const [someRestarts, manyRestarts, windowMs] = [1, 3, 600_000];

/** Does its container run, and stay up? */
export const containerState: CheckDefinition = {
  name: 'container-state',
  title: 'Does its container run, and stay up?',
  reference: 'C01',
  covers: ['X14'],
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const findings = findingsOf(facts, context.now());
    const { status, exitCode, error, health } = facts.state;
    const observed = { status, exitCode, restarts: facts.restartCount, health: health?.status ?? null };
    const shown = evidence('INSPECT', facts.name, [
      `status ${status}, exit code ${String(exitCode)}, restarts ${String(facts.restartCount)}`,
      ...(error === '' ? [] : [error]),
    ]);
    const more = { observed, findings: findings.map((finding) => ({ ...finding, evidence: [shown] })) };
    return settled(facts, { age: context.now() - (facts.state.startedAt ?? 0), more });
  },
};

type More = NonNullable<Parameters<typeof fail>[1]>;

function settled(
  { state: { status, health }, restartCount }: ContainerFacts,
  { age, more }: { readonly age: number; readonly more: More },
): Checked {
  const [first] = more.findings ?? [];
  if (first) return fail(first.explanation, more);
  if (status !== 'running') return fail(`Its container is ${status}.`, more);
  if (health?.status === 'starting' && age > startingMs)
    return warn('Its own health check has not passed for two minutes since it was started.', more);
  if (restartCount >= someRestarts && age < windowMs)
    return warn(`It was restarted ${String(restartCount)} times, the last time lately.`, more);
  return pass('Its container runs.', more);
}

function findingsOf(facts: ContainerFacts, now: number): readonly Finding[] {
  const { status, startedAt } = facts.state;
  const lately = now - (startedAt ?? 0) < windowMs;
  if (status === 'paused') return [paused(facts)];
  if (status === 'restarting' || (status === 'running' && lately && facts.restartCount >= manyRestarts))
    return [loops(facts)];
  if (status === 'running') return [];
  if (facts.state.error !== '' || status === 'dead') return [notStarted(facts)];
  return status === 'exited' || status === 'created' ? [stopped(facts)] : [];
}

function paused({ name }: ContainerFacts): Finding {
  return {
    code: 'ContainerPaused',
    certainty: 'CONFIRMED',
    explanation: `The container ${name} is paused: nothing in it runs, and what asks it waits until it gives up. Unpause it (docker unpause ${name}).`,
    remedies: [remedy('restart', 'A restart ends the pause; unpausing keeps what is in memory.')],
  };
}

function loops({ name, restartCount, state: { exitCode } }: ContainerFacts): Finding {
  return {
    code: 'X14',
    certainty: 'CONFIRMED',
    explanation: `The container ${name} ends with exit code ${String(exitCode)} and is started again and again (${String(restartCount)} times): what it logs before it ends says why.`,
  };
}

/** Those of the reasons that are known are told by checks of their own, and explain this. */
function notStarted({ name, state: { error } }: ContainerFacts): Finding {
  return {
    code: 'ContainerNotStarted',
    certainty: 'CONFIRMED',
    explanation: `Docker could not start the container ${name}: ${error === '' ? 'it is dead, and has to be made anew' : error}`,
    remedies: [remedy('start', 'It is tried again, once the reason is gone.')],
  };
}

/** 0, and what the signals of a stop leave behind: somebody ended it. */
const endedOnPurpose = new Set([0, 130, 137, 143]);

function stopped({ name, restartPolicy, state: { status, exitCode, oomKilled } }: ContainerFacts): Finding {
  if (status === 'created') return neverStarted(name);
  const onPurpose = endedOnPurpose.has(exitCode) && !oomKilled;
  return {
    code: onPurpose ? 'ContainerStopped' : 'ContainerExited',
    certainty: 'CONFIRMED',
    explanation: onPurpose
      ? `The container ${name} was stopped (exit code ${String(exitCode)}) and does not run: start it.`
      : `The container ${name} ended with exit code ${String(exitCode)} and is not started again (restart policy ${restartPolicy}): what it logged before says why.`,
    remedies: [remedy('start', 'It runs again.')],
  };
}

function neverStarted(name: string): Finding {
  return {
    code: 'ContainerStopped',
    certainty: 'CONFIRMED',
    explanation: `The container ${name} was made and never started: start it.`,
    remedies: [remedy('start', 'It runs.')],
  };
}
