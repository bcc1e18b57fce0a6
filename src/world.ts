import { openContainerEngine } from './adapters/docker/open-container-engine.ts';
import { openEngineReader } from './adapters/docker/reading/open-engine-reader.ts';
import { openTargetSource } from './adapters/prometheus/open-target-source.ts';
import { systemClock } from './adapters/system/clock.ts';
import { openHostReader } from './adapters/system/host-reader.ts';
import { systemNetwork } from './adapters/system/network.ts';
import { openAlertSource } from './alerting.ts';
import type { AlertSource } from './application/ports/alert-source.ts';
import type { Clock } from './application/ports/clock.ts';
import type { ContainerEngine } from './application/ports/container-engine.ts';
import type { EngineReader, HostReader } from './application/ports/engine-reader.ts';
import type { Journal } from './application/ports/journal.ts';
import type { Network } from './application/ports/network.ts';
import type { TargetSource } from './application/ports/target-source.ts';
import { isForbiddenAddress } from './domain/net/address.ts';
import type { OpenedPlugins } from './open-bundled-plugins.ts';
import { openBundledPlugins } from './open-bundled-plugins.ts';

/** The world outside, as far as somebody may want another one: tests and benchmarks. */
export interface World {
  readonly clock: Clock;
  readonly openPlugins: (...given: Parameters<typeof openBundledPlugins>) => Promise<OpenedPlugins>;
  readonly openEngine: (endpoint: string, journal: Journal) => ContainerEngine;
  /** Reads an engine for plugins. */
  readonly openReader: (endpoint: string) => EngineReader;
  readonly openHost: (endpoint: string) => HostReader;
  readonly targetSource: TargetSource;
  readonly alertSource: AlertSource;
  readonly network: Network;
}

/** The real one. */
export const realWorld: World = {
  clock: systemClock,
  openPlugins: openBundledPlugins,
  openEngine: (endpoint, journal) => openContainerEngine({ host: endpoint, clock: systemClock, journal }),
  openReader: (endpoint) => openEngineReader({ host: endpoint, clock: systemClock }),
  openHost: (endpoint) => openHostReader({ endpoint }),
  targetSource: openTargetSource({ clock: systemClock, isForbidden: isForbiddenAddress, timeoutMs: 4000 }),
  alertSource: openAlertSource({ clock: systemClock, isForbidden: isForbiddenAddress, timeoutMs: 4000 }),
  network: systemNetwork(systemClock),
};
