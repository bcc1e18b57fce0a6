import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import type { UserError } from '../../src/domain/refusal.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

interface Answer {
  readonly service: { readonly name: string; readonly removedAt: string | null } | null;
  readonly userErrors: readonly Pick<UserError, 'code' | 'message' | 'path' | 'suggestions'>[];
}

let custos: RunningCustos;
let engine: FakeEngine;

beforeEach(async () => {
  engine = new FakeEngine([
    container('prometheus'),
    container('alertmanager'),
    container('bot', { image: 'bot:1', ports: [tcp(8080)] }),
  ]);
  custos = new RunningCustos(engine);
  await custos.start();
  engine.lists(custos.clock.now());
  await custos.until('the two are found', () => custos.app.services({}).length === 2);
});
afterEach(() => custos.end());

function tcp(port: number) {
  return { containerPort: port, protocol: 'TCP', hostIp: '127.0.0.1', hostPort: port } as const;
}

async function mutate(name: string, input: object): Promise<Answer> {
  const type = `${name.charAt(0).toUpperCase()}${name.slice(1)}Input`;
  const query = `mutation ($input: ${type}!) { ${name}(input: $input) {
    service { name removedAt } userErrors { code message path suggestions } } }`;
  const { data, errors } = await ask<Record<string, Answer>>(custos.custos.url, custos.secret, query, {
    input,
  });
  const answer = data?.[name];
  if (!answer) throw new Error(JSON.stringify(errors));
  return answer;
}

const register = (more: object = {}) =>
  mutate('registerService', { name: 'extra', kind: 'prometheus', url: 'http://10.0.0.7:9090', ...more });
const update = (more: object) => mutate('updateService', { service: 'extra', ...more });
const remove = (service: string) => mutate('removeService', { service });
const named = (name: string) => custos.app.serviceNamed(name, null);

describe('A registered service', () => {
  it('is watched at once with all that was said of it, and the log says by whom', async () => {
    const said = {
      ...{ displayName: 'Extra', probeIntervalMs: 700, settings: { depth: 1 }, dependsOn: ['alertmanager'] },
      labels: [{ name: 'team', value: 'a' }],
    };
    expect(await register(said)).toEqual({ service: { name: 'extra', removedAt: null }, userErrors: [] });
    expect(named('extra')).toMatchObject({
      ...{ ...said, origin: 'REGISTERED', url: 'http://10.0.0.7:9090', labels: { team: 'a' } },
    });
    await custos.until('it is probed', () => custos.plugins.probed.includes('extra'));
    const [event] = await custos.events('SERVICE_REGISTERED');
    expect(event).toMatchObject({ audit: true, actor: custos.admin.actor, subject: named('extra')?.id });
  });

  it('is still watched, and as it was, after a listing and a restart', async () => {
    await register({ authorization: 'Bearer stays-with-it' });
    engine.lists(custos.clock.now());
    await custos.restart();
    expect(named('extra')).toMatchObject({ origin: 'REGISTERED', url: 'http://10.0.0.7:9090' });
    await custos.until('it is asked with its credential', () => authorizedWith('Bearer stays-with-it'));
  });

  it('answers where its container tells, when nobody says it', async () => {
    await register({ url: null, container: 'shop-bot-1' });
    expect(named('extra')).toMatchObject({ containerName: 'shop-bot-1', url: 'http://127.0.0.1:8080' });
  });

  it('can be given its container by id, as Docker prints it', async () => {
    engine.appears(container('bot', { id: 'abcdef012345'.padEnd(64, '0'), ports: [tcp(8080)] }));
    engine.lists(custos.clock.now());
    await custos.until('the id is known', async () => {
      const { userErrors } = await register({ url: null, container: 'abcdef012345' });
      return userErrors.length === 0;
    });
    expect(named('extra')?.containerName).toBe('shop-bot-1');
  });

  it('outweighs what a container of the same name tells', async () => {
    await register({ name: 'grafana' });
    engine.appears(container('grafana', { image: 'prom/prometheus:v1' }));
    engine.appears(container('second', { image: 'prom/prometheus:v1' }));
    engine.lists(custos.clock.now());
    await custos.until('the listing was taken', () => named('second') !== null);
    expect(named('grafana')).toMatchObject({ origin: 'REGISTERED', url: 'http://10.0.0.7:9090' });
  });
});

function authorizedWith(authorization: string | null): boolean {
  return custos.plugins.authorized.get('extra') === authorization;
}

