import { followCustos, followPeer, measures, takeTurns } from '../fan-out.ts';
import type { Row } from '../row.ts';

/** The stock way to serve a GraphQL subscription, without a log, a token or a disk. */
export const fanOutBesideGraphqlWs: Row = {
  name: 'Fan-out to 1,000 subscribers',
  peer: 'graphql-ws with an async iterator',
  run: async (bench) => {
    const custos = await followCustos(bench);
    const peer = await followPeer(bench, new URL('../servers/stock-graphql-ws.ts', import.meta.url), custos);
    return measures(await takeTurns(bench, custos, peer), 1);
  },
};
