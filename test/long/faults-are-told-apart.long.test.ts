import { writeFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { labEngine } from '../lab/engine.ts';
import { diagnosed, row, wellKnown } from '../lab/faults/diagnosed.ts';
import { faults } from '../lab/faults/index.ts';
import { up } from '../lab/stack.ts';
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
  it.each(wanted)('$name', { timeout: 180_000 }, async (fault) => {
    if ('missing' in found) throw new Error(found.missing);
    const index = faults.indexOf(fault) + 1;
    const stack = await up({ docker: found.docker, project: `fault-${String(index)}`, ports: 'free' });
    const clearings: (() => Promise<unknown>)[] = [];
    try {
      await wellKnown(watched, stack);
      await fault.inject(stack, (clear) => clearings.push(clear));
      const diagnosis = await diagnosed(watched, stack, fault.service ?? 'prometheus');
      rows.push(row(fault, diagnosis));
      const [first] = diagnosis.findings;
      const story = JSON.stringify(
        { ...diagnosis, checks: diagnosis.checks.filter(({ status }) => status !== 'PASS') },
        null,
        1,
      );
      expect(fault.expected, story).toContain(first?.code);
      expect(['CONFIRMED', 'LIKELY'], story).toContain(first?.certainty);
      expect(diagnosis.tookMs).toBeLessThan(10_000);
    } finally {
      for (const clear of clearings) await clear();
      await stack.down();
    }
  });
});

describe('A stack that is well', () => {
  it('has no finding above INFO, twenty times in a row', { timeout: 300_000 }, async () => {
    if ('missing' in found) throw new Error(found.missing);
    const stack = await up({ docker: found.docker, project: 'faultless', ports: 'free' });
    try {
      await wellKnown(watched, stack);
      for (let turn = 0; turn < 20; turn++) {
        for (const service of stack.services) {
          const { findings } = await diagnosed(watched, stack, service);
          const serious = findings.filter(({ severity }) => severity !== 'INFO');
          expect(serious, `${service}, turn ${String(turn + 1)}`).toEqual([]);
        }
      }
    } finally {
      await stack.down();
    }
  });
});
