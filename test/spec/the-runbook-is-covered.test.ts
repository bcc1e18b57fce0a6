import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { describe, expect, it } from 'vitest';

import type { PluginDefinition } from '../../src/plugin-sdk/index.ts';

const root = fileURLToPath(new URL('../../', import.meta.url));
const folder = join(root, 'plugins');
const plugins = await Promise.all(
  readdirSync(folder).map(
    async (name) =>
      ((await import(`../../plugins/${name}/plugin.ts`)) as { readonly default: PluginDefinition }).default,
  ),
);

const numbered = (letter: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, index) => `${letter}${String(index + 1).padStart(2, '0')}`);
/** Every row of the runbook that a plugin can cover. */
const rows = [
  ...numbered('P', 20),
  ...numbered('C', 44),
  ...numbered('F', 35),
  ...numbered('X', 25),
  ...numbered('A', 32),
];

/** Where a row is declared. */
interface Declared {
  readonly row: string;
  readonly plugin: string;
  readonly what: string;
}

const declared: readonly Declared[] = plugins.flatMap((plugin) => {
  const of = (what: string, references: readonly (string | undefined)[]) =>
    references.flatMap((row) => (row === undefined ? [] : [{ row, plugin: plugin.name, what }]));
  return [
    ...(plugin.problems ?? []).flatMap(({ name, reference }) => of(`problem ${name}`, [reference])),
    ...(plugin.checks ?? []).flatMap(({ name, reference, covers = [] }) =>
      of(`check ${name}`, [reference, ...covers]),
    ),
    ...(plugin.findings ?? []).flatMap(({ code, covers = [] }) => of(`finding ${code}`, [code, ...covers])),
    ...(plugin.actions ?? []).flatMap(({ name, reference }) => of(`action ${name}`, [reference])),
  ];
});

/** The rows that the titles of the plugins' tests name. */
function testedRows(): ReadonlySet<string> {
  const files = plugins.flatMap(({ name }) =>
    readdirSync(join(folder, name), { recursive: true, encoding: 'utf8' })
      .filter((file) => file.endsWith('.test.ts'))
      .map((file) => join(folder, name, file)),
  );
  const texts = files.map((file) => readFileSync(file, 'utf8')).join('\n');
  const titles = [...texts.matchAll(/(['"`])((?:[A-Z]\d\d[ ,:(])[^\n]*?)\1|(['"`])([A-Z]\d\d)\3/gu)];
  return new Set(titles.flatMap((found) => [...found[0].matchAll(/\b[PCFX]\d\d\b/gu)].map(([row]) => row)));
}

describe('The runbook', () => {
  it('has every problem, check, finding, extra and action of it declared by a plugin', () => {
    const known = new Set(declared.map(({ row }) => row));
    expect(rows.filter((row) => !known.has(row))).toEqual([]);
  });

  it('has a test of every row that a plugin finds out, named in its title', () => {
    const tested = testedRows();
    const wanted = rows.filter((row) => !row.startsWith('A'));
    expect(wanted.filter((row) => !tested.has(row))).toEqual([]);
  });

  it('has every problem name checks that some plugin declares', () => {
    const checks = new Set(plugins.flatMap(({ checks: own = [] }) => own.map(({ name }) => name)));
    const unknown = plugins.flatMap(({ problems = [] }) =>
      problems.flatMap(({ name, checks: wanted }) =>
        wanted.filter((check) => !checks.has(check)).map((check) => `${name}: ${check}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('has every symptom name findings that some plugin declares', () => {
    const codes = new Set(plugins.flatMap(({ findings = [] }) => findings.map(({ code }) => code)));
    const unknown = plugins.flatMap(({ findings = [] }) =>
      findings.flatMap(({ code, symptomOf = [] }) =>
        (symptomOf === '*' ? [] : symptomOf)
          .filter((cause) => cause !== '*' && !codes.has(cause))
          .map((cause) => `${code}: ${cause}`),
      ),
    );
    expect(unknown).toEqual([]);
  });

  it('has the table of what covers it, made of what the plugins declare: docs/coverage.md', async () => {
    const tested = testedRows();
    const table = rows.map((row) => {
      const by = declared.filter((one) => one.row === row).map(({ plugin, what }) => `${plugin}: ${what}`);
      return `| ${row} | ${[...new Set(by)].join('; ')} | ${tested.has(row) ? '✓' : 'with its action'} |`;
    });
    const page = [
      '# What covers the runbook',
      '',
      'Made of what the plugins declare, and of the titles of their tests. Written anew by',
      '`npx vitest run test/spec/the-runbook-is-covered.test.ts --update`.',
      '',
      '| Row | Covered by | Tested |',
      '| --- | --- | --- |',
      ...table,
      '',
    ].join('\n');
    await expect(page).toMatchFileSnapshot(join(root, 'docs', 'coverage.md'));
  });
});
