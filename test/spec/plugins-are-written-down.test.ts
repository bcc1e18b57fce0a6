import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import type { PluginDefinition } from '../../src/plugin-sdk/index.ts';

const folder = fileURLToPath(new URL('../../plugins/', import.meta.url));

describe('The page of a plugin', () => {
  it.each(readdirSync(folder))('%s names all that the plugin declares', async (name) => {
    const { default: plugin } = (await import(`../../plugins/${name}/plugin.ts`)) as {
      readonly default: PluginDefinition;
    };
    const page = readFileSync(join(folder, name, 'README.md'), 'utf8');
    const named = [...(plugin.checks ?? []), ...(plugin.problems ?? []), ...(plugin.actions ?? [])];
    const missing = [...named.map((each) => each.name), ...plugin.permissions].filter(
      (each) => !page.includes(`\`${each}\``),
    );
    expect(missing).toEqual([]);
  });
});
