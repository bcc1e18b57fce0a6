import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { ask } from '../../src/cli/ask.ts';
import { documents } from '../../src/cli/documents.ts';
import { diagnose } from '../../src/cli/diagnose.ts';
import { status } from '../../src/cli/status.ts';
import { createToken, listTokens, revokeToken } from '../../src/cli/token.ts';
import type { Verification } from '../../src/cli/verification.ts';
import { verify } from '../../src/cli/verify.ts';
import { watch } from '../../src/cli/watch.ts';
import type { Evidence } from '../../src/domain/diagnosis/evidence.ts';
import type { Remedy } from '../../src/domain/recovery/action.ts';
import { CliWorld } from '../support/cli-world.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
let world: CliWorld;
beforeEach(async () => {
  const engine = new FakeEngine([container('prometheus'), container('alertmanager')]);
  custos = await new RunningCustos(engine).start();
  engine.lists(custos.clock.now());
  for (const name of ['prometheus', 'alertmanager']) {
    await custos.until(`${name} is healthy`, () => custos.status(name) === 'HEALTHY');
  }
  world = new CliWorld({ url: custos.custos.url, token: custos.secret });
});
afterEach(() => custos.end());

/** Lets time pass in the server until the command has ended. */
async function whileTimePasses<T>(command: Promise<T>): Promise<T> {
  let running = true;
  const ended = command.finally(() => (running = false));
  ended.catch(() => undefined);
  while (running) await custos.clock.advance(250);
  return ended;
}

/** Verifies, and answers the exit code with what was printed. */
async function verified(options: object = {}) {
  const code = await whileTimePasses(verify(world, { timeout: 20, json: true, ...options }));
  return { code, verification: world.json() as Verification };
}

async function failure(command: Promise<unknown>): Promise<{ code?: number; message: string }> {
  return command.then(
    () => Promise.reject(new Error('It did not fail.')),
    (error: unknown) => error as { code?: number; message: string },
  );
}

describe('custos verify', () => {
  it('passes when every service was observed anew and is well', async () => {
    const probed = custos.plugins.probed.length;
    const { code, verification } = await verified();
    expect(code).toBe(0);
    expect(new Set(custos.plugins.probed.slice(probed))).toEqual(new Set(['prometheus', 'alertmanager']));
    expect(verification).toMatchObject({
      ...{ schemaVersion: 1, status: 'pass', exitCode: 0, partial: false, rootCause: null, findings: [] },
      summary: { fail: 0, unknown: 0 },
      services: [
        { name: 'alertmanager', status: 'pass' },
        { name: 'prometheus', status: 'pass' },
      ],
    });
    expect(verification.checks[0]).toMatchObject({ service: 'alertmanager', status: 'pass', error: null });
  });

  it('fails with 2 and names the service that fails', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    const { code, verification } = await verified();
    expect(code).toBe(2);
    expect(verification).toMatchObject({ status: 'fail', exitCode: 2, rootCause: 'prometheus' });
  });

  it.each([
    [false, 0],
    [true, 1],
  ])('answers a warning, strict: %j, with %i', async (strict, expected) => {
    custos.plugins.sees('prometheus', 'WARN');
    const { code, verification } = await verified({ strict });
    expect(code).toBe(expected);
    expect(verification.status).toBe('warn');
  });

  it('calls unknown, with 3, what was not observed in time', async () => {
    const code = await verify(world, { timeout: 0.5, json: true });
    expect(code).toBe(3);
    expect(world.json()).toMatchObject({ status: 'unknown', partial: true });
  });

  it('looks only at the services that are asked for', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    const { code, verification } = await verified({ service: ['alertmanager'] });
    expect(code).toBe(0);
    expect(verification.services.map(({ name }) => name)).toEqual(['alertmanager']);
  });

  it.each([
    [{ service: ['grafana'] }, /There is no service grafana\. Known are: alertmanager, prometheus/u],
    [{ stack: 'staging' }, /There is no stack staging\. Known are: /u],
  ])('refuses %j with 4, and says what there is', async (options, told) => {
    const refused = await failure(verify(world, { timeout: 20, ...options }));
    expect(refused.code).toBe(4);
    expect(refused.message).toMatch(told);
  });

  it('skips a service in maintenance', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    const input = { service: 'prometheus', stack: null, until: null, reason: null };
    await custos.app.pauseService(custos.admin, input);
    const { code, verification } = await verified();
    expect(code).toBe(0);
    expect(verification.services[1]).toMatchObject({ name: 'prometheus', status: 'skipped' });
  });

  it('tells people the verdict, the root cause, what to do, and a line for each service', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    await whileTimePasses(verify(world, { timeout: 20, detailed: true }));
    const text = world.printed.join('');
    expect(text).toMatch(/^FAIL {2}.*1 of 2 services is not well/u);
    expect(text).toMatch(/^Root cause: prometheus: .+\n {2}Next: \S+/mu);
    expect(text).toMatch(/^FAIL {2}prometheus {4}.+\nPASS {2}alertmanager {2}/mu);
    expect(text).toMatch(/^FAIL {2}prometheus {4}ready/mu);
  });

  it('says with 4 how to come by a token when the server does not know the one given', async () => {
    world = new CliWorld({ url: custos.custos.url, token: 'custos_wrong' });
    const refused = await failure(verify(world, { timeout: 5 }));
    expect(refused.code).toBe(4);
    expect(refused.message).toContain('custos token create');
  });

  it('says with 3 that the server that was named cannot be asked', async () => {
    const refused = await failure(
      verify(new CliWorld({ url: 'http://127.0.0.1:1', token: 'x' }), { timeout: 5 }),
    );
    expect(refused.code).toBe(3);
  });

  it('ends with 5 when Docker does not answer a Custos of its own, and nothing was found', async () => {
    const empty = await new RunningCustos(new FakeEngine()).start();
    const { url } = empty.custos;
    const close = () => Promise.resolve();
    const server = { url, token: empty.secret, own: true, dockerFailure: 'There is no engine.', close };
    world = new CliWorld({}, () => Promise.resolve(server));
    expect(await verify(world, { timeout: 5 })).toBe(5);
    expect(world.printed.join('')).toContain('There is no engine.');
    await empty.end();
  });

  it('ends with 124 when no Custos could be asked in time', async () => {
    const endless = new CliWorld({}, () => new Promise(() => undefined));
    expect((await failure(verify(endless, { timeout: 0.1 }))).code).toBe(124);
  });
});

