import type { EventDraft, PluginChanged, ServerChanged } from '../domain/event/event.ts';
import { system } from '../domain/access/actor.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';
import type { Journal } from './ports/journal.ts';
import type { Recurrence, Scheduler } from './ports/scheduler.ts';

interface Deps {
  readonly log: EventLog;
  readonly clock: Clock;
  readonly journal: Journal;
  readonly scheduler: Scheduler;
  readonly retentionDays: number;
}

const hourMs = 3_600_000;

/** Forgets once an hour what is older than the retention. */
export const trimLog = ({ log, clock, scheduler, journal, retentionDays }: Deps): Recurrence =>
  scheduler.every({
    name: 'retention of the log',
    intervalMs: hourMs,
    run: async () => {
      const before = new Date(clock.now().getTime() - retentionDays * 24 * hourMs);
      const forgotten = await log.trim(before);
      if (forgotten > 0)
        journal.info(`${String(forgotten)} entries older than ${before.toISOString()} were forgotten.`);
    },
  });

/** Records that the server started or stopped. */
export const recordServer =
  ({ log, clock }: Pick<Deps, 'log' | 'clock'>) =>
  async (type: ServerChanged['type'], version: string): Promise<void> => {
    const draft: EventDraft<ServerChanged> = {
      at: clock.now(),
      summary: `Custos ${version} ${type === 'SERVER_STARTED' ? 'started' : 'stopped'}.`,
      actor: system,
      subject: null,
      stackId: null,
      services: [],
      audit: true,
      detail: { type, version },
    };
    await log.append([draft]);
  };

/** Records what became of a plugin; that this fails is journalled, for nobody waits for it. */
export const recordPlugin =
  ({ log, clock, journal }: Pick<Deps, 'log' | 'clock' | 'journal'>, idOf: (name: string) => string | null) =>
  (change: PluginChanged): void => {
    const draft: EventDraft<PluginChanged> = {
      at: clock.now(),
      summary: `The plugin ${change.pluginName} ${phrases[change.type]}${change.failure ? `: ${change.failure}` : '.'}`,
      actor: null,
      subject: idOf(change.pluginName),
      stackId: null,
      services: [],
      audit: false,
      detail: change,
    };
    log.append([draft]).catch((error: unknown) => {
      journal.error(`What became of the plugin ${change.pluginName} could not be recorded.`, { error });
    });
  };

/** What became of a plugin, in words. */
export const phrases = {
  PLUGIN_LOADED: 'was loaded',
  PLUGIN_FAILED: 'could not be loaded',
  PLUGIN_CRASHED: 'crashed and is started again',
  PLUGIN_QUARANTINED: 'crashed too often and is not started again',
  PLUGIN_ENABLED: 'was enabled',
  PLUGIN_DISABLED: 'was disabled',
} as const;
