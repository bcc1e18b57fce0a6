import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** Of its limit; without one, in bytes (runbook C13). */
const [much, tooMuch, muchBytes] = [0.8, 0.95, 2 * 1024 ** 3];

/** How much of its memory does it use? */
export const memory: CheckDefinition = {
  name: 'memory',
  title: 'How much of its memory does it use?',
  reference: 'C13',
  covers: ['X15'],
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const usage = await context.container.usage();
    if (usage?.memoryBytes == null) return skipped('It does not run, so it uses none.');
    const { memoryBytes, memoryLimitBytes: limit } = usage;
    const observed = { memoryBytes, limitBytes: limit };
    const mib = (bytes: number): string => `${String(Math.round(bytes / 1024 ** 2))} MiB`;
    if (limit === null) {
      const sentence = `It uses ${mib(memoryBytes)}, and has no limit.`;
      return memoryBytes > muchBytes
        ? warn(sentence, { observed, threshold: muchBytes })
        : pass(sentence, { observed });
    }
    const share = memoryBytes / limit;
    const sentence = `It uses ${mib(memoryBytes)} of ${mib(limit)} (${String(Math.round(share * 100))} %).`;
    const threshold = { warn: much, fail: tooMuch };
    if (share < much) return pass(sentence, { observed, threshold });
    const finding: Finding = {
      code: 'X15',
      certainty: share >= tooMuch ? 'CONFIRMED' : 'LIKELY',
      severity: share >= tooMuch ? 'CRITICAL' : 'WARNING',
      explanation: `${context.service.name} uses ${String(Math.round(share * 100))} % of the ${mib(limit)} that it may: it is killed, or hardly gets on, when it needs the rest. Give it more, or find out what it needs it for.`,
      evidence: [evidence('INSPECT', 'docker stats', sentence)],
      remedies: [remedy('set-memory-limit', 'It gets the memory that it needs.')],
    };
    return (share >= tooMuch ? fail : warn)(finding.explanation, {
      observed,
      threshold,
      findings: [finding],
    });
  },
};
