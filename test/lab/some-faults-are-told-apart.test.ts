import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, it } from 'vitest';

import { labEngine } from './engine.ts';
import { faults } from './faults/index.ts';
import { findNothing, tellApart } from './faults/told-apart.ts';
import { Watched } from './watched.ts';

const engine = await labEngine();
const missing = 'missing' in engine ? engine.missing : null;
const subject = 'A diagnosis';
const title = missing === null ? subject : `${subject} (not run: ${missing})`;
const project = `custos-lab-${randomBytes(4).toString('hex')}`;

/** One of each sort; all of them, one after the other, are in the long tests. */
const some = [
  'configuration is no YAML, restarted',
  'container was stopped',
  'target has a name that nobody has',
  'configuration of Alertmanager is wrong, reloaded',
].map((wanted) => {
  const fault = faults.find(({ name }) => name === wanted);
  if (!fault) throw new Error(`There is no fault ${wanted}.`);
  return fault;
});

describe.skipIf(missing !== null)(title, { timeout: 180_000 }, () => {
  let watched: Watched;

  beforeAll(async () => {
    watched = await Watched.start();
  }, 60_000);
  afterAll(() => watched.stop());

  it.each(some)('names the cause first where $name', async (fault) => {
    if ('missing' in engine) return;
    await tellApart({ docker: engine.docker, watched, project }, fault);
  });

  it('finds nothing wrong with a stack that is well', async () => {
    if ('missing' in engine) return;
    await findNothing({ docker: engine.docker, watched, project }, 2);
  });
});
