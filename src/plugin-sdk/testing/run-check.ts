import type { Finding } from '../finding.ts';
import type { Checked } from '../outcome.ts';
import type { PluginDefinition } from '../plugin.ts';
import { settle } from '../settle.ts';
import { fakeContext } from './fake-context.ts';
import type { FakeWorld } from './world.ts';

/** Runs one check of a plugin in a world, and answers what it comes to, as the host would settle it. */
export async function runCheck(
  plugin: PluginDefinition,
  name: string,
  world: FakeWorld = {},
): Promise<Checked & { readonly findings: readonly Finding[] }> {
  const check = plugin.checks?.find((candidate) => candidate.name === name);
  if (!check) throw new Error(`${plugin.name} has no check ${name}`);
  const context = fakeContext(plugin, world);
  const checked = await settle(() => check.run(context));
  return { ...checked, findings: checked.findings ?? [] };
}

/** The codes that one check found, in order; each once. */
export async function codesOf(
  plugin: PluginDefinition,
  name: string,
  world: FakeWorld = {},
): Promise<readonly string[]> {
  const { findings } = await runCheck(plugin, name, world);
  return [...new Set(findings.map(({ code }) => code))];
}
