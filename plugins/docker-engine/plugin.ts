import { definePlugin } from 'custos/plugin-sdk';
import { actions } from './actions.ts';
import { backups } from './checks/backups.ts';
import { binding } from './checks/binding.ts';
import { containerEvents } from './checks/container-events.ts';
import { containerState } from './checks/container-state.ts';
import { cpu } from './checks/cpu.ts';
import { dataFree, diskCommands } from './checks/data-free.ts';
import { dataOwner } from './checks/data-owner.ts';
import { dockerDisk } from './checks/docker-disk.ts';
import { engine } from './checks/engine.ts';
import { environment } from './checks/environment.ts';
import { healthcheck } from './checks/healthcheck.ts';
import { logRotation } from './checks/log-rotation.ts';
import { memory } from './checks/memory.ts';
import { metrics } from './checks/metrics.ts';
import { mounts } from './checks/mounts.ts';
import { netHealth } from './checks/net-health.ts';
import { netMembership } from './checks/net-membership.ts';
import { portOwner } from './checks/port-owner.ts';
import { tls } from './checks/tls.ts';
import { readEngine } from './engine-metrics.ts';
import { findings } from './findings.ts';
import { problems } from './problems.ts';

export default definePlugin({
  name: 'docker-engine',
  version: '1.0.0',
  description:
    'Watches the metrics of a Docker engine; looks at the container, network, ports, disk and log of whatever runs in it.',
  sdk: '^1.0.0',
  kinds: [{ name: 'docker-engine', displayName: 'Docker engine', images: [], port: 9323 }],
  permissions: ['http', 'peers', 'docker:read', 'docker:archive', 'docker:exec', 'docker:helper', 'host'],
  checks: [
    containerState,
    containerEvents,
    mounts,
    healthcheck,
    portOwner,
    dataFree,
    dataOwner,
    memory,
    cpu,
    netMembership,
    netHealth,
    logRotation,
    binding,
    tls,
    environment,
    backups,
    dockerDisk,
    engine,
  ],
  findings,
  problems,
  actions,
  commands: diskCommands,
  probe: async ({ http, check, service }) => {
    const read = service.url === null ? null : readEngine(http);
    // The check waits for it by itself.
    read?.catch(() => undefined);
    await check('metrics', () => metrics(read), { reference: 'G39' });
    const engine = await read?.catch(() => null);
    return { version: engine?.version ?? null };
  },
});
