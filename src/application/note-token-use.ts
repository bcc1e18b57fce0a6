import type { Token } from '../domain/access/token.ts';
import type { Inventory } from './inventory.ts';
import type { Lanes } from './lanes.ts';
import type { Clock } from './ports/clock.ts';
import type { EventLog } from './ports/event-log.ts';

interface Deps {
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly log: EventLog;
  readonly clock: Clock;
}

const minuteMs = 60_000;

/**
 * Remembers when a token was last used, to the minute: at most one write a minute for each, however busy it is.
 * That it cannot be written keeps nobody out.
 */
export const noteTokenUse = ({ inventory, lanes, log, clock }: Deps): ((token: Token) => void) => {
  const noting = new Set<string>();
  return ({ id, lastUsedAt }) => {
    const minute = new Date(Math.floor(clock.now().getTime() / minuteMs) * minuteMs);
    if (noting.has(id) || lastUsedAt?.getTime() === minute.getTime()) return;
    noting.add(id);
    const write = async (): Promise<void> => {
      const token = inventory.token(id);
      if (token) await log.append([], [{ kind: 'token-saved', token: { ...token, lastUsedAt: minute } }]);
    };
    void lanes
      .run('tokens', write)
      .catch(() => undefined)
      .finally(() => noting.delete(id));
  };
};
