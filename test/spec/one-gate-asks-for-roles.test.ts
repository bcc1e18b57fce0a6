import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { allows, roles } from '../../src/domain/access/role.ts';
import type { Role } from '../../src/domain/access/role.ts';
import { createGate } from '../../src/http/gate/judge.ts';
import { defaultLimits } from '../../src/http/limits.ts';
import { rootOperations } from '../support/http-root-operations.ts';
import { smallSchema } from '../support/http-schema.ts';
import type { Answer, HttpWorld } from '../support/http-world.ts';
import { SocketClient, post, startHttp, until } from '../support/http-world.ts';

const operations = rootOperations(smallSchema()).filter(
  ({ name }) => !['Query.slow', 'Mutation.wait'].includes(name),
);
const matrix = operations.flatMap((operation) =>
  roles.map((role) => ({ ...operation, least: operation.role, role })),
);
const codeOf = (answer: Answer): unknown => answer.errors?.[0]?.extensions['code'];

describe('One gate that asks for roles', () => {
  let world: HttpWorld;
  const clients = new Map<Role, SocketClient>();
  beforeAll(async () => {
    world = await startHttp();
    for (const role of roles)
      clients.set(role, await SocketClient.connected(world.server.url, role.toLowerCase()));
  });
  afterAll(() => world.stop());

  it.each(matrix)(
    'lets $role at $name over HTTP if its role $least allows it',
    async ({ query, role, least }) => {
      const answer = (await (await post(world.server.url, { query }, role.toLowerCase())).json()) as Answer;
      expect(codeOf(answer) === 'FORBIDDEN').toBe(!allows(role, least as Role));
    },
  );

  it.each(matrix)('lets $role at $name over WebSocket if its role $least allows it', async (each) => {
    const client = clients.get(each.role);
    const before = world.server.subscribers();
    client?.subscribe(each.name, { query: each.query });
    await until(() => (client?.of(each.name).length ?? 0) > 0 || world.server.subscribers() > before);
    const [first] = client?.of(each.name) ?? [];
    const forbidden = first?.type === 'error' && JSON.stringify(first.payload).includes('FORBIDDEN');
    expect(forbidden).toBe(!allows(each.role, each.least as Role));
  });

  it('refuses to serve a schema with a root field that names no role', () => {
    const schema = smallSchema();
    const cursor = schema.getQueryType()?.getFields()['cursor'];
    if (cursor) cursor.extensions = {};
    expect(() => createGate(schema, defaultLimits)).toThrow('Query.cursor names no role');
  });

  it('lets whoever is signed in look at the schema, and nobody else', async () => {
    const asked = { query: '{ __schema { queryType { name } } __type(name: "Query") { name } __typename }' };
    const signedIn = await post(world.server.url, asked, 'viewer');
    expect(signedIn.status).toBe(200);
    expect((await post(world.server.url, asked, null)).status).toBe(401);
    expect(codeOf((await signedIn.json()) as Answer)).toBeUndefined();
  });
});
