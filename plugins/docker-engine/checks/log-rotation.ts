import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

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
    const finding: Finding = {
      code: 'UnboundedLog',
      certainty: 'CONFIRMED',
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
