import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import type { LintOptions } from '../../src/cli/runbook.ts';
import { lint } from '../../src/cli/runbook.ts';
import type { Remark } from '../../src/runbook-lint/remark.ts';
import { rules } from '../../src/runbook-lint/rules/index.ts';
import { describeRange } from '../../src/runbook-lint/versions.ts';
import { CliWorld } from '../support/cli-world.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

const at = (path: string): string => fileURLToPath(new URL(path, import.meta.url));
/** The guide that Custos makes executable, as its operators follow it. */
const guide = at('../support/troubleshooting-guide.md');
const corrections = Array.from({ length: 43 }, (_, index) => `G${String(index + 1).padStart(2, '0')}`);

let folder: string;
beforeAll(() => (folder = mkdtempSync(join(tmpdir(), 'custos-runbook-'))));
afterAll(() => rmSync(folder, { recursive: true }));

function written(name: string, content: string | Buffer): string {
  const file = join(folder, name);
  writeFileSync(file, content);
  return file;
}

interface Printed {
  readonly schemaVersion: number;
  readonly assumed: object;
  readonly remarks: readonly Remark[];
  readonly counts: Readonly<Record<string, number>>;
}

async function linted(file: string, options: LintOptions = { assume: {} }, world = new CliWorld()) {
  const code = await lint(world, file, { json: true, ...options });
  return { code, ...(world.json() as Printed) };
}

