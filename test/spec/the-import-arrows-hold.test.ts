import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { cruise, type ICruiseOptions } from 'dependency-cruiser';
import extractDepcruiseOptions from 'dependency-cruiser/config-utl/extract-depcruise-options';
import extractTSConfig from 'dependency-cruiser/config-utl/extract-ts-config';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { breaches, broken, skeleton, type Tree } from '../support/breach.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const nursery = mkdtempSync(join(tmpdir(), 'custos-arrows-'));
const tsConfig = extractTSConfig(join(root, 'tsconfig.json'));
let options: ICruiseOptions;

beforeAll(async () => {
  options = await extractDepcruiseOptions(join(root, '.dependency-cruiser.cjs'));
});
afterAll(() => rmSync(nursery, { recursive: true }));

function planted(tree: Tree): string {
  const folder = mkdtempSync(join(nursery, 'tree-'));
  for (const [path, text] of Object.entries(tree)) {
    const file = join(folder, path);
    mkdirSync(dirname(file), { recursive: true });
    writeFileSync(file, text);
  }
  return folder;
}

/** What is wrong with the tree in a folder, a line each: the rule, from where, to where. */
async function violations(folder: string): Promise<string[]> {
  const { output } = await cruise(['src', 'plugins'], { ...options, baseDir: folder }, undefined, {
    tsConfig,
  });
  if (typeof output === 'string') throw new Error(output);
  return output.summary.violations.map(({ rule, from, to }) => `${rule.name}: ${from} -> ${to}`);
}

describe('The import arrows', () => {
  it('hold in the program and its plugins', async () => {
    expect(await violations(root)).toEqual([]);
  });

  it('hold in the skeleton into which the breaches are planted', async () => {
    expect(await violations(planted(skeleton))).toEqual([]);
  });

  it('have a planted breach for every rule', () => {
    const rules = (options.ruleSet?.forbidden ?? []).map(({ name }) => name ?? 'a rule without a name');
    expect([...new Set(breaches.map(({ rule }) => rule))].sort()).toEqual(rules.sort());
  });

  it.each(breaches.map((breach) => [breach.rule, JSON.stringify(breach.added), breach] as const))(
    'are guarded by %s alone when %s is added',
    async (rule, _, breach) => {
      const found = await violations(planted(broken(breach)));
      expect([...new Set(found.map((line) => line.split(':')[0]))], found.join('\n')).toEqual([rule]);
    },
  );
});