describe('A registration', () => {
  it.each<[string, object, string, string, readonly string[]]>([
    ['a name that is taken', { name: 'prometheus' }, 'NAME_TAKEN', 'name', []],
    ['a name with other characters', { name: 'a b' }, 'INVALID_ARGUMENT', 'name', []],
    ['a kind that nobody knows', { kind: 'promethues' }, 'KIND_UNKNOWN', 'kind', ['prometheus']],
    ['an unknown stack', { stack: 'shopp' }, 'STACK_UNKNOWN', 'stack', ['shop']],
    ['another scheme', { url: 'file:///etc/passwd' }, 'INVALID_ARGUMENT', 'url', []],
    ['a password in its URL', { url: 'http://a:b@c.test' }, 'INVALID_ARGUMENT', 'url', []],
    ['a query in its URL', { url: 'http://c.test/?a=b' }, 'INVALID_ARGUMENT', 'url', []],
    ['neither URL nor container', { url: null }, 'INVALID_ARGUMENT', 'url', []],
    ['a metadata address', { url: 'http://169.254.169.254' }, 'ADDRESS_FORBIDDEN', 'url', []],
    ['one in disguise', { url: 'http://[::ffff:169.254.169.254]' }, 'ADDRESS_FORBIDDEN', 'url', []],
    ['a name that leads there', { url: 'http://meta.test' }, 'ADDRESS_FORBIDDEN', 'url', []],
    ['no such container', { container: 'shop-bott-1' }, 'CONTAINER_UNKNOWN', 'container', ['shop-bot-1']],
    [
      'a container that is watched',
      { container: 'shop-prometheus-1', url: null },
      ...(['INVALID_ARGUMENT', 'container', ['prometheus']] as const),
    ],
    [
      'a need that is not there',
      { dependsOn: ['alertmanger'] },
      'SERVICE_UNKNOWN',
      'dependsOn',
      ['alertmanager'],
    ],
    ['a need of itself', { dependsOn: ['extra'] }, 'DEPENDENCY_CYCLE', 'dependsOn', []],
    ['too short an interval', { probeIntervalMs: 499 }, 'INVALID_ARGUMENT', 'probeIntervalMs', []],
    ['settings that are a list', { settings: [1] }, 'INVALID_ARGUMENT', 'settings', []],
    ['a label with a bad name', { labels: [{ name: '1', value: '' }] }, 'INVALID_ARGUMENT', 'labels', []],
    ['a header in its header', { authorization: 'a\r\nb: c' }, 'INVALID_ARGUMENT', 'authorization', []],
  ])('is refused with %s', async (_, more, ...expected) => {
    const [code, field, suggestions] = expected;
    custos.network.names.set('meta.test', ['10.0.0.1', '169.254.169.254']);
    const { service, userErrors } = await register(more);
    expect(service).toBeNull();
    expect(userErrors).toMatchObject([{ code, path: ['input', field] }]);
    expect(userErrors[0]?.suggestions.slice(0, 1)).toEqual(suggestions);
    expect(await custos.events('SERVICE_REGISTERED')).toEqual([]);
    expect(await custos.events('REQUEST_REFUSED')).toHaveLength(1);
  });

  it('is refused with an address at which Custos itself answers, and with no other port of this host', async () => {
    const { userErrors } = await register({ url: custos.custos.url });
    expect(userErrors).toMatchObject([
      { code: 'ADDRESS_FORBIDDEN', message: expect.stringContaining('Custos itself') as string },
    ]);
    expect((await register({ url: 'http://127.0.0.1:1' })).userErrors).toEqual([]);
  });

  it('takes a container on trust, but no address, while Docker is silent', async () => {
    engine.falls('It is being restarted.', custos.clock.now());
    const given = { container: 'nobody-knows-1' };
    await custos.until('that is known', async () => {
      const { userErrors } = await register({ ...given, url: null });
      return userErrors[0]?.code === 'DOCKER_UNREACHABLE';
    });
    expect((await register(given)).userErrors).toEqual([]);
  });

  it('that is not an admin is not even looked at', async () => {
    const { secret } = await custos.app.createToken(custos.admin, {
      ...{ name: 'operator', role: 'OPERATOR', expiresAt: null },
    });
    const query = 'mutation { removeService(input: { service: "prometheus" }) { service { name } } }';
    const { errors } = await ask(custos.custos.url, secret, query);
    expect(errors?.[0]?.extensions).toMatchObject({ code: 'FORBIDDEN' });
  });
});

