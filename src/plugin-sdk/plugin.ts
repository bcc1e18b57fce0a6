import type { ActionDefinition, CommandDefinition, ProblemDefinition } from './catalogue.ts';
import type { CheckDefinition } from './check.ts';
import type { FindingDefinition } from './finding.ts';
import type { Json } from './json.ts';
import type { ProbeContext, ProbeResult } from './probe.ts';

/** A kind of service, and how it is recognised. */
export interface Kind {
  /** Such as `prometheus`. */
  readonly name: string;
  /** As people write it, such as `Prometheus`. */
  readonly displayName: string;
  /** Image names without registry and tag, such as `prom/prometheus`. */
  readonly images: readonly string[];
  /** The port inside its container on which it answers. */
  readonly port: number;
  /** Ports of the host to try where there is no Docker, best first; by default `port`. */
  readonly hostPorts?: readonly number[];
  /** Kinds whose services one of this kind needs to do its work, though not to run, such as `prometheus`. */
  readonly needs?: readonly string[];
  /** What tells that one listens elsewhere than on `port`: an address or a port. */
  readonly listens?: Tellers;
  /** What tells that one answers below a path: a path, or a URL with one. */
  readonly prefix?: Tellers;
}

/** Where a container's creation tells something. */
export interface Tellers {
  /** Flags of its command, such as `--web.listen-address`. */
  readonly flags?: readonly string[];
  /** Variables of its environment, such as `GF_SERVER_HTTP_PORT`. */
  readonly environment?: readonly string[];
  /** A variable that must be `true` for these to count, such as `GF_SERVER_SERVE_FROM_SUB_PATH`. */
  readonly onlyIf?: string;
}

/**
 * What a plugin may be allowed to do. `http`: requests to the URL of its own service. The others are for checks:
 * `peers`: requests to other services of the stack; `query`: queries to its Prometheus; `docker:read`: what Docker
 * says of its containers, networks and disk, logs among it; `docker:archive`: files of its containers;
 * `docker:exec`: the manifest's commands in running containers; `docker:helper`: the same in one-shot containers of
 * the same image; `host`: what listens on the engine's host, and its disks.
 */
export type Permission =
  'http' | 'peers' | 'query' | 'docker:read' | 'docker:archive' | 'docker:exec' | 'docker:helper' | 'host';

export interface PluginDefinition {
  /** Unique among the plugins: lower-case letters, digits and hyphens. */
  readonly name: string;
  /** Its own version, as in semantic versioning. */
  readonly version: string;
  /** What it is for, in a sentence. */
  readonly description: string;
  /** The SDK versions that it was written for, such as `^1.0.0`. */
  readonly sdk: string;
  readonly kinds: readonly Kind[];
  readonly permissions: readonly Permission[];
  /** JSON Schema of the settings of its services. */
  readonly settings?: { readonly [key: string]: Json };
  /** What a diagnosis asks. */
  readonly checks?: readonly CheckDefinition[];
  /** What its checks can find. */
  readonly findings?: readonly FindingDefinition[];
  /** What it can diagnose. */
  readonly problems?: readonly ProblemDefinition[];
  /** What can be done. */
  readonly actions?: readonly ActionDefinition[];
  /** What its checks may run in containers, and nothing else. */
  readonly commands?: readonly CommandDefinition[];
  /** Paths that its checks may POST to, because that only reads, such as `/api/ds/query`. */
  readonly reads?: readonly string[];
  /** Is it up? Every check that it runs through the context is kept, in order. */
  probe(context: ProbeContext): Promise<ProbeResult>;
}

/** Declares a plugin: the identity function, for its types. The host validates when it loads. */
export function definePlugin(definition: PluginDefinition): PluginDefinition {
  return definition;
}
