// Adds up vitest's JSON reports of a folder: names what failed and what was skipped, and prints the totals as
// the last line. Exits 1 when anything failed or nothing ran.
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';

const [, , folder] = process.argv;
const count = { passed: 0, failed: 0, skipped: 0 };

function filesOf(name) {
  try {
    return JSON.parse(readFileSync(join(folder, name), 'utf8')).testResults;
  } catch (error) {
    // A run that was cut off.
    return [{ name, status: 'failed', message: String(error), assertionResults: [] }];
  }
}

for (const name of readdirSync(folder).sort()) {
  const run = name.replace(/\.json$/, '');
  for (const file of filesOf(name)) {
    const tests = file.assertionResults;
    for (const { status, fullName, failureMessages } of tests) {
      const kind = status === 'passed' || status === 'failed' ? status : 'skipped';
      count[kind] += 1;
      if (kind !== 'passed') console.log(`${kind} (${run}): ${fullName}`);
      for (const message of failureMessages ?? []) console.log(message.split('\n').slice(0, 12).join('\n'));
    }
    // A file that fails before, or beside, its tests.
    if (file.status === 'failed' && !tests.some(({ status }) => status === 'failed')) {
      count.failed += 1;
      console.log(`failed (${run}): ${file.name}: ${file.message}`);
    }
  }
}
console.log(`${count.passed} passed, ${count.failed} failed, ${count.skipped} skipped`);
process.exitCode = count.failed > 0 || count.passed === 0 ? 1 : 0;
