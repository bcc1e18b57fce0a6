import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Custos } from '../../src/app.ts';
import type { World } from '../../src/world.ts';
import type { Config } from '../../src/config.ts';
import { answer, cpuMicroseconds, now } from '../answer.ts';
import { kind, project, SimulatedEngine, simulatedPlugins } from './simulated-stack.ts';

const token = 'the-token-of-the-benchmark';
const dataDir = mkdtempSync(join(tmpdir(), 'custos-bench-'));
const endpoint = 'unix:///simulated.sock';
let engine: SimulatedEngine | undefined;
let custos: Custos | undefined;

/** What is watched: a simulated stack of so many services, or one container of a real engine. */
type Watched = number | { readonly endpoint: string; readonly container: string };

answer(
  {
    start: async (watched: Watched) => {
      // As it is built and shipped: what tsx makes of the sources is a little slower.
      const built = new URL('../../dist/src/app.js', import.meta.url).href;
      const { startCustos } = (await import(built)) as typeof import('../../src/app.ts');
      const simulated = typeof watched === 'number' ? new SimulatedEngine(endpoint, watched) : undefined;
      engine = simulated;
      const world: Partial<World> = {
        openPlugins: () => Promise.resolve(simulatedPlugins),
        ...(simulated && { openEngine: () => simulated }),
      };
      custos = await startCustos(configFor(watched), journal, world);
      await until(() => {
        const services = custos?.app.services({ statuses: ['HEALTHY'] }).length;
        return services === (typeof watched === 'number' ? watched : 1);
      });
      return { url: `${custos.url}/graphql`, authorization: `Bearer ${token}` };
    },
    happen: () => {
      const at = now();
      engine?.happen();
      return at;
    },
    cpu: () => cpuMicroseconds(),
  },
  async () => {
    await custos?.stop();
    rmSync(dataDir, { recursive: true, force: true });
  },
);

const journal = {
  info: () => undefined,
  warn: (message: string, fields?: object) =>
    process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`),
  error: (message: string, fields?: object) =>
    process.stderr.write(`${message} ${JSON.stringify(fields ?? {})}\n`),
};

function configFor(watched: Watched): Config {
  const real = typeof watched === 'number' ? null : watched;
  const service = {
    displayName: null,
    url: null,
    probeIntervalMs: null,
    labels: {},
    settings: {},
    dependsOn: null,
    authorization: null,
  };
  return {
    server: { host: '127.0.0.1', port: 0, corsOrigins: [] },
    storage: { dataDir, retentionDays: 30 },
    health: { probeIntervalMs: 5000, probeTimeoutMs: 3000, failureThreshold: 2, successThreshold: 2 },
    diagnosis: { automatic: false, timeoutMs: 10_000 },
    plugins: { directories: [], packages: false, settings: {} },
    redact: [],
    alerts: { reconcileIntervalMs: 30_000, services: [] },
    webhookToken: null,
    stacks: [
      {
        name: project,
        endpoint: real?.endpoint ?? endpoint,
        project,
        discover: real === null,
        services: real ? [{ ...service, name: 'victim', kind: kind.name, container: real.container }] : [],
      },
    ],
    adminToken: token,
    logLevel: 'warn',
  };
}

async function until(condition: () => boolean): Promise<void> {
  const began = now();
  while (!condition()) {
    if (now() - began > 30_000) throw new Error('The stack did not become healthy in 30 s.');
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
