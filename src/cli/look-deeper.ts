import { ask } from './ask.ts';
import { refused } from './diagnose.ts';
import { documents } from './documents.ts';
import type { FindingTold } from './finding.ts';
import type { CheckSeen } from './check-seen.ts';
import type { Server } from './world.ts';

/** What a closer look at stacks saw. */
export interface Deeper {
  readonly checks: readonly DeepCheck[];
  readonly findings: readonly FindingTold[];
}

/** A check of a closer look, and the service that it looked at. */
export interface DeepCheck extends CheckSeen {
  readonly service: { readonly id: string; readonly name: string; readonly url: string | null } | null;
  readonly problems: readonly { readonly name: string }[];
  readonly evidence: readonly object[];
}

interface Wanted {
  readonly stacks: readonly string[];
  readonly services: readonly string[] | undefined;
  readonly detailed: boolean;
  readonly ports: boolean;
  readonly timeoutMs: number;
}

interface Answer {
  readonly verifyStack: {
    readonly verification: Deeper | null;
    readonly userErrors: readonly { readonly message: string; readonly suggestions: readonly string[] }[];
  };
}

/** Beside the time that the checks are given, for everything around them. */
const marginMs = 10_000;

/** Has stacks verified in detail, one after the other. @throws CannotDo when that is refused */
export async function lookDeeper(server: Server, wanted: Wanted): Promise<Deeper> {
  const { stacks, services, detailed, ports, timeoutMs } = wanted;
  const all: Deeper[] = [];
  for (const stack of stacks) {
    const input = { stack, detailed, ports, timeoutMs, ...(services && { services }) };
    const { verifyStack } = await ask<Answer>(
      server,
      { query: documents.verifyStack, variables: { input } },
      AbortSignal.timeout(timeoutMs + marginMs),
    );
    if (!verifyStack.verification) throw refused(verifyStack.userErrors);
    all.push(verifyStack.verification);
  }
  return {
    checks: all.flatMap(({ checks }) => checks),
    findings: all.flatMap(({ findings }) => findings),
  };
}
