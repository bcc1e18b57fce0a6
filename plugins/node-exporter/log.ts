import type { CheckContext, LogLine } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';

/** How long before its end the last words of a stopped container begin to matter, in milliseconds. */
const lastWordsMs = 120_000;

/**
 * What it logged since it was started; of one that does not run, in its last two minutes.
 * @throws ReadFailure when it has no container, or its log cannot be read
 */
export async function linesOfThisRun({ container }: CheckContext): Promise<readonly LogLine[]> {
  const facts = await container.inspect();
  if (!facts) throw new ReadFailure('It runs in no container whose log could be read.');
  const { status, startedAt, finishedAt } = facts.state;
  const since = status === 'running' ? startedAt : finishedAt && finishedAt - lastWordsMs;
  return await container.logs({ since: since ?? 0 });
}

/** The newest line of each collector that says that it fails, in the formats of 1.5 and of 1.8 and newer. */
export function collectorFailures(lines: readonly LogLine[]): ReadonlyMap<string, LogLine> {
  const failures = new Map<string, LogLine>();
  for (const line of lines) {
    if (!/msg="collector failed"/.test(line.text)) continue;
    const name = /\bname=(\S+)/.exec(line.text)?.[1];
    if (name !== undefined) failures.set(name, line);
  }
  return failures;
}
