import type { CheckDefinition, ContainerFacts, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';

/** Does the health check of its container pass, and can it be run at all? */
export const healthcheck: CheckDefinition = {
  name: 'healthcheck',
  title: 'Does the health check of its container pass, and can it be run at all?',
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    const health = facts?.state.health;
    if (!health) return skipped('Its container has no health check of its own.');
    // Of one that does not run, the last word says nothing.
    if (facts.state.status !== 'running') return skipped(`Its container is ${facts.state.status}.`);
    const observed = { status: health.status, failingStreak: health.failingStreak };
    if (health.status === 'healthy') return pass('Its own health check passes.', { observed });
    if (health.status === 'starting') return warn('Its own health check has not passed yet.', { observed });
    const finding = findingOf(health);
    return fail(finding.explanation, { observed, findings: [finding] });
  },
};

function findingOf({ log, failingStreak }: NonNullable<ContainerFacts['state']['health']>): Finding {
  const { exitCode = 0, output = '' } = log.at(-1) ?? {};
  const cannotRun = exitCode === -1 || /executable file not found|OCI runtime exec failed/u.test(output);
  const why = output.trim().slice(0, 200);
  return {
    code: cannotRun ? 'HealthCheckBroken' : 'HealthCheckFailing',
    certainty: 'CONFIRMED',
    explanation: cannotRun
      ? `The health check of its container cannot be run, or takes too long (${why}): correct the check; it says nothing of the service.`
      : `The health check of its container fails (${why === '' ? 'it says nothing' : why}), ${String(failingStreak)} times in a row.`,
    evidence: [evidence('INSPECT', 'State.Health.Log', output)],
  };
}