describe('custos status', () => {
  it('prints the stack and its services, the worst first', async () => {
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(20_000);
    expect(await status(world, {})).toBe(0);
    expect(world.printed.join('')).toMatch(
      /DOWN .*root cause: prometheus\n {2}prometheus .*DOWN.*\n {2}alertmanager .*HEALTHY/u,
    );
  });

  it('prints JSON', async () => {
    await status(world, { json: true });
    expect(world.json()).toMatchObject({ schemaVersion: 1, services: [{ name: 'alertmanager' }, {}] });
  });
});

describe('custos watch', () => {
  const cursor = async (): Promise<string> => {
    const server = { url: custos.custos.url, token: custos.secret };
    return (await ask<{ cursor: string }>(server, { query: documents.cursor })).cursor;
  };
  const patience = { timeout: 10_000 };

  it('prints what happens, one object a line, without a hole where the connection was lost', async () => {
    const watching = watch(world, { json: true, after: await cursor() });
    const summaries = () => world.printed.map((line) => (JSON.parse(line) as { summary: string }).summary);
    const about = (name: string) => () => summaries().filter((text) => text.includes(name));
    const create = (name: string) =>
      custos.app.createToken(custos.admin, { name, role: 'VIEWER', expiresAt: null });
    await create('before-the-break');
    await expect.poll(about('before-the-break'), patience).toHaveLength(1);

    const port = Number(new URL(custos.custos.url).port);
    await custos.restart({ server: { host: '127.0.0.1', port, corsOrigins: [] } });
    await create('during-the-break');
    await expect.poll(about('during-the-break'), patience).toHaveLength(1);
    expect(about('before-the-break')()).toHaveLength(1);
    expect(summaries().filter((text) => /stop|start/iu.test(text)).length).toBeGreaterThanOrEqual(2);
    expect(world.said.join('')).toMatch(/is lost.*\n.*is back/u);

    world.interrupt();
    expect(await watching).toBe(0);
  });

  it('prints a change of health as a line for people', async () => {
    const watching = watch(world, { after: await cursor() });
    custos.plugins.sees('prometheus', 'FAIL');
    await custos.clock.advance(20_000);
    const printed = () => world.printed.join('');
    await expect.poll(printed, patience).toMatch(/^2026-11-23T12:00:\S+Z {2}DOWN +.*prometheus/imu);
    world.interrupt();
    expect(await watching).toBe(0);
  });

  it('ends with 4 when the server does not know the token', async () => {
    world = new CliWorld({ url: custos.custos.url, token: 'custos_wrong' });
    expect((await failure(watch(world, {}))).code).toBe(4);
  });
});

