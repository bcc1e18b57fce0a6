import type { Finding } from 'custos/plugin-sdk';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { runCheck } from 'custos/plugin-sdk/testing';
import { hostChecks } from '../checks/host.ts';
import plugin from '../plugin.ts';

/** What all checks of the host find in a world, so that each condition is told from all others. */
export async function foundIn(world: FakeWorld): Promise<readonly Finding[]> {
  const ended = await Promise.all(hostChecks.map(({ name }) => runCheck(plugin, name, world)));
  return ended.flatMap(({ findings }) => findings);
}

/** Findings in a few words: `X02 POSSIBLE INFO`. */
export const brief = (findings: readonly Finding[]): readonly string[] =>
  findings.map(({ code, certainty, severity }) => `${code} ${certainty} ${severity ?? ''}`);
