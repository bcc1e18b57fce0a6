/**
 * The contract between Custos and a plugin. A plugin knows one or more kinds of service; its folder has a
 * `plugin.ts` (built: `plugin.js`) whose default export is made by `definePlugin`.
 *
 * It runs in a worker of its own: whatever it does there, the rest goes on. A worker isolates faults, not
 * malice: install only plugins that you trust.
 */
export { definePlugin } from './plugin.ts';
export type { Kind, Permission, PluginDefinition } from './plugin.ts';
export type { Check, ProbeContext, ProbeResult, WatchedService } from './probe.ts';
export type { ActionDefinition, CommandDefinition, ProblemDefinition, Risk } from './catalogue.ts';
export type { Asking, CheckContext, CheckDefinition, Peer } from './check.ts';
export { ReadFailure } from './container.ts';
export type {
  ArchivedFile,
  AttachmentFacts,
  CommandResult,
  ContainerEvent,
  ContainerFacts,
  ContainerReader,
  ContainerStateFacts,
  HelperOptions,
  LogLine,
  MountFacts,
  PublishedPort,
  UsageFacts,
} from './container.ts';
export type {
  ContainerListing,
  DiskFacts,
  DiskShare,
  EngineFacts,
  EngineReader,
  HostReader,
  Listener,
  NetworkFacts,
  VolumeFacts,
} from './engine.ts';
export { evidence } from './evidence.ts';
export type { Evidence, EvidenceKind } from './evidence.ts';
export type { Certainty, Finding, FindingDefinition, Remedy, Severity } from './finding.ts';
export { atLeast } from './versions.ts';
export { fail, pass, skipped, unknown, warn } from './outcome.ts';
export type { CheckCause, Checked, Outcome } from './outcome.ts';
export type { Growth } from './growing.ts';
export { HttpFailure } from './http.ts';
export type { HttpAnswer, HttpClient } from './http.ts';
export { authorized, excerpt, impostor, seemsToBe } from './answer.ts';
export { readMetrics } from './metrics.ts';
export type { Metrics, Sample } from './metrics.ts';
export type { Json } from './json.ts';
export { sdkVersion } from './version.ts';
