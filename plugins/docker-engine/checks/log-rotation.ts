import type { CheckContext, CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** Of the engine's disk (runbook C06): from here on it matters what else grows there. */
const filling = 0.8;

/** Is its log bounded, and can it be read? */
export const logRotation: CheckDefinition = {
  name: 'log-rotation',
  title: 'Is its log bounded, and can it be read?',
  reference: 'C36',
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const { driver, options } = facts.logging;
    const observed = { driver, maxSize: options['max-size'] ?? null };
    const isBounded = driver === 'local' || options['max-size'] !== undefined;
    if (driver === 'none') return warn(noLog.explanation, { observed, findings: [noLog] });
    if (isBounded || driver !== 'json-file')
      return pass(`Its log goes to ${driver}, and is bounded there.`, { observed });
    const full = await isFilling(context);
    const finding: Finding = {
      code: 'UnboundedLog',
      certainty: 'CONFIRMED',
      ...(full && { severity: 'WARNING' as const }),
      explanation:
        'Its log is kept in one file that grows until the disk is full: give it max-size and max-file, or the driver local.',
      evidence: [evidence('INSPECT', 'HostConfig.LogConfig', `${driver} ${JSON.stringify(options)}`)],
      remedies: [remedy('rotate-logs', 'It is made anew with a log of at most three files of 10 MB.')],
    };
    return warn(finding.explanation, { observed, findings: [finding] });
  },
};

const noLog: Finding = {
  code: 'NoLog',
  certainty: 'CONFIRMED',
  explanation:
    'Its log is thrown away (driver none), so nobody can read why it fails: give it the driver local.',
  evidence: [evidence('INSPECT', 'HostConfig.LogConfig', 'none')],
  remedies: [remedy('rotate-logs', 'It is made anew with a log that is kept.')],
};

/** Whether the disk on which the engine keeps logs is filling; where it cannot be seen, nothing is said of it. */
async function isFilling({ engine, host }: CheckContext): Promise<boolean> {
  const disk = await engine
    .info()
    .then(({ rootDirectory }) => host.disk(rootDirectory))
    .catch(() => null);
  return disk !== null && disk.bytes > 0 && 1 - disk.availableBytes / disk.bytes >= filling;
}
