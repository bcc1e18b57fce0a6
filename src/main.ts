#!/usr/bin/env -S MALLOC_ARENA_MAX=2 node --max-old-space-size=384 --max-semi-space-size=4
import { checkRuntime } from './runtime.ts';

// First of all, and before anything is imported that such a Node.js could not even load.
const unfit = checkRuntime(process.versions.node);
if (unfit === null) process.exitCode = await (await import('./run.ts')).run(process.argv);
else {
  process.stderr.write(`custos: ${unfit}\n`);
  process.exitCode = 1;
}
