import { alertingFaults } from './alerting.ts';
import { configurationFaults } from './configuration.ts';
import { containerFaults } from './containers.ts';
import { dashboardFaults } from './dashboards.ts';
import type { Fault } from './fault.ts';
import { storageFaults } from './storage.ts';
import { targetFaults } from './targets.ts';

/** Everything that is broken on purpose, each in a stack of its own. */
export const faults: readonly Fault[] = [
  ...configurationFaults,
  ...storageFaults,
  ...containerFaults,
  ...targetFaults,
  ...alertingFaults,
  ...dashboardFaults,
];
