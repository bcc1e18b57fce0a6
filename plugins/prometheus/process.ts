import type { CheckDefinition, Permission } from 'custos/plugin-sdk';
import { blocks, dataCommands } from './checks/blocks.ts';
import { cardinality } from './checks/cardinality.ts';
import { configurationDrift, hashFile } from './checks/configuration-drift.ts';
import { configurationText } from './checks/configuration-text.ts';
import { crashLoop } from './checks/crash-loop.ts';
import { database } from './checks/database.ts';
import { ingestion } from './checks/ingestion.ts';
import { internals } from './checks/internals.ts';
import { logSignatures } from './checks/log-signatures.ts';
import { examinations, offlineConfiguration } from './checks/offline-configuration.ts';
import { readiness } from './checks/readiness.ts';
import { reload } from './checks/reload.ts';
import { remoteStorage } from './checks/remote-storage.ts';
import { retention } from './checks/retention.ts';
import { ruleFiles } from './checks/rule-files.ts';
import { processActions } from './process/actions.ts';
import { processFindings } from './process/findings.ts';
import { processProblems } from './process/problems.ts';

const checks: readonly CheckDefinition[] = [
  logSignatures,
  offlineConfiguration,
  readiness,
  reload,
  configurationDrift,
  configurationText,
  ruleFiles,
  database,
  crashLoop,
  blocks,
  internals,
  cardinality,
  retention,
  ingestion,
  remoteStorage,
];

const permissions: readonly Permission[] = [
  'http',
  'query',
  'docker:read',
  'docker:archive',
  'docker:exec',
  'docker:helper',
];

/** How Prometheus starts, what it is told, and how it keeps its data. */
export const processPart = {
  checks,
  findings: processFindings,
  problems: processProblems,
  actions: processActions,
  commands: [...examinations, ...dataCommands, hashFile],
  permissions,
  settings: {
    retention: {
      type: 'string',
      minLength: 1,
      description: 'How long Prometheus should keep its data, such as `15d`.',
    },
  },
} as const;
