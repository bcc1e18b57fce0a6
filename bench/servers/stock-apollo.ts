import { ApolloServer } from '@apollo/server';
import { startStandaloneServer } from '@apollo/server/standalone';
import { answer } from '../answer.ts';

/** The types that the overview asks for, with plain fields. */
const typeDefs = `
  type Query { services(first: Int): ServiceConnection! }
  type ServiceConnection { totalCount: Int! nodes: [Service!]! }
  type Service { id: ID! name: String! kind: String! url: String version: String health: Health! }
  type Health { status: String! since: String! observedAt: String stale: Boolean! summary: String! }
`;

let server: ApolloServer | undefined;

answer(
  {
    /** Serves these data, as they are, the way that Apollo's own documentation shows first. */
    start: async (data: { readonly services: object }) => {
      server = new ApolloServer({ typeDefs, resolvers: { Query: { services: () => data.services } } });
      const { url } = await startStandaloneServer(server, { listen: { host: '127.0.0.1', port: 0 } });
      return url;
    },
  },
  () => server?.stop(),
);
