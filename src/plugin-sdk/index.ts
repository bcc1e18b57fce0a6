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
export { fail, pass, skipped, unknown, warn } from './outcome.ts';
export type { CheckCause, Outcome } from './outcome.ts';
export { HttpFailure } from './http.ts';
export type { HttpAnswer, HttpClient } from './http.ts';
export { authorized, excerpt, impostor, seemsToBe } from './answer.ts';
export { readMetrics } from './metrics.ts';
export type { Metrics, Sample } from './metrics.ts';
export type { Json } from './json.ts';
export { sdkVersion } from './version.ts';
