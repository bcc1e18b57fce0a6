import type { PluginDefinition } from '../plugin.ts';
import { runCheck } from './run-check.ts';
import type { FakeWorld } from './world.ts';

/** What the suite is run with: vitest's, jest's and node:test's own fit. */
export interface TestRunner {
  readonly describe: (title: string, body: () => void) => unknown;
  readonly it: (title: string, body: () => Promise<void> | void) => unknown;
}

/**
 * What every plugin must keep, as tests: its names are right and unique, problems name checks, checks find only what
 * is declared, what cannot be asked never passes, and a well world gives no finding above INFO.
 * @param well A world in which everything is right.
 */
export function pluginContract(
  plugin: PluginDefinition,
  well: FakeWorld,
  { describe, it }: TestRunner,
): void {
  const declared = new Set(plugin.findings?.map(({ code }) => code));
  describe(`The plugin ${plugin.name}`, () => {
    it('gives each of its checks, problems, actions, findings and commands a name of its own', () => {
      const names = [
        plugin.checks?.map(({ name }) => name),
        plugin.problems?.map(({ name }) => name),
        plugin.actions?.map(({ name }) => name),
        plugin.findings?.map(({ code }) => code),
        plugin.commands?.map(({ name }) => name),
      ];
      for (const list of names)
        for (const [index, name] of (list ?? []).entries())
          if ((list ?? []).indexOf(name) !== index) throw new Error(`${name} is there twice`);
    });
    for (const { name } of plugin.checks ?? []) {
      it(`finds nothing above INFO with ${name} where everything is right`, async () => {
        const { findings, status, summary } = await runCheck(plugin, name, well);
        const serious = findings.filter((finding) => severityOf(plugin, finding) !== 'INFO');
        if (serious.length > 0) throw new Error(`it found ${serious.map(({ code }) => code).join(', ')}`);
        if (status === 'FAIL' || status === 'WARN') throw new Error(`it ended ${status}: ${summary}`);
      });
      it(`does not pass ${name} where nothing can be read`, async () => {
        const { status } = await runCheck(plugin, name, unreadable);
        if (status === 'PASS') throw new Error('it passed');
      });
      it(`finds with ${name} only what is declared`, async () => {
        for (const world of [well, unreadable]) {
          const { findings } = await runCheck(plugin, name, world);
          for (const { code } of findings)
            if (!declared.has(code)) throw new Error(`${code} is not declared`);
        }
      });
    }
  });
}

function severityOf(
  plugin: PluginDefinition,
  finding: { readonly code: string; readonly severity?: string },
): string {
  return (
    finding.severity ?? plugin.findings?.find(({ code }) => code === finding.code)?.severity ?? 'WARNING'
  );
}

const refused = new Proxy({}, { get: () => ({ failure: 'REFUSED' }) });
const unreadable: FakeWorld = { routes: refused };
