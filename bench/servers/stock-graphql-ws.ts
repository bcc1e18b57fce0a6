import { once } from 'node:events';
import type { AddressInfo } from 'node:net';
import { buildSchema } from 'graphql';
import { useServer } from 'graphql-ws/use/ws';
import { WebSocketServer } from 'ws';
import { answer, cpuMicroseconds, now } from '../answer.ts';
import { Topic } from './topic.ts';

const schema = buildSchema(`
  type Query { head: String }
  type Subscription { healthChanged: HealthChange }
  type HealthChange { id: ID! cursor: String! at: String! from: String! to: String! summary: String! service: Service }
  type Service { id: ID! name: String! }
`);
const changes = new Topic<{ readonly healthChanged: object }>();
const field = schema.getSubscriptionType()?.getFields()['healthChanged'];
if (field) field.subscribe = () => changes.follow();

/** graphql-ws the way that its own documentation shows first. */
const server = new WebSocketServer({ host: '127.0.0.1', port: 0 });
const protocol = useServer({ schema }, server);
let event: { readonly healthChanged: object } = { healthChanged: {} };

answer(
  {
    start: async (given: { readonly event: typeof event }) => {
      event = given.event;
      if (server.address() === null) await once(server, 'listening');
      return { url: `ws://127.0.0.1:${(server.address() as AddressInfo).port}` };
    },
    happen: () => {
      const at = now();
      changes.publish(event);
      return at;
    },
    cpu: () => cpuMicroseconds(),
  },
  () => protocol.dispose(),
);
