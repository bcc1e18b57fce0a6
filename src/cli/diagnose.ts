import { ask } from './ask.ts';
import { documents } from './documents.ts';
import type { FindingTold } from './finding.ts';
import { describeFinding } from './finding.ts';
import type { ServerOptions } from './open-server.ts';
import { openServer, progress } from './open-server.ts';
import { paint, printable, table } from './text.ts';
import type { World } from './world.ts';
import { CannotDo, exits } from './world.ts';

/** What `custos diagnose` is told. */
export interface DiagnoseOptions extends ServerOptions {
  readonly problem?: string;
  readonly stack?: string;
  readonly json?: boolean;
  /** In seconds. */
  readonly timeout: number;
}

interface DiagnosisTold {
  readonly id: string;
  readonly status: 'RUNNING' | 'FINISHED' | 'FAILED';
  readonly partial: boolean;
  readonly verdict: string;
  readonly checks: readonly {
    readonly name: string;
    readonly reference: string | null;
    readonly status: string;
    readonly summary: string;
    readonly service: { readonly name: string } | null;
    readonly durationMs: number;
  }[];
  readonly findings: readonly FindingTold[];
}

interface Answer {
  readonly diagnose: {
    readonly diagnosis: DiagnosisTold | null;
    readonly userErrors: readonly { readonly message: string; readonly suggestions: readonly string[] }[];
  };
}

/** Beside the time that the checks are given, for everything around them. */
const marginMs = 10_000;

/**
 * Finds out why a service is ill and prints it, the cause first. Answers the exit code: 0 nothing is wrong, 2
 * something is, 3 something could not be found out.
 * @throws CannotDo when there is no such service or problem, or nobody can be asked
 */
export async function diagnose(world: World, service: string, options: DiagnoseOptions): Promise<number> {
  const server = await openServer(world, options);
  try {
    progress(world, `Looking at ${service} ...`);
    const timeoutMs = options.timeout * 1000;
    const { problem, stack } = options;
    const input = { service, timeoutMs, ...(problem && { problem }), ...(stack && { stack }) };
    const signal = AbortSignal.any([AbortSignal.timeout(timeoutMs + marginMs), world.interrupted]);
    const { diagnose: answer } = await ask<Answer>(
      server,
      { query: documents.diagnose, variables: { input } },
      signal,
    );
    progress(world, '');
    const { diagnosis, userErrors } = answer;
    if (!diagnosis) throw refused(userErrors);
    const exitCode = exitCodeOf(diagnosis);
    world.out.write(
      options.json === true
        ? `${JSON.stringify({ schemaVersion: 1, exitCode, diagnosis }, null, 2)}\n`
        : describe(world, diagnosis),
    );
    return exitCode;
  } finally {
    await server.close();
  }
}

/** Why it was refused, with what was perhaps meant. */
export function refused(
  userErrors: readonly { readonly message: string; readonly suggestions: readonly string[] }[],
): CannotDo {
  const sentences = userErrors.map(({ message, suggestions }) =>
    suggestions.length === 0 ? message : `${message} Perhaps: ${suggestions.join(', ')}.`,
  );
  return new CannotDo(exits.usage, sentences.join('\n'));
}

function exitCodeOf({ findings, checks, partial, status }: DiagnosisTold): number {
  if (findings.some(({ severity }) => severity !== 'INFO')) return exits.fail;
  if (checks.some((check) => check.status === 'FAIL')) return exits.fail;
  return partial || status === 'FAILED' ? exits.unknown : exits.pass;
}

function describe({ out }: World, { verdict, findings, checks }: DiagnosisTold): string {
  const open = checks.filter(({ status }) => status === 'UNKNOWN');
  const parts = [
    `${paint(out, 'bold', printable(verdict))}\n`,
    ...findings.map((finding) => describeFinding(finding, out)),
    open.length === 0
      ? ''
      : `Could not be found out:\n${table(
          open.map(({ name, reference, service, summary }) => [
            `  ${service?.name ?? ''}`,
            reference === null ? name : `${name} (${reference})`,
            summary,
          ]),
        )}`,
  ];
  return parts.filter((part) => part !== '').join('\n');
}
