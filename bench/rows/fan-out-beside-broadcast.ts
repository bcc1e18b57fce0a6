import { followCustos, followPeer, measures, takeTurns } from '../fan-out.ts';
import type { Row } from '../row.ts';

/** The floor: nothing can be below it that sends each subscriber a frame of its own. */
export const fanOutBesideBroadcast: Row = {
  name: 'Fan-out to 1,000 subscribers',
  peer: 'a plain ws broadcast of the same bytes',
  run: async (bench) => {
    const custos = await followCustos(bench);
    const peer = await followPeer(bench, new URL('../servers/plain-broadcast.ts', import.meta.url), custos);
    return measures(await takeTurns(bench, custos, peer), null);
  },
};
