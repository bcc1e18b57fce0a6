import type { PluginDefinition, ProbeContext } from '../../plugin-sdk/index.ts';
import type { ProbeRequest, Report } from '../protocol.ts';
import { openChecks } from './checks.ts';
import { clip, messageOf } from './message-of.ts';
import { openServiceHttp } from './service-http.ts';

/**
 * Runs one probe of a plugin and reports what it found. Never rejects: a probe that throws beside its checks
 * adds one named `plugin` that ended UNKNOWN. When it answers is up to the plugin; the host has the last word.
 */
export async function runProbe(
  plugin: PluginDefinition,
  request: ProbeRequest,
  signal: AbortSignal,
): Promise<Report> {
  const checks = openChecks();
  const http = openServiceHttp(request, signal);
  const context: ProbeContext = {
    service: request.service,
    settings: request.settings,
    http: { get: (path) => http.get(path) },
    check: checks.check,
    signal,
  };
  try {
    return { version: versionOf(await plugin.probe(context)), checks: checks.ended() };
  } catch (error) {
    const summary = `The plugin threw outside of its checks: ${messageOf(error)}`;
    await checks.check('plugin', () => ({ status: 'UNKNOWN', summary, cause: 'PLUGIN_FAILED' }));
    return { version: null, checks: checks.ended() };
  }
}

/** Plugins can be written without types, so what they answer is looked at. */
function versionOf(result: unknown): string | null {
  const version = typeof result === 'object' && result !== null && 'version' in result && result.version;
  return typeof version === 'string' ? clip(version, 100) : null;
}
