import type { Json } from '../health/check.ts';

export const pluginSources = ['BUNDLED', 'FOLDER', 'PACKAGE'] as const;
export type PluginSource = (typeof pluginSources)[number];

export const pluginStatuses = ['READY', 'DISABLED', 'FAILED', 'QUARANTINED'] as const;
export type PluginStatus = (typeof pluginStatuses)[number];

/** How a kind of service is recognised among containers and ports. */
export interface KindSignature {
  readonly name: string;
  /** Its name as people write it. */
  readonly displayName: string;
  /** Image names without registry and tag, such as `prom/prometheus`; the last part alone matches too. */
  readonly images: readonly string[];
  /** The port inside the container on which it answers, and the host port to try without Docker. */
  readonly port: number;
}

/** What knows a kind of service. Null where the manifest could not be read. */
export interface Plugin {
  readonly id: string;
  readonly name: string;
  readonly version: string | null;
  readonly description: string | null;
  readonly sdkVersion: string | null;
  readonly source: PluginSource;
  readonly kinds: readonly KindSignature[];
  readonly status: PluginStatus;
  readonly failure: string | null;
  readonly settingsSchema: Json;
  readonly permissions: readonly string[];
  readonly restarts: number;
  readonly loadedAt: Date | null;
}
