import type { CommandResult } from 'custos/plugin-sdk';

/** How asking a target from inside ended. */
export interface Fetched {
  /** It answered with what could be metrics. */
  readonly isWell: boolean;
  /** The row of the runbook that this shows; null: none. */
  readonly code: string | null;
  /** What came of it, for a sentence. */
  readonly words: string;
}

const signatures: readonly (readonly [RegExp, string | null])[] = [
  [/bad address/, 'F16'],
  [/connection refused/i, 'F17'],
  [/no route to host|network is unreachable/i, 'F18'],
  [/HTTP\/\S+ (401|403|404)/, 'F19'],
  [/TLS|certificate|SSL/, 'F23'],
];

/** Reads what wget printed, with which exit code. */
export function readFetched({ exitCode, output }: CommandResult): Fetched {
  if (exitCode === null || [124, 137, 143].includes(exitCode))
    return { isWell: false, code: 'F18', words: 'no answer within 3 s' };
  const lines = output.split('\n').map((line) => line.trim());
  if (exitCode === 0) return wellOr(lines);
  const [, code = null] = signatures.find(([signature]) => signature.test(output)) ?? [];
  const said = lines.findLast((line) => line.startsWith('wget:')) ?? `exit code ${String(exitCode)}`;
  return { isWell: false, code, words: said.replace(/^wget: /, '') };
}

function wellOr(lines: readonly string[]): Fetched {
  const status = lines.findLast((line) => line.startsWith('HTTP/')) ?? 'an answer';
  const type = lines.findLast((line) => /^content-type:/i.test(line))?.replace(/^[^:]*: */, '') ?? '';
  const isPage = /text\/html/i.test(type);
  return { isWell: !isPage, code: isPage ? 'F20' : null, words: [status, type].filter(Boolean).join(', ') };
}