describe('A change of a registered service', () => {
  it('changes what is said and nothing else, and the log says what it was', async () => {
    await register({ displayName: 'Extra', probeIntervalMs: 700 });
    expect((await update({ displayName: null, url: 'http://10.0.0.8:9090/' })).userErrors).toEqual([]);
    expect(named('extra')).toMatchObject({
      ...{ displayName: 'extra', url: 'http://10.0.0.8:9090', probeIntervalMs: 700 },
    });
    const [event] = await custos.events('SERVICE_UPDATED');
    expect(event).toMatchObject({
      audit: true,
      detail: {
        before: { displayName: 'Extra', url: 'http://10.0.0.7:9090' },
        after: { displayName: 'extra', url: 'http://10.0.0.8:9090' },
      },
    });
  });

  it('that changes nothing is not told', async () => {
    await register({ displayName: 'Extra' });
    expect((await update({ displayName: 'Extra' })).userErrors).toEqual([]);
    expect(await custos.events('SERVICE_UPDATED')).toEqual([]);
  });

  it('is refused when the dependencies would run in a circle', async () => {
    await register();
    await register({ name: 'other', dependsOn: ['extra'] });
    const { userErrors } = await update({ dependsOn: ['other'] });
    expect(userErrors).toMatchObject([
      { code: 'DEPENDENCY_CYCLE', message: expect.stringContaining('extra -> other -> extra') as string },
    ]);
  });

  it('takes its credential to no other address', async () => {
    await register({ authorization: 'Bearer only-for-seven' });
    const { userErrors } = await update({ url: 'http://10.0.0.66:9090' });
    expect(userErrors).toMatchObject([{ code: 'INVALID_ARGUMENT', path: ['input', 'authorization'] }]);
    expect((await update({ url: 'http://10.0.0.66:9090', authorization: null })).userErrors).toEqual([]);
    custos.plugins.authorized.clear();
    await custos.clock.advance(10_000);
    await custos.until('it is asked without', () => authorizedWith(null));
  });
});

describe('A service that was not registered', () => {
  it('is neither changed nor removed, since it would be put back', async () => {
    const changed = await mutate('updateService', { service: 'prometheus', url: 'http://10.0.0.9' });
    expect(changed.userErrors).toMatchObject([{ code: 'READ_ONLY', path: ['input', 'url'] }]);
    expect((await remove('prometheus')).userErrors).toMatchObject([{ code: 'READ_ONLY' }]);
    expect(named('prometheus')?.removedAt).toBeNull();
  });

  it('can be given a credential, which Docker cannot tell', async () => {
    const answer = await mutate('updateService', { service: 'prometheus', authorization: 'Bearer of-it' });
    expect(answer.userErrors).toEqual([]);
    await custos.clock.advance(10_000);
    await custos.until('it is asked with it', () => {
      return custos.plugins.authorized.get('prometheus') === 'Bearer of-it';
    });
    expect(named('prometheus')?.origin).toBe('DISCOVERED');
  });
});

describe('A removed service', () => {
  it('is watched no more, but its history stays, also when it is registered again', async () => {
    await register({ authorization: 'Bearer gone-with-it' });
    const id = named('extra')?.id;
    expect((await remove('extra')).service?.removedAt).not.toBeNull();
    expect(named('extra')).toBeNull();
    expect((await remove('extra')).userErrors).toMatchObject([{ code: 'SERVICE_UNKNOWN' }]);
    expect(await custos.events('SERVICE_REMOVED')).toMatchObject([{ audit: true, subject: id }]);
    custos.plugins.authorized.clear();
    await register();
    expect(named('extra')?.id).toBe(id);
    await custos.until('it is asked without the old credential', () => authorizedWith(null));
  });
});

describe("A service registered among those of this host's ports", () => {
  it('stays when Docker shows what answers there', async () => {
    await custos.end();
    engine = new FakeEngine([container('prometheus')]);
    custos = new RunningCustos(engine);
    await custos.start();
    custos.plugins.sees('alertmanager', 'FAIL');
    engine.falls('the socket does not exist.', custos.clock.now());
    await custos.clock.advance(1000);
    await custos.until('it is found', () => named('prometheus') !== null);
    expect((await register({ url: 'http://127.0.0.1:9090' })).userErrors).toEqual([]);
    engine.lists(custos.clock.now());
    const names = () =>
      custos.app.services({}).map(({ name, stackId }) => `${custos.app.stackById(stackId)?.name}/${name}`);
    await custos.until('what was found is moved', () => !names().includes('host/prometheus'));
    expect(names()).toEqual(['host/extra', 'shop/prometheus']);
  });
});
