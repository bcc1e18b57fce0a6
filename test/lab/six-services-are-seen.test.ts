import { execFile } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { Subscriber } from '../support/graphql-client.ts';
import { labEngine } from './engine.ts';
import { down, up, type LabStack } from './stack.ts';
import { until } from './until.ts';
import { Watched } from './watched.ts';

const run = promisify(execFile);
const main = fileURLToPath(new URL('../../dist/src/main.js', import.meta.url));
const engine = await labEngine();
const missing = 'missing' in engine ? engine.missing : null;
const subject = 'A whole stack';
const title = missing === null ? subject : `${subject} (not run: ${missing})`;
const project = `custos-lab-${randomBytes(4).toString('hex')}`;

const kinds = {
  alertmanager: 'alertmanager',
  'docker-engine': 'docker-engine',
  grafana: 'grafana',
  'node-exporter': 'node-exporter',
  prometheus: 'prometheus',
  'trading-bot': 'application',
} as const;
const needs = {
  alertmanager: 'docker-engine',
  'docker-engine': '',
  grafana: 'docker-engine prometheus',
  'node-exporter': 'docker-engine',
  prometheus: 'alertmanager docker-engine node-exporter trading-bot',
  'trading-bot': 'docker-engine',
} as const;

interface Verified {
  readonly status: string;
  readonly exitCode: number;
  readonly rootCause: string | null;
  readonly services: readonly { readonly name: string; readonly status: string }[];
}

describe.skipIf(missing !== null)(title, { timeout: 120_000 }, () => {
  let stack: LabStack;
  let watched: Watched;

  beforeAll(async () => {
    if ('missing' in engine) return;
    stack = await up({ docker: engine.docker, project, ports: 'free' });
    watched = await Watched.start();
    await watched.becomes(project, (all) => all.length === 6 && all.every(isHealthy), 30_000);
  }, 400_000);
  afterAll(async () => {
    await watched?.stop();
    if ('docker' in engine) await down(engine.docker, project);
  });

  const isHealthy = ({ health }: { readonly health: { readonly status: string } }) =>
    health.status === 'HEALTHY';

  /** Runs `custos verify` beside the server; answers with what it ended, and what it said. */
  async function verify(): Promise<{ readonly code: number; readonly said: Verified }> {
    const environment = { ...process.env, CUSTOS_TOKEN: watched.secret, CUSTOS_URL: watched.custos.url };
    const given = [main, 'verify', '--stack', project, '--json'];
    const { code, stdout } = await run(process.execPath, given, { env: environment }).then(
      ({ stdout: text }) => ({ code: 0, stdout: text }),
      (error: unknown) => error as { readonly code: number; readonly stdout: string },
    );
    return { code, said: JSON.parse(stdout) as Verified };
  }

  it('is listed with kinds, addresses, containers and dependencies, ten starts in a row', async () => {
    for (let start = 0; start < 10; start++) {
      const again = await Watched.start();
      try {
        await until('all are there', { withinMs: 20_000, everyMs: 50 }, async () => {
          return (await again.services(project)).length === 6;
        });
        const services = await again.services(project);
        expect(
          services.map(({ name, kind, container, dependsOn }) => [
            name,
            kind,
            container?.name ?? null,
            dependsOn.map((needed) => needed.name).join(' '),
          ]),
        ).toEqual(
          Object.entries(kinds).map(([name, kind]) => [
            name,
            kind,
            name === 'docker-engine' ? null : `${project}-${name}-1`,
            needs[name as keyof typeof needs],
          ]),
        );
        for (const { name, url } of services) {
          const found = stack.services.find((service) => service === name);
          if (found) expect(url).toBe(stack.url(found));
        }
      } finally {
        await again.stop();
      }
    }
  });

  it('is verified as well: exit code 0', async () => {
    const { code, said } = await verify();
    expect(said).toMatchObject({ status: 'pass', exitCode: 0, rootCause: null });
    expect(code).toBe(0);
    expect(said.services.map(({ status }) => status)).toEqual(Array.from({ length: 6 }, () => 'pass'));
  });

  it('is verified as failing when Prometheus is stopped: exit code 2, and its name; and is well again', async () => {
    await stack.stop('prometheus');
    const { code, said } = await verify();
    expect(said).toMatchObject({ status: 'fail', exitCode: 2, rootCause: 'prometheus' });
    expect(code).toBe(2);
    await stack.start('prometheus');
    await watched.becomes(project, (all) => all.every(isHealthy), 30_000);
  });

  it('has targets, and one that goes down is told of', async () => {
    const targets = async (health: string) =>
      (
        await watched.ask<{ targets: { nodes: { job: string; service: { name: string } | null }[] } }>(
          `query ($stack: String!) { targets(filter: { stack: $stack, health: [${health}] }) { nodes { job service { name } } } }`,
          { stack: project },
        )
      ).targets.nodes;
    await until('all targets are up', { withinMs: 40_000 }, async () => (await targets('UP')).length === 5);
    expect((await targets('UP')).map(({ job, service }) => [job, service?.name])).toEqual(
      ['alertmanager', 'grafana', 'node-exporter', 'prometheus', 'trading-bot'].map((name) => [name, name]),
    );
    const subscriber = new Subscriber<{
      targetChanged: { to: string; target: { job: string; lastError: string } };
    }>(
      watched.custos.url,
      watched.secret,
      `subscription ($stack: String!) { targetChanged(filter: { stack: $stack, jobs: ["trading-bot"] }) {
        to target { job lastError } } }`,
      { stack: project },
    );
    await until('somebody listens', { withinMs: 5000 }, async () => {
      const { serverInfo } = await watched.ask<{ serverInfo: { subscribers: number } }>(
        '{ serverInfo { subscribers } }',
      );
      return serverInfo.subscribers === 1;
    });
    await stack.stop('trading-bot');
    await until('it is told', { withinMs: 20_000 }, () => subscriber.items.length > 0);
    expect(subscriber.items[0]).toMatchObject({
      targetChanged: { to: 'DOWN', target: { job: 'trading-bot' } },
    });
    await subscriber.close();
    await stack.start('trading-bot');
    await watched.becomes(project, (all) => all.every(isHealthy), 30_000);
  });

  it('has containers that say what they use and what they wrote, without secrets', async () => {
    const read = async () =>
      (
        await watched.ask<{
          service: {
            container: {
              usage: { memoryBytes: number; cpuPercent: number | null };
              logs: { text: string; stream: string }[];
            };
          };
        }>(
          `query ($stack: String!) { service(name: "trading-bot", stack: $stack) {
            container { usage { memoryBytes cpuPercent } logs(tail: 5) { text stream } } } }`,
          { stack: project },
        )
      ).service.container;
    expect((await read()).usage.memoryBytes).toBeGreaterThan(1_000_000);
    await until(
      'two measurements are made',
      { withinMs: 10_000 },
      async () => (await read()).usage.cpuPercent !== null,
    );
    const { logs } = await read();
    expect(logs.at(-1)).toEqual({
      text: 'the bot trades; authorization: Bearer [redacted]',
      stream: 'STDOUT',
    });
  });
});