describe('custos runbook lint', () => {
  it('finds every correction in the guide, each where it stands', async () => {
    const { code, remarks } = await linted(guide);
    expect([...new Set(remarks.map(({ rule }) => rule))].sort()).toEqual(corrections);
    const lines = readFileSync(guide, 'utf8').split('\n');
    for (const { line, column, excerpt } of remarks) {
      const [word = ''] = excerpt.split(' ');
      expect(lines[line - 1]?.startsWith(word, column - 1)).toBe(true);
    }
    expect(code).toBe(2);
  });

  it('holds the guide to the versions that run', async () => {
    const old = { prometheus: ['2.42.0'], alertmanager: ['0.25.0'], grafana: ['9.3.6'] };
    const { remarks, assumed } = await linted(guide, { assume: old });
    expect(assumed).toEqual(old);
    const all = (await linted(guide)).remarks;
    expect(remarks.length).toBeLessThan(all.length);
    expect(remarks.filter(({ versions }) => versions === 'alertmanager >= 0.27')).toEqual([]);
  });

  it('ends with 0 and has nothing to remark on what is right', async () => {
    const right = written('right.md', '# Ready?\n\n```sh\ncurl -fsS http://localhost:9090/-/ready\n```\n');
    expect(await linted(right)).toMatchObject({ code: 0, remarks: [], counts: { total: 0 } });
  });

  it('ends with 1 on what only misleads', async () => {
    expect(await linted(written('old.sh', '#!/bin/sh\ndocker-compose logs grafana\n'))).toMatchObject({
      code: 1,
      remarks: [{ rule: 'G03', line: 2, column: 1, kind: 'MISLEADING' }],
    });
  });

  it('prints for a person the place, the reason, and what to do instead', async () => {
    const world = new CliWorld();
    const file = written('volume.sh', 'docker volume rm "$data"\n');
    await lint(world, file, { assume: { grafana: ['12.1.0'] } });
    const printed = world.printed.join('');
    expect(printed).toMatch(/volume\.sh:1 {2}G07 dangerous/);
    expect(printed).toMatch(/instead: \S/);
    expect(printed).toMatch(/: 1 dangerous\. Held to grafana 12\.1\.0\.\n$/);
  });

  it('shows no password that stands in the runbook', async () => {
    const text = [
      'docker-compose exec grafana grafana-cli admin reset-admin-password hunter2word',
      'curl -s -u admin:hunter2word http://localhost:3000/api/org || exit 1',
      'docker-compose exec -e GF_SECURITY_ADMIN_PASSWORD=hunter2word grafana env',
    ].join('\n');
    const world = new CliWorld();
    const file = written('secret.sh', text);
    await lint(world, file, { assume: {} });
    const { remarks } = await linted(file);
    expect(remarks.length).toBeGreaterThan(2);
    expect(`${JSON.stringify(remarks)}${world.printed.join('')}`).not.toContain('hunter2word');
  });

  it('asks the Custos that runs for the versions', async () => {
    const engine = new FakeEngine([container('prometheus')]);
    const custos = await new RunningCustos(engine).start();
    custos.plugins.says('prometheus', '2.42.0');
    try {
      engine.lists(custos.clock.now());
      await custos.until('prometheus is healthy', () => custos.status('prometheus') === 'HEALTHY');
      const world = new CliWorld({ url: custos.custos.url, token: custos.secret });
      const { assumed } = await linted(guide, {}, world);
      expect(assumed).toEqual({ prometheus: ['2.42.0'] });
    } finally {
      await custos.end();
    }
  });

  it('says so where nobody knows the versions, and applies every rule', async () => {
    const world = new CliWorld();
    await lint(world, guide, {});
    const printed = world.printed.join('');
    expect(printed).toMatch(/Versions unknown: every rule applies \(no Custos answers at .+\)\.\n$/);
    expect((await linted(guide, {})).assumed).toEqual({});
  });

  it.each<[string, () => string, RegExp]>([
    ['is not there', () => join(folder, 'none.md'), /none\.md cannot be read: .*Is that its name\?/],
    ['is a folder', () => folder, /is a folder: name the one file/],
    ['is no text', () => written('a.bin', Buffer.from([35, 0, 35])), /is no text/],
    ['is larger than any runbook', () => written('big.md', Buffer.alloc(6e6, 'a')), /is larger than 5 MB/],
  ])('refuses with 4 a file that %s', async (_, file, message) => {
    await expect(lint(new CliWorld(), file(), { assume: {} })).rejects.toMatchObject({
      ...{ code: 4, message: expect.stringMatching(message) as unknown },
    });
  });

  it.each<[string, string]>([
    ['nothing', ''],
    ['a fence without an end', '# A\n\n```sh\ncurl -s http://localhost:9090/-/healthy && echo OK\n'],
    ['a quote without an end', 'docker-compose exec grafana sh -c "rm -rf\n'],
    ['one line of a million characters', `docker-compose ${'a'.repeat(1e6)}`],
    ['ten thousand parentheses', '$('.repeat(1e4)],
    ['Windows’ line ends', '# A\r\n\r\n```sh\r\ndocker-compose ps\r\n```\r\n'],
  ])('reads %s', async (_, text) => {
    expect([0, 1, 2]).toContain((await linted(written('odd.md', text))).code);
  });
});

describe('The page of the runbook lint', () => {
  it('has every rule: docs/runbook-lint.md', async () => {
    const file = at('../../docs/runbook-lint.md');
    const page = await format(pageOf(readFileSync(file, 'utf8')), {
      ...(await resolveConfig(file)),
      parser: 'markdown',
    });
    await expect(page).toMatchFileSnapshot(file);
  });
});

/** The page with the rules as they are. */
function pageOf(page: string): string {
  const start = page.indexOf('\n', page.indexOf('## The rules'));
  const rows = rules
    .toSorted((a, b) => (a.id < b.id ? -1 : 1))
    .map(({ id, kind, why, instead, versions }) =>
      [id, kind, versions === undefined ? 'all' : describeRange(versions), why, instead]
        .map((cell) => cell.replaceAll('|', '\\|').replaceAll('*', '\\*').replaceAll('<', '\\<'))
        .join(' | '),
    );
  const table = ['Rule | Kind | Versions | Why | Instead', '--- | --- | --- | --- | ---', ...rows];
  return `${page.slice(0, start)}\n\n${table.map((row) => `| ${row} |`).join('\n')}\n`;
}
