import { randomBytes } from 'node:crypto';

import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { StackPlan } from '../../src/application/stack-plan.ts';
import { labEngine } from './engine.ts';
import { diagnosed } from './faults/diagnosed.ts';
import { aloneWithIt, engineAddress, SecondEngine } from './second-engine.ts';
import { specs } from './services.ts';
import { up, type LabStack } from './stack.ts';
import type { Shown } from './watched.ts';
import { Watched } from './watched.ts';

const engine = await labEngine();
const missing =
  'missing' in engine
    ? engine.missing
    : process.platform !== 'linux' || process.getuid?.() !== 0
      ? 'only root can give an engine a network of its own'
      : null;
const subject = 'A Docker engine';
const title = missing === null ? subject : `${subject} (not run: ${missing})`;
const project = `custos-lab-${randomBytes(4).toString('hex')}`;

/** Those whose images are small: they are carried from one engine to the other. */
const services = ['prometheus', 'alertmanager', 'node-exporter'] as const;

const isHealthy = ({ health }: Shown) => health.status === 'HEALTHY';
const behind = (all: readonly Shown[]) => all.filter(({ name }) => name !== 'docker-engine');
const isLost = (all: readonly Shown[]) =>
  all.find(({ name }) => name === 'docker-engine')?.health.status === 'DOWN' &&
  behind(all).every(({ health }) => health.status === 'DOWN' || health.status === 'UNKNOWN');

describe.skipIf(missing !== null)(title, { timeout: 180_000 }, () => {
  let second: SecondEngine;
  let stack: LabStack;
  let watched: Watched;
  let release: () => void = () => undefined;
  let held: Promise<void> = Promise.resolve();

  beforeAll(async () => {
    if ('missing' in engine) return;
    await new Promise<void>((begin, fail) => {
      const over = new Promise<void>((resolve) => (release = resolve));
      held = aloneWithIt(async () => {
        begin();
        await over;
      }).catch(fail);
    });
    const images = services.map((service) => specs[service].image);
    second = await SecondEngine.open(engine.docker, images);
    stack = await up({ docker: second.docker, project, services, ports: 'free', hostIp: engineAddress });
    // Where this engine tells its metrics nobody could guess: not on this host.
    const url = `http://${engineAddress}:9323`;
    const named = { name: 'docker-engine', kind: 'docker-engine', displayName: null, url, container: null };
    const rest = { probeIntervalMs: null, labels: {}, settings: {}, dependsOn: null, authorization: null };
    const plan: StackPlan = {
      ...{ name: project, project, endpoint: second.endpoint, discover: true },
      services: [{ ...named, ...rest }],
    };
    watched = await Watched.start({ stacks: [plan] });
    await watched.becomes(
      project,
      (all) => all.length === services.length + 1 && all.every(isHealthy),
      40_000,
    );
  }, 600_000);
  afterAll(async () => {
    await watched?.stop();
    await stack?.down().catch(() => undefined);
    await second?.close();
    release();
    await held;
  }, 120_000);

  /** The slowest of some answers about the stack, containers and engine included, in milliseconds. */
  async function slowest(): Promise<number> {
    const times: number[] = [];
    for (let question = 0; question < 10; question++) {
      const begun = performance.now();
      await watched.ask(
        `{ stacks { name health { status } rootCauses { name } dockerHost { reachable } }
           services { nodes { name health { status summary } dependsOn { name } } } }`,
      );
      times.push(performance.now() - begun);
    }
    return Math.max(...times);
  }

  async function rootCauses(): Promise<readonly string[]> {
    const { stack: found } = await watched.ask<{ stack: { rootCauses: { name: string }[] } }>(
      '{ stack { rootCauses { name } } }',
    );
    return found.rootCauses.map(({ name }) => name);
  }

  it.each<[string, string, () => Promise<void>, () => Promise<void>]>([
    ['is stopped', 'DockerUnreachable', () => second.stop(), () => second.start()],
    ['hangs', 'DockerHung', () => second.freeze(), () => second.thaw()],
  ])(
    'that %s is the root cause of all behind it, diagnosed as %s; nothing waits for it; and all is well within 15 s after',
    async (_, code, breaks, mends) => {
      const before = await slowest();
      await breaks();
      const lostAfter = await watched.becomes(project, isLost, 40_000);
      expect(await rootCauses()).toEqual(['docker-engine']);
      for (const { name, health } of behind(await watched.services(project))) {
        expect([name, ...health.causedBy.map((cause) => cause.name)]).toEqual([name, 'docker-engine']);
      }
      for (const service of ['docker-engine', 'prometheus']) {
        const { findings, tookMs } = await diagnosed(watched, stack, service);
        expect([service, findings[0]?.code, findings[0]?.certainty]).toEqual([service, code, 'CONFIRMED']);
        expect(tookMs).toBeLessThan(10_000);
      }
      const meanwhile = await slowest();
      const mendedAt = performance.now();
      await mends();
      await watched.becomes(project, (all) => all.every(isHealthy), 15_000);
      // Its own start counts too.
      const backAfter = performance.now() - mendedAt;
      process.stdout.write(
        `lost after ${(lostAfter / 1000).toFixed(1)} s, back after ${(backAfter / 1000).toFixed(1)} s; ` +
          `slowest answer ${before.toFixed(0)} ms before, ${meanwhile.toFixed(0)} ms meanwhile\n`,
      );
      expect(meanwhile).toBeLessThan(1000);
      expect(backAfter).toBeLessThan(15_000);
    },
  );
});
