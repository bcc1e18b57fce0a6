import type { CheckContext, CheckDefinition, ContainerEvent, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

const hourMs = 3_600_000;
/** Within the hour (runbook C03). */
const [manyKills, manyDeaths] = [2, 3];

/** Was it killed for want of memory, or did it die, within the last hour? */
export const containerEvents: CheckDefinition = {
  name: 'container-events',
  title: 'Was it killed for want of memory, or did it die, within the last hour?',
  reference: 'C03',
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const events = await context.container.events({ since: context.now() - hourMs });
    const count = (action: string): number => events.filter((event) => event.action === action).length;
    const [killed, died] = [count('oom'), count('die')];
    const { exitCode, oomKilled } = facts.state;
    const observed = { oom: killed, die: died, oomKilled, exitCode };
    const byMemory = killedByMemory(events, { exitCode, oomKilled });
    if (byMemory === null && died < manyDeaths)
      return (died > 0 ? warn : pass)(`It died ${times(died)} within the last hour.`, { observed });
    const findings =
      byMemory === null ? [] : [outOfMemory(context, facts.memoryLimitBytes, { byMemory, events })];
    const sentence = findings[0]?.explanation ?? `It died ${times(died)} within the last hour.`;
    return fail(sentence, { observed, threshold: { oom: manyKills, die: manyDeaths }, findings });
  },
};

/** Its main process: CONFIRMED by event and exit code, LIKELY by either; null: it was not. */
function killedByMemory(
  events: readonly ContainerEvent[],
  { exitCode, oomKilled }: { readonly exitCode: number; readonly oomKilled: boolean },
): Finding['certainty'] | null {
  const wanted = events.some(({ action }) => action === 'oom');
  const killed = events.some((event) => event.action === 'die' && event.exitCode === 137) || exitCode === 137;
  if (wanted && killed) return 'CONFIRMED';
  // A process beside the main one is killed without an end of the container.
  if (wanted) return 'LIKELY';
  return oomKilled && killed ? 'LIKELY' : null;
}

function outOfMemory(
  { service }: CheckContext,
  limit: number | null,
  {
    byMemory,
    events,
  }: { readonly byMemory: Finding['certainty']; readonly events: readonly ContainerEvent[] },
): Finding {
  const had =
    limit === null
      ? 'the memory of the host'
      : `the ${String(Math.round(limit / 1024 ** 2))} MiB that it may use`;
  return {
    code: 'F11',
    certainty: byMemory,
    explanation: `The kernel killed ${service.name} because it needed more than ${had}: give it more, or find out what it needs it for.`,
    evidence: [
      evidence(
        'EVENT',
        'docker events',
        events
          .filter(({ action }) => action === 'oom' || action === 'die')
          .slice(-6)
          .map(
            ({ at, action, exitCode }) =>
              `${new Date(at).toISOString()} ${action}${exitCode === null ? '' : ` ${String(exitCode)}`}`,
          ),
      ),
    ],
    remedies: [remedy('set-memory-limit', 'It gets the memory that it needs.')],
  };
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 0 ? 'never' : `${String(count)} times`;
}
