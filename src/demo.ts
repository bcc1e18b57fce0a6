import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Clock } from './application/ports/clock.ts';
import type { ConfiguredService } from './application/stack-plan.ts';
import type { Config, Flags } from './config.ts';
import { grafanaCredential } from './simulator/answers.ts';
import type { Component } from './simulator/component.ts';
import { openSimulator } from './simulator/open-simulator.ts';
import { story, tell } from './simulator/story.ts';

/** A simulated stack, and the configuration that watches it. */
export interface Demo {
  readonly config: Config;
  /** What is simulated, for those who see it. */
  readonly about: readonly string[];
  close(): Promise<void>;
}

/** Quicker than usual: whoever looks at it has a minute. */
const probeIntervalMs = 1000;

/** What needs what: everything but the engine runs in it. */
const needs: Readonly<Record<Component['kind'], readonly string[]>> = {
  'docker-engine': [],
  'node-exporter': ['docker-engine'],
  application: ['docker-engine'],
  alertmanager: ['docker-engine'],
  prometheus: ['docker-engine'],
  grafana: ['docker-engine', 'prometheus'],
};

/**
 * Opens the stack that `--demo` watches: simulated, over real HTTP on this host, its services failing and
 * recovering one after the other. It needs nothing installed, and keeps its data in a folder that goes with it,
 * unless one was named.
 */
export async function openDemo(config: Config, flags: Flags, clock: Clock): Promise<Demo> {
  const simulator = await openSimulator({ waiting: clock, now: () => clock.now() });
  const folder = flags.dataDir === undefined ? await mkdtemp(join(tmpdir(), 'custos-demo-')) : null;
  const ending = new AbortController();
  const told = tell(simulator, clock, { scenes: story, signal: ending.signal });
  const services = simulator.components().map(configured);
  return {
    config: {
      ...config,
      storage: { ...config.storage, dataDir: folder ?? config.storage.dataDir },
      stacks: [{ name: 'demo', endpoint: null, project: null, discover: false, services }],
      demo: true,
    },
    about: [
      'This is a demonstration: the stack is simulated, and nothing else is watched. Again and again',
      ...story.map(({ atMs, title }) => `  after ${String(atMs / 1000).padStart(2)} s  ${title}`),
    ],
    close: async () => {
      ending.abort();
      await told;
      await simulator.close();
      if (folder !== null) await rm(folder, { recursive: true, force: true });
    },
  };
}

function configured({ name, kind, url }: Component): ConfiguredService {
  return {
    name,
    kind,
    displayName: null,
    url,
    container: null,
    probeIntervalMs,
    labels: { simulated: 'true' },
    settings: {},
    dependsOn: needs[kind],
    authorization: kind === 'grafana' ? grafanaCredential : null,
  };
}