describe('custos token', () => {
  it('creates one, whose secret alone is printed, lists it, and revokes it', async () => {
    expect(await createToken(world, 'portal', { role: 'viewer', expires: '30d' })).toBe(0);
    const secret = world.printed.join('').trim();
    expect(custos.app.authenticate(secret)).toMatchObject({ role: 'VIEWER' });

    const listing = new CliWorld(world.settings);
    expect(await listTokens(listing, {})).toBe(0);
    expect(listing.printed.join('')).toMatch(
      /^portal +VIEWER +custos_\S{4}… +good until 2026-12-23T12:00:00.000Z/mu,
    );
    expect(listing.printed.join('')).not.toContain(secret);

    expect(await revokeToken(world, 'portal', {})).toBe(0);
    expect(custos.app.authenticate(secret)).toBeNull();
  });

  it('says what is refused', async () => {
    await createToken(world, 'portal', { role: 'viewer' });
    const refused = await failure(createToken(world, 'portal', { role: 'viewer' }));
    expect(refused.code).toBe(1);
    expect(refused.message).toContain('portal');
  });

  it('opens the data folder where no server runs', async () => {
    const alone = new CliWorld();
    expect(await createToken(alone, 'again', { role: 'admin' })).toBe(0);
    expect(alone.printed).toEqual(['custos_granted\n']);
    expect(alone.granted).toEqual([{ dataDir: '/data', name: 'again', role: 'ADMIN', expiresAt: null }]);
  });

  it('refuses with 4 an end that is no time', async () => {
    const refused = await failure(createToken(world, 'portal', { role: 'viewer', expires: 'soon' }));
    expect(refused).toMatchObject({ code: 4 });
  });
});

describe('custos verify in detail', () => {
  it('tells what a diagnosis finds, and fails for it', async () => {
    const findings = [{ code: 'F16', severity: 'CRITICAL', explanation: 'Correct the name.' }] as const;
    custos.plugins.finds('prometheus', { targets: { status: 'FAIL', findings } });
    const { code, verification } = await verified({ detailed: true });
    expect(code).toBe(2);
    expect(verification.findings).toMatchObject([
      { code: 'F16', severity: 'critical', certainty: 'likely', service: 'prometheus', checkIds: ['C09'] },
    ]);
    expect(verification.checks.map(({ service, id }) => `${service} ${id}`)).toContain('prometheus C09');
  });

  it('asks whose the ports are, when that is wanted, and nothing more', async () => {
    const { code, verification } = await verified({ ports: true });
    expect(code).toBe(0);
    const ids = new Set(verification.checks.map(({ name }) => name));
    expect(ids).toEqual(new Set(['ready', 'container', 'port-owner']));
  });
});

describe('custos diagnose', () => {
  it('ends with 0 where nothing is wrong, and says so', async () => {
    expect(await diagnose(world, 'prometheus', { timeout: 10 })).toBe(0);
    expect(world.printed.join('')).toBe('Nothing was found to be wrong with Prometheus: 3 checks looked.\n');
  });

  it('ends with 2 where something is, the cause first, with what would help', async () => {
    const remedies: readonly Remedy[] = [
      {
        action: {
          ...{ name: 'restart', title: 'Restart it', description: 'It.', scope: 'SERVICE', kinds: [] },
          ...{ risk: 'DISRUPTIVE', playbook: false, manual: false, parameters: {}, reference: 'A02' },
          plugin: 'docker-engine',
        },
        serviceId: custos.app.serviceNamed('prometheus', null)?.id ?? '',
        arguments: {},
        rationale: 'It begins anew.',
      },
    ];
    const evidence: readonly Evidence[] = [
      {
        ...{ kind: 'LOG', source: 'docker logs', excerpt: 'no such host\n', redacted: false, sha256: null },
        at: custos.clock.now(),
      },
    ];
    custos.plugins.finds('prometheus', {
      targets: { status: 'FAIL', findings: [{ code: 'F16', severity: 'CRITICAL', remedies, evidence }] },
    });
    expect(await diagnose(world, 'prometheus', { timeout: 10 })).toBe(2);
    const text = world.printed.join('');
    expect(text).toMatch(
      /^Prometheus: A name does not resolve \(F16\)\. The name does not resolve: correct it\./,
    );
    expect(text).toContain('CRITICAL  F16  prometheus: A name does not resolve (likely)\n');
    expect(text).toContain('  docker logs | no such host\n');
    expect(text).toContain('  -> restart prometheus (disruptive): It begins anew.\n');
  });

  it('ends with 3 where something could not be found out, and says what', async () => {
    custos.plugins.finds('prometheus', { targets: { status: 'UNKNOWN' } });
    expect(await diagnose(world, 'prometheus', { timeout: 10 })).toBe(3);
    expect(world.printed.join('')).toContain('Could not be found out:\n  prometheus  targets (C09)');
  });

  it('looks for one problem, and prints JSON', async () => {
    expect(await diagnose(world, 'prometheus', { timeout: 10, problem: 'P02', json: true })).toBe(0);
    expect(world.json()).toMatchObject({
      ...{ schemaVersion: 1, exitCode: 0 },
      diagnosis: { problem: { name: 'prometheus-not-collecting' }, checks: [{ name: 'targets' }] },
    });
  });

  it.each([
    ['service', 'promtheus', {}, /There is no service named promtheus .* Perhaps: prometheus\./],
    ['problem', 'prometheus', { problem: 'P99' }, /There is no problem named P99/],
  ])('says that there is no such %s, with what was perhaps meant', async (_, service, more, sentence) => {
    const { code, message } = await failure(diagnose(world, service, { timeout: 10, ...more }));
    expect(code).toBe(4);
    expect(message).toMatch(sentence);
  });
});
