import { randomBytes } from 'node:crypto';
import { afterAll, afterEach, describe, expect, it } from 'vitest';

import { found } from '../../src/greeting.ts';
import { labEngine } from './engine.ts';
import { freePort } from './ports.ts';
import type { LabService } from './services.ts';
import { containerOptions, labLabel } from './services.ts';
import { down, up, type LabStack, type Shape } from './stack.ts';
import { Watched } from './watched.ts';

const engine = await labEngine();
const missing = 'missing' in engine ? engine.missing : null;
const subject = 'A real stack of another shape';
const title = missing === null ? subject : `${subject} (not run: ${missing})`;
const project = `custos-shape-${randomBytes(4).toString('hex')}`;
const services: readonly LabService[] = ['prometheus', 'alertmanager'];

/** As a person would start a container by hand. */
const unlabelled: Shape = (service, options) => ({
  ...options,
  name: `${service}-${project}`,
  Labels: { [labLabel]: project },
});

/** As compose v1 named them. */
const underscored: Shape = (service, options) => ({ ...options, name: `${project}_${service}_1` });

/** Below a path, by flag. */
const below: Shape = (service, options) => ({
  ...options,
  Cmd: [...(options.Cmd ?? []), `--web.route-prefix=/${service}`],
  // The health check asks at the root.
  Healthcheck: { Test: ['NONE'] },
});

/** Named after nothing that is known. */
const renamed: Shape = (service, options) => ({
  ...options,
  Labels: {
    ...options.Labels,
    'com.docker.compose.service': service === 'prometheus' ? 'metrics-db' : 'pager',
  },
});

describe.skipIf(missing !== null)(title, { timeout: 90_000 }, () => {
  let stack: LabStack | undefined;
  let watched: Watched | undefined;

  afterEach(async () => {
    await watched?.stop();
    await stack?.down();
    [watched, stack] = [undefined, undefined];
  });
  afterAll(async () => {
    if ('docker' in engine) await down(engine.docker, project);
  });

  async function bring(shape?: Shape): Promise<LabStack> {
    if ('missing' in engine) throw new Error(engine.missing);
    const { docker } = engine;
    stack = await up({ docker, project, services, ports: 'free', ...(shape && { shape }) });
    return stack;
  }

  /** What is watched once everything was looked at: name, kind and address. */
  async function seen(of: string): Promise<readonly string[]> {
    watched = await Watched.start();
    await watched.custos.survey();
    const all = await watched.services(of);
    return all
      .filter(({ kind }) => kind !== 'docker-engine')
      .map(({ name, kind, url }) => `${name} ${kind} ${url}`);
  }

  it('has other names', async () => {
    const brought = await bring(renamed);
    expect(await seen(project)).toEqual([
      `metrics-db prometheus ${brought.url('prometheus')}`,
      `pager alertmanager ${brought.url('alertmanager')}`,
    ]);
  }, 400_000);

  it('answers below a path', async () => {
    if ('missing' in engine) return;
    // Nothing answers at the root, where the lab would look whether it is ready: the containers are made by hand.
    const { docker } = engine;
    const base = await bring();
    const ports = { prometheus: await freePort(), alertmanager: await freePort() };
    for (const service of ['prometheus', 'alertmanager'] as const) {
      await docker.getContainer(base.containerName(service)).remove({ force: true });
      const at = { hostIp: '127.0.0.1', hostPort: ports[service] };
      const options = below(service, containerOptions(project, service, at));
      await (await docker.createContainer(options)).start();
    }
    expect(await seen(project)).toEqual([
      `alertmanager alertmanager http://127.0.0.1:${String(ports.alertmanager)}/alertmanager`,
      `prometheus prometheus http://127.0.0.1:${String(ports.prometheus)}/prometheus`,
    ]);
    const isWell = ({ health }: { readonly health: { readonly status: string } }) =>
      health.status === 'HEALTHY';
    await watched?.becomes(project, (all) => all.every(isWell), 30_000);
  });

  it('has no labels', async () => {
    const brought = await bring(unlabelled);
    const all = await seen('standalone');
    expect(all).toContain(`prometheus-${project} prometheus ${brought.url('prometheus')}`);
    expect(all).toContain(`alertmanager-${project} alertmanager ${brought.url('alertmanager')}`);
  });

  it('was made by compose v1', async () => {
    const brought = await bring(underscored);
    expect(await seen(project)).toEqual([
      `alertmanager alertmanager ${brought.url('alertmanager')}`,
      `prometheus prometheus ${brought.url('prometheus')}`,
    ]);
  });

  it('has two Prometheus, and one container that is asked about', async () => {
    if ('missing' in engine) return;
    const brought = await bring();
    const hostPort = await freePort();
    const second = containerOptions(project, 'prometheus', { hostIp: '127.0.0.1', hostPort });
    const labels = { ...second.Labels, 'com.docker.compose.container-number': '2' };
    const options = {
      ...second,
      name: `${project}-prometheus-2`,
      Labels: labels,
      HostConfig: { ...second.HostConfig, Binds: [] },
    };
    await (await engine.docker.createContainer(options)).start();
    const other = {
      'com.docker.compose.service': 'cache',
      'com.docker.compose.project': project,
      [labLabel]: project,
    };
    const stranger = await engine.docker.createContainer({
      ...{ name: `${project}-cache-1`, Image: 'lab/busybox:1', Cmd: ['sleep', '600'], Labels: other },
      HostConfig: { NetworkMode: `${project}_monitoring` },
    });
    await stranger.start();
    expect(await seen(project)).toEqual([
      `alertmanager alertmanager ${brought.url('alertmanager')}`,
      `prometheus prometheus ${brought.url('prometheus')}`,
      `prometheus-2 prometheus http://127.0.0.1:${String(hostPort)}`,
    ]);
    const told = found(await watched!.custos.survey());
    expect(told.filter((line) => line.startsWith('Not recognised'))).toEqual([
      expect.stringContaining(`${project}-cache-1 (lab/busybox:1)`) as string,
    ]);
  });
});
