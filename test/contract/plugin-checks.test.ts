import { describe, expect, it, vi } from 'vitest';
import type { EngineReading } from '../../src/application/ports/engine-reader.ts';
import { Unreadable } from '../../src/application/ports/engine-reader.ts';
import type { Examination, Examined } from '../../src/application/ports/plugins.ts';
import type { Service } from '../../src/domain/service/service.ts';
import { hostOf, pluginDirectory, pluginText, serviceOf } from '../support/plugin-host.ts';
import { serveHttp } from '../support/plugin-server.ts';

// Workers start slowly where many do at once.
vi.setConfig({ testTimeout: 20_000 });

const everything = `['http', 'peers', 'query', 'docker:read', 'docker:archive', 'docker:exec', 'docker:helper', 'host']`;

/** A plugin with one check, whose body is given. */
const checking = (run: string, more: Readonly<Record<string, string>> = {}) =>
  pluginText('checking', {
    permissions: everything,
    checks: `[{ name: 'look', title: 'It looks.', reference: 'C99', run: async (context) => { ${run} } }]`,
    findings: `[{ code: 'F99', title: 'It is wrong', severity: 'CRITICAL', symptomOf: ['F98'] }]`,
    problems: `[{ name: 'it-fails', title: 'It fails', symptoms: [], checks: ['look'] }]`,
    actions: `[{ name: 'mend', title: 'Mend it', description: 'Mends it.', risk: 'SAFE' }]`,
    commands: `[{ name: 'list', argv: ['ls', '-l', '{path}'], parts: { path: '/[a-z]+' } }]`,
    ...more,
  });

interface Examining {
  readonly service?: Partial<Service>;
  readonly others?: readonly Service[];
  readonly read?: (reading: EngineReading) => unknown;
  readonly authorization?: string;
  readonly timeoutMs?: number;
  readonly signal?: AbortSignal;
}

/** What the checks of a plugin come to. */
async function examine(text: string, how: Examining = {}): Promise<readonly Examined[]> {
  const host = await hostOf([await pluginDirectory({ checking: text })]);
  const service = { ...serviceOf('checking'), ...how.service };
  const ended: Examined[] = [];
  const examination: Examination = {
    service,
    checks: host.plugins.catalogue().checks.map(({ name }) => name),
    neighbours: [service, ...(how.others ?? [])].map((one) => ({
      service: one,
      health: 'HEALTHY',
      dependsOn: [],
      dependents: [],
      authorization: how.authorization ?? null,
      containerId: one.containerName === null ? null : `id-of-${one.name}`,
    })),
    timeoutMs: how.timeoutMs ?? 10_000,
    engine: {
      read: async (reading) => {
        if (!how.read) throw new Unreadable('The engine is not there.');
        return await Promise.resolve(how.read(reading));
      },
    },
    host: { read: () => Promise.reject(new Unreadable('Custos does not run on the host of the engine.')) },
  };
  await host.plugins.examine(
    examination,
    (one) => ended.push(one),
    how.signal ?? new AbortController().signal,
  );
  return ended;
}

const only = async (text: string, how?: Examining): Promise<Examined> => {
  const [first, ...others] = await examine(text, how);
  expect(others).toEqual([]);
  if (!first) throw new Error('No check ended.');
  return first;
};

const pass = `return { status: 'PASS', summary: JSON.stringify(`;

