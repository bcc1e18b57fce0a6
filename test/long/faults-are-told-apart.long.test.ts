import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { labEngine } from '../lab/engine.ts';
import { faults } from '../lab/faults/index.ts';
import { findNothing, tellApart } from '../lab/faults/told-apart.ts';
import { Watched } from '../lab/watched.ts';

const found = await labEngine();
const rows: string[] = [];
let watched: Watched;

beforeAll(async () => {
  watched = await Watched.start();
}, 60_000);
afterAll(async () => {
  await watched.stop();
  const table = ['| Fault | Expected | Got | Time |', '| --- | --- | --- | --- |', ...rows, ''].join('\n');
  process.stdout.write(`${table}\n`);
  // Where somebody wants to keep it: docs/faults.md is made so.
  const file = process.env['CUSTOS_FAULTS_TABLE'];
  if (file) writeFileSync(file, table);
});

/** Only those whose names match: for whoever works on one. */
const wanted = faults.filter(({ name }) => new RegExp(process.env['CUSTOS_FAULTS_ONLY'] ?? '').test(name));

describe('A diagnosis names the cause first where', () => {
  it('there are thirty faults and more, each with a name of its own', () => {
    expect(new Set(faults.map(({ name }) => name)).size).toBe(faults.length);
    expect(faults.length).toBeGreaterThanOrEqual(30);
  });

  it.each(wanted)('$name', { timeout: 180_000 }, async (fault) => {
    if ('missing' in found) throw new Error(found.missing);
    const project = `fault-${String(faults.indexOf(fault) + 1)}`;
    rows.push(await tellApart({ docker: found.docker, watched, project }, fault));
  });
});

describe('A stack that is well', () => {
  it('has no finding above INFO, twenty times in a row', { timeout: 300_000 }, async () => {
    if ('missing' in found) throw new Error(found.missing);
    await findNothing({ docker: found.docker, watched, project: 'faultless' }, 20);
  });
});
