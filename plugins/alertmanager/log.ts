import type { CheckContext, LogLine } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';

/** How long before its end the last words of a stopped container begin to matter, in milliseconds. */
const lastWordsMs = 120_000;

/**
 * What it logged since it was started; of one that does not run or is started again and again, its last two minutes.
 * @throws ReadFailure when it has no container, or its log cannot be read
 */
export async function linesOfThisRun({ container }: CheckContext): Promise<readonly LogLine[]> {
  const facts = await container.inspect();
  if (!facts) throw new ReadFailure('It runs in no container whose log could be read.');
  const { status, startedAt, finishedAt } = facts.state;
  const since = status === 'running' ? startedAt : finishedAt && finishedAt - lastWordsMs;
  return await container.logs({ since: since ?? 0 });
}

/** The same; nothing where it cannot be read. */
export async function linesIfReadable(context: CheckContext): Promise<readonly LogLine[]> {
  try {
    return await linesOfThisRun(context);
  } catch {
    return [];
  }
}

/** What a line says went wrong: its `err=`, as it was before it was quoted, else its `msg=`. */
export function errorOf({ text }: LogLine): string {
  const quoted =
    /\berr="((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ??
    /\berr=(\S+)/.exec(text)?.[1] ??
    /\bmsg="((?:[^"\\]|\\.)*)"/.exec(text)?.[1];
  return (quoted ?? text).replace(/\\(["\\])/g, '$1').slice(0, 400);
}

/** The value of a word such as `receiver=hook` or `receiver="the hook"`; empty when it is not there. */
export function wordOf({ text }: LogLine, name: string): string {
  const found = new RegExp(`\\b${name}=(?:"((?:[^"\\\\]|\\\\.)*)"|(\\S+))`).exec(text);
  return found?.[1] ?? found?.[2] ?? '';
}

/** As evidence shows it. */
export const logSource = 'log of Alertmanager';
