import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished } from 'vitest';
import type { Journal } from '../../src/application/ports/journal.ts';
import type { ProbeReport } from '../../src/application/ports/plugins.ts';
import type { PluginChanged } from '../../src/domain/event/event.ts';
import type { Service } from '../../src/domain/service/service.ts';
import type { PluginSettings } from '../../src/plugin-host/hosted-plugin.ts';
import type { OpenPlugins } from '../../src/plugin-host/open-plugins.ts';
import { openPlugins } from '../../src/plugin-host/open-plugins.ts';
import { ManualClock } from './manual-clock.ts';

/** The text of a plugin's module: a good one, but for what is given. Values are expressions. */
export function pluginText(name: string, given: Readonly<Record<string, string>> = {}): string {
  const { before = '', ...fields } = given;
  const definition: Readonly<Record<string, string>> = {
    name: JSON.stringify(name),
    version: "'1.2.3'",
    description: "'Is for a test.'",
    sdk: "'^1.0.0'",
    kinds: `[{ name: '${name}', displayName: 'A kind', images: ['some/${name}'], port: 1234 }]`,
    permissions: '[]',
    probe:
      "async ({ check }) => (await check('up', () => ({ status: 'PASS', summary: 'Up.' })), { version: '7' })",
    ...fields,
  };
  const lines = Object.entries(definition).map(([field, value]) => `${field}: ${value},`);
  return `${before}\nexport default {\n${lines.join('\n')}\n};\n`;
}

/** A directory with a folder for each text, which is gone after the test. */
export async function pluginDirectory(texts: Readonly<Record<string, string>>): Promise<string> {
  const directory = await mkdtemp(join(tmpdir(), 'custos-plugins-'));
  onTestFinished(() => rm(directory, { recursive: true }));
  for (const [name, text] of Object.entries(texts)) {
    await mkdir(join(directory, name));
    await writeFile(join(directory, name, 'package.json'), '{ "type": "module" }');
    await writeFile(join(directory, name, 'plugin.js'), text);
  }
  return directory;
}

/** A plugin host with all that a test wants to know of it. */
export interface TestedHost {
  readonly plugins: OpenPlugins;
  readonly clock: ManualClock;
  /** What was written to the journal. */
  readonly journal: readonly string[];
  /** What became of plugins, as `name: TYPE from -> to`. */
  readonly changes: readonly string[];
  readonly probe: (kind: string, timeoutMs?: number, signal?: AbortSignal) => Promise<ProbeReport>;
  /** Waits until a plugin has crashed once more and waits for its next start, then lets that much time pass. */
  readonly passAfterCrash: (ms: number) => Promise<void>;
}

/** Opens the plugins of these directories on a clock that the test owns, and closes them after it. */
export async function hostOf(
  directories: readonly string[],
  clock = new ManualClock(),
  settings: PluginSettings = {},
  disabled: readonly string[] = [],
): Promise<TestedHost> {
  const journal: string[] = [];
  const changes: string[] = [];
  let crashes = 0;
  const opening = openPlugins({
    directories: directories.map((directory) => ({ directory, source: 'FOLDER' })),
    clock,
    journal: recording(journal),
    settings,
    disabled,
    ids: { of: (prefix, ...parts) => `${prefix}_${parts.join('_')}`, secret: () => '', hash: () => '' },
  });
  const plugins = await opening;
  onTestFinished(() => plugins.close());
  plugins.onChange((change) => changes.push(told(change)));
  return {
    plugins,
    clock,
    journal,
    changes,
    probe: (kind, timeoutMs = 60_000, signal = new AbortController().signal) =>
      plugins.probe(serviceOf(kind), { timeoutMs, authorization: null }, signal),
    passAfterCrash: async (ms) => {
      crashes += 1;
      const seen = (): number => changes.filter((change) => change.includes('PLUGIN_CRASHED')).length;
      await expect.poll(seen, { timeout: 15_000 }).toBe(crashes);
      // It waits once its worker is gone.
      await expect.poll(() => clock.sleepers(), { timeout: 15_000 }).toBe(1);
      await clock.advance(ms);
    },
  };
}

/** A service of a kind, at an address. */
export function serviceOf(kind: string, url: string | null = null): Service {
  return {
    id: `svc_${kind}`,
    stackId: 'stk_1',
    name: kind,
    kind,
    displayName: kind,
    url,
    labels: {},
    version: null,
    origin: 'CONFIGURED',
    containerName: null,
    settings: {},
    dependsOn: null,
    probeIntervalMs: 5000,
    pause: null,
    removedAt: null,
  };
}

function told({ type, pluginName, from, to }: PluginChanged): string {
  return `${pluginName}: ${type} ${String(from)} -> ${to}`;
}

function recording(lines: string[]): Journal {
  const write = (message: string): void => void lines.push(message);
  return { info: write, warn: write, error: write };
}