describe('A check of a plugin', () => {
  it('ends with what it found, in the words of its declaration', async () => {
    const { check, findings } = await only(
      checking(`return { status: 'FAIL', summary: 'It is.', evidence: [{ kind: 'LOG', source: 'logs', excerpt: 'no' }],
        findings: [{ code: 'F99', certainty: 'LIKELY', explanation: 'Mend it.', aspect: 'job=a',
          remedies: [{ action: 'mend', why: 'It helps.' }, { action: 'unheard-of', why: 'It does not.' }] }] };`),
    );
    expect(check).toMatchObject({
      ...{
        name: 'look',
        reference: 'C99',
        status: 'FAIL',
        serviceId: 'svc_checking',
        problems: ['it-fails'],
      },
      evidence: [{ kind: 'LOG', source: 'logs', excerpt: 'no', redacted: false, sha256: null }],
    });
    expect(findings).toMatchObject([
      {
        ...{ code: 'F99', title: 'It is wrong', severity: 'CRITICAL', certainty: 'LIKELY', aspect: 'job=a' },
        ...{ serviceId: 'svc_checking', symptomOf: ['F98'], evidence: [{ excerpt: 'no' }] },
        remedies: [
          { action: { name: 'mend', risk: 'SAFE' }, serviceId: 'svc_checking', rationale: 'It helps.' },
        ],
      },
    ]);
  });

  it('cannot find what its plugin did not declare', async () => {
    const undeclared = `[{ code: 'F12', certainty: 'LIKELY', explanation: 'It.' }]`;
    const { findings } = await only(
      checking(`return { status: 'FAIL', summary: 'It is.', findings: ${undeclared} };`),
    );
    expect(findings).toEqual([]);
  });

  it('tells no secret, wherever it stands', async () => {
    const secret = 'https://ann:canary-2201@grafana';
    const { check, findings } = await only(
      checking(`const text = 'asked ${secret}'; return { status: 'FAIL', summary: text, observed: { password: 'canary-2201', text },
        evidence: [{ kind: 'HTTP', source: text, excerpt: text }],
        findings: [{ code: 'F99', certainty: 'LIKELY', explanation: text, aspect: text, evidence: [{ kind: 'LOG', source: text, excerpt: text }],
          remedies: [{ action: 'mend', why: text, arguments: { url: text } }] }] };`),
    );
    expect(check.evidence).toMatchObject([{ redacted: true }]);
    expect(JSON.stringify([check, findings])).not.toContain('canary-2201');
  });

  it.each<[string, string, RegExp]>([
    ['throws', `throw new Error('It broke.')`, /^The check threw: It broke\.$/],
    ['throws what is no Error', `throw undefined`, /^The check threw: undefined$/],
    ['answers what is no outcome', `return 'well'`, /it answered something that is no outcome/],
    ['answers what has no JSON', `return { status: 'PASS', summary: 'It.', observed: 1n }`, /has no JSON/],
    ['reads what cannot be read', `await context.engine.info()`, /The engine is not there/],
    ['reads a host that is elsewhere', `await context.host.listeners()`, /does not run on the host/],
  ])('that %s ends UNKNOWN and says why', async (_, run, sentence) => {
    const { check } = await only(checking(run));
    expect(check).toMatchObject({ status: 'UNKNOWN' });
    expect(check.summary).toMatch(sentence);
  });

  it('that does not end in time says where it was', async () => {
    const { check } = await only(
      checking(`context.progress('reading the log'); await new Promise(() => undefined)`),
      { timeoutMs: 200 },
    );
    expect(check).toMatchObject({ status: 'UNKNOWN', cause: 'TIMED_OUT' });
    expect(check.summary).toBe('It did not end in time. It was at: reading the log');
  });

  it('ends all the same when its worker dies, with the reason', async () => {
    const { check } = await only(checking(`process.exit(3)`));
    expect(check).toMatchObject({ status: 'UNKNOWN', cause: 'PLUGIN_FAILED' });
    expect(check.summary).toMatch(/The plugin checking: It ended itself with the exit code 3/);
  });

  it('ends when the diagnosis is called off', async () => {
    const aborter = new AbortController();
    const ending = only(checking(`await new Promise(() => undefined)`), { signal: aborter.signal });
    aborter.abort();
    expect((await ending).check).toMatchObject({ status: 'UNKNOWN' });
  });

  it('asks once for what it asks for twice', async () => {
    let asked = 0;
    const url = await serveHttp((_, response) => response.end(String(++asked)));
    const { check } = await only(
      checking(
        `const [a, b] = await Promise.all([context.http.get('/a'), context.http.get('/a')]);
         ${pass}[a.text, b.text, (await context.http.get('/b')).text]) }`,
      ),
      { service: { url } },
    );
    expect(check.summary).toBe('["1","1","2"]');
  });

  it('takes a second sample only of counters that are not zero', async () => {
    let asked = 0;
    const url = await serveHttp((_, response) => {
      asked += 1;
      response.end(`idle_total 0\nbusy_total{kind="a"} ${String(asked * 5)}\n`);
    });
    const { check } = await only(
      checking(
        `const idle = await context.growing('idle_total'); const [busy] = await context.growing('busy_total', 'idle_total');
         ${pass}[idle, busy.metric, busy.labels, busy.total, busy.grown, busy.overMs >= 1400]) }`,
      ),
      { service: { url } },
    );
    expect(check.summary).toBe('[[],"busy_total",{"kind":"a"},10,5,true]');
    expect(asked).toBe(2);
  });

  it('puts queries to the Prometheus of its stack, with the credential of that one alone', async () => {
    const given: string[] = [];
    const url = await serveHttp((request, response) => {
      given.push(`${request.url ?? ''} ${request.headers.authorization ?? ''}`);
      response.end(
        JSON.stringify({
          status: 'success',
          data: { resultType: 'vector', result: [{ metric: { job: 'a' }, value: [1, '+Inf'] }] },
        }),
      );
    });
    const { check } = await only(
      checking(
        `const [sample] = await context.query('up == 1'); ${pass}[sample.labels, sample.value === Infinity]) }`,
      ),
      { others: [serviceOf('prometheus', url)], authorization: 'Bearer canary-7113' },
    );
    expect(check.summary).toBe('[{"job":"a"},true]');
    expect(given).toEqual(['/api/v1/query?query=up%20%3D%3D%201 Bearer canary-7113']);
  });

  it('posts only where its manifest says that this reads', async () => {
    const url = await serveHttp((request, response) => response.end(request.method));
    const run = `const { text } = await context.http.post('/api/ds/query', { a: 1 });
      await context.http.post('/api/admin', {}).catch((error) => { throw new Error(text + ': ' + error.message) })`;
    const { check } = await only(checking(run, { reads: `['/api/ds/query']` }), { service: { url } });
    expect(check.summary).toBe(
      'The check threw: POST: the manifest does not list /api/admin among what it reads',
    );
  });
});

