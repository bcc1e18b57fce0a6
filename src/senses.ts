import type { Feeds } from './application/feeds.ts';
import type { Causes } from './application/find-causes.ts';
import type { Inventory } from './application/inventory.ts';
import type { Lanes } from './application/lanes.ts';
import type { Clock } from './application/ports/clock.ts';
import type { ContainerEngine } from './application/ports/container-engine.ts';
import type { EngineReader, HostReader } from './application/ports/engine-reader.ts';
import type { EventLog } from './application/ports/event-log.ts';
import type { Ids } from './application/ports/ids.ts';
import type { Plugins } from './application/ports/plugins.ts';
import type { Scheduler } from './application/ports/scheduler.ts';
import type { TargetSource } from './application/ports/target-source.ts';
import type { Sightings } from './application/sightings.ts';
import type { Targets } from './application/targets.ts';

/** A Docker engine, and what was last seen of its containers. */
export interface Engine {
  readonly engine: ContainerEngine;
  /** Reads it for plugins. */
  readonly reader: EngineReader;
  /** Reads its host for plugins. */
  readonly host: HostReader;
  readonly sightings: Sightings;
}

/** What looking takes. */
export interface Senses {
  readonly log: EventLog;
  readonly inventory: Inventory;
  readonly lanes: Lanes;
  readonly clock: Clock;
  readonly ids: Ids;
  readonly scheduler: Scheduler;
  readonly plugins: Plugins;
  readonly engines: ReadonlyMap<string, Engine>;
  readonly causes: Causes;
  readonly feeds: Feeds;
  readonly targets: Targets;
  readonly targetSource: TargetSource;
}
