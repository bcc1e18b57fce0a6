import type { Stack } from '../domain/stack/stack.ts';
import type { Feeds } from './feeds.ts';
import type { Inbox } from './inbox.ts';
import type { AlertSource } from './ports/alert-source.ts';
import type { Clock } from './ports/clock.ts';

interface Deps {
  readonly source: Pick<AlertSource, 'readWebhook'>;
  readonly inbox: Inbox;
  readonly feeds: Pick<Feeds, 'seen'>;
  readonly clock: Clock;
  /** Lists the alerts soon: the webhook did not tell all. */
  readonly hasten: () => void;
}

/**
 * Takes what an Alertmanager sends; when it resolves, all of it is on disk. Answers how many alerts it told of.
 * @throws UnreadableWebhook; Refusal STORAGE_FULL, LOG_UNWRITABLE or SERVER_STOPPING: to be sent again
 */
export const receiveWebhook =
  ({ source, inbox, feeds, clock, hasten }: Deps) =>
  async ({ id: stackId }: Stack, text: string): Promise<number> => {
    const { reports, left } = await source.readWebhook(text);
    await inbox.receive(stackId, reports);
    // It speaks only when something happens.
    feeds.seen({ kind: 'ALERTMANAGER_WEBHOOK', stackId, serviceId: null, everyMs: null }, clock.now());
    if (left > 0) hasten();
    return reports.length;
  };
