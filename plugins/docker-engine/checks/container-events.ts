import type {
  CheckContext,
  CheckDefinition,
  ContainerEvent,
  ContainerFacts,
  Evidence,
  Finding,
} from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

const hourMs = 3_600_000;
/** Within the hour (runbook C03). */
const [manyKills, manyDeaths] = [2, 3];
/** The main process dies within moments of the kernel's choice; a death long after it has another cause. */
const momentMs = 10_000;
/** Events are few: those of health checks push others out. So long a restart counts as one of now. */
const latelyMs = 600_000;

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
    const byMemory = killedByMemory(facts, { events, now: context.now() });
    if (byMemory === null && died < manyDeaths)
      return (died > 0 ? warn : pass)(`It died ${times(died)} within the last hour.`, { observed });
    const findings =
      byMemory === null ? [] : [outOfMemory(context, facts.memoryLimitBytes, { byMemory, events })];
    const sentence = findings[0]?.explanation ?? `It died ${times(died)} within the last hour.`;
    return fail(sentence, { observed, threshold: { oom: manyKills, die: manyDeaths }, findings });
  },
};

interface Seen {
  readonly events: readonly ContainerEvent[];
  readonly now: number;
}

/** CONFIRMED: its main process, by event and exit code. LIKELY: one beside it, or by Docker's flag; null: it was not. */
function killedByMemory(
  { state, restartCount }: ContainerFacts,
  { events, now }: Seen,
): Finding['certainty'] | null {
  const wanted = events.filter(({ action }) => action === 'oom');
  const died = (event: ContainerEvent): boolean =>
    wanted.some(({ at }) => event.at >= at && event.at - at <= momentMs);
  if (events.some((event) => event.action === 'die' && event.exitCode === 137 && died(event)))
    return 'CONFIRMED';
  if (wanted.length > 0) return state.exitCode === 137 ? 'CONFIRMED' : 'LIKELY';
  // Docker's flag outlives the next start, and a process beside the main one sets it too.
  const restarted = restartCount > 0 && now - (state.startedAt ?? 0) < latelyMs;
  return state.oomKilled && (state.exitCode === 137 || restarted) ? 'LIKELY' : null;
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
    explanation: `The kernel killed ${byMemory === 'CONFIRMED' ? service.name : `a process of ${service.name}`} because it needed more than ${had}: give it more, or find out what it needs it for.`,
    evidence: [shown(events)],
    remedies: [remedy('set-memory-limit', 'It gets the memory that it needs.')],
  };
}

function shown(events: readonly ContainerEvent[]): Evidence {
  const told = events.filter(({ action }) => action === 'oom' || action === 'die').slice(-6);
  if (told.length === 0) return evidence('INSPECT', 'State.OOMKilled', 'true');
  const lines = told.map(
    ({ at, action, exitCode }) =>
      `${new Date(at).toISOString()} ${action}${exitCode === null ? '' : ` ${String(exitCode)}`}`,
  );
  return evidence('EVENT', 'docker events', lines);
}

function times(count: number): string {
  return count === 1 ? 'once' : count === 0 ? 'never' : `${String(count)} times`;
}
