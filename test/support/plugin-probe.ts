import { runProbe } from '../../src/plugin-host/worker/run-probe.ts';
import type { Json, PluginDefinition } from '../../src/plugin-sdk/index.ts';

/** What a probe found, in lines that a test can compare. */
export interface Probed {
  readonly version: string | null;
  /** For each check its status and cause, such as `FAIL REFUSED`. */
  readonly ended: Readonly<Record<string, string>>;
  readonly summaries: Readonly<Record<string, string>>;
}

/** What a plugin is told of a service, and with what it is asked. */
interface Told {
  readonly settings?: Readonly<Record<string, Json>>;
  readonly authorization?: string | null;
}

/** Probes a service as a plugin's worker does, in this thread. */
export async function probed(
  plugin: PluginDefinition,
  url: string,
  timeoutMs = 3000,
  { settings = {}, authorization = null }: Told = {},
): Promise<Probed> {
  const service = {
    name: plugin.name,
    kind: plugin.kinds[0]?.name ?? '',
    url,
    labels: {},
    authorized: authorization !== null,
  };
  const request = { service, settings, permissions: plugin.permissions, timeoutMs, authorization };
  const { version, checks } = await runProbe(plugin, request, AbortSignal.timeout(timeoutMs));
  return {
    version,
    ended: Object.fromEntries(
      checks.map(({ name, status, cause }) => [name, cause === null ? status : `${status} ${cause}`]),
    ),
    summaries: Object.fromEntries(checks.map(({ name, summary }) => [name, summary])),
  };
}
