import type { Actor } from '../access/actor.ts';
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
  /** The port inside the container on which it answers. */
  readonly port: number;
  /** Ports of this host to try where there is no Docker, best first. */
  readonly hostPorts: readonly number[];
  /** Kinds whose services one of this kind needs to do its work, though not to run. */
  readonly needs: readonly string[];
  /** What tells that one listens elsewhere than on `port`. */
  readonly listens: Tellers;
  /** What tells that one answers below a path, as a path or as a URL with one. */
  readonly prefix: Tellers;
}

/** Where a container's creation tells something: in a flag of its command, or in a variable. */
export interface Tellers {
  /** Such as `--web.listen-address`. */
  readonly flags: readonly string[];
  /** Such as `GF_SERVER_HTTP_PORT`. */
  readonly environment: readonly string[];
  /** A variable that must be `true` for these to count; null: they always do. */
  readonly onlyIf: string | null;
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

/** Whether somebody switched a plugin off. Without one a plugin is on. */
export interface PluginSwitch {
  /** Of the plugin, whether it is there or not. */
  readonly name: string;
  readonly disabled: boolean;
  readonly at: Date;
  readonly by: Actor;
}