describe('What a check may read', () => {
  const container = { containerName: 'shop-checking-1' };

  it('is what Docker says of the containers of its stack, by the name of their service', async () => {
    const read: EngineReading[] = [];
    await only(
      checking(`await context.container.inspect(); await context.container.logs({ service: 'other', tail: 5 });
        return { status: 'PASS', summary: 'It.' }`),
      {
        service: container,
        others: [{ ...serviceOf('other'), containerName: 'shop-other-1' }],
        read: (reading) => void read.push(reading),
      },
    );
    expect(read).toEqual([
      { kind: 'inspect', containerId: 'id-of-checking' },
      { kind: 'logs', containerId: 'id-of-other', tail: 5, since: 0 },
    ]);
  });

  it('says whose containers are whose, and enters none of strangers', async () => {
    const run = `const found = await context.engine.containers();
      await context.container.inspect('stranger').catch((error) => { throw new Error(JSON.stringify(found) + error.message) })`;
    const read = () => [
      { id: 'id-of-checking', name: 'shop-checking-1', service: null },
      { id: 'id-of-stranger', name: 'stranger', service: null },
    ];
    const { check } = await only(checking(run), { service: container, read });
    expect(check.summary).toContain('"service":"checking"');
    expect(check.summary).toContain('"name":"stranger","service":null');
    expect(check.summary).toContain('The stack has no service stranger.');
  });

  it('are commands that the manifest lists, argument by argument, with parts that match', async () => {
    const read: EngineReading[] = [];
    const run = `await context.container.exec('list', { path: '/data' });
      await context.container.helper('list', { path: '/data' }, { user: 'root' });
      return { status: 'PASS', summary: 'It.' }`;
    await only(checking(run), { service: container, read: (reading) => void read.push(reading) });
    const argv = ['ls', '-l', '/data'];
    expect(read).toEqual([
      { kind: 'exec', containerId: 'id-of-checking', argv },
      { kind: 'helper', containerId: 'id-of-checking', argv, network: 'none', user: 'root' },
    ]);
  });

  it.each<[string, string, RegExp]>([
    ['a command that is not listed', `context.container.exec('rm')`, /lists no command rm/],
    [
      'a part that does not match',
      `context.container.exec('list', { path: '/;rm -rf $(x)' })`,
      /does not match/,
    ],
    [
      'a part with a line of its own',
      `context.container.exec('list', { path: '/data\\n' })`,
      /does not match/,
    ],
    ['a part that leads with a dash', `context.container.exec('list', { path: '-rf' })`, /does not match/],
    ['a part too many', `context.container.exec('list', { path: '/data', more: 'x' })`, /has no part more/],
    ['a part too few', `context.container.exec('list')`, /needs the part path/],
    ['a path that is none', `context.container.archive('data')`, /must be an absolute path/],
  ])('is not %s', async (_, call, sentence) => {
    let touched = 0;
    const { check } = await only(checking(`await ${call}`), { service: container, read: () => ++touched });
    expect(check).toMatchObject({ status: 'UNKNOWN' });
    expect(check.summary).toMatch(sentence);
    expect(touched).toBe(0);
  });

  it.each([
    ['http', `context.http.get('/')`],
    ['peers', `context.peer('prometheus').get('/')`],
    ['query', `context.query('up')`],
    ['docker:read', `context.container.inspect()`],
    ['docker:read', `context.engine.networks()`],
    ['docker:archive', `context.container.archive('/etc')`],
    ['docker:exec', `context.container.exec('list', { path: '/data' })`],
    ['docker:helper', `context.container.helper('list', { path: '/data' })`],
    ['host', `context.host.disk('/')`],
  ])('needs the permission %s for %s', async (permission, call) => {
    let touched = 0;
    const permissions = JSON.stringify(
      [
        'http',
        'peers',
        'query',
        'docker:read',
        'docker:archive',
        'docker:exec',
        'docker:helper',
        'host',
      ].filter((other) => other !== permission),
    );
    const { check } = await only(checking(`await ${call}`, { permissions }), {
      service: { ...container, url: 'http://127.0.0.1:9' },
      others: [serviceOf('prometheus', 'http://127.0.0.1:9')],
      read: () => ++touched,
    });
    expect(check).toMatchObject({ status: 'UNKNOWN' });
    expect(check.summary).toContain(`not ask for the permission ${permission}`);
    expect(touched).toBe(0);
  });
});
