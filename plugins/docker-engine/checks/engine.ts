import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** Does the engine answer, and warn of nothing? */
export const engine: CheckDefinition = {
  name: 'engine',
  title: 'Does the engine answer, and warn of nothing?',
  run: async (context) => {
    try {
      const info = await context.engine.info();
      const observed = { version: info.version, warnings: [...info.warnings], liveRestore: info.liveRestore };
      const findings: readonly Finding[] = info.warnings.length === 0 ? [] : [warned(info.warnings)];
      return pass(`Docker ${info.version} answers.`, { observed, findings });
    } catch (error) {
      // A proxy in front of it that does not permit the question says nothing of the engine.
      if (
        !(error instanceof Error) ||
        error.name !== 'ReadFailure' ||
        /does not permit/iu.test(error.message)
      )
        throw error;
      const finding = silent(error.message);
      return fail(finding.explanation, { findings: [finding] });
    }
  },
};

function warned(warnings: readonly string[]): Finding {
  return {
    code: 'DockerWarns',
    certainty: 'CONFIRMED',
    explanation: `The engine warns: ${warnings.slice(0, 3).join(' ')}`,
    evidence: [evidence('INSPECT', 'docker info', warnings)],
  };
}

/** It takes the connection and says nothing, or there is nobody. */
function silent(why: string): Finding {
  const hangs = /in time|timed? ?out|did not answer within/iu.test(why);
  return {
    code: hangs ? 'DockerHung' : 'DockerUnreachable',
    certainty: 'CONFIRMED',
    explanation: hangs
      ? `The Docker engine takes connections and does not answer (${why}): what runs goes on, and nothing can be started, stopped or read. See its log (journalctl -u docker), then restart it.`
      : `The Docker engine does not answer (${why}): see whether it runs (systemctl status docker), and whether Custos may use its socket.`,
    evidence: [evidence('INSPECT', 'docker info', why)],
    remedies: [
      remedy(
        'restart-docker',
        'The engine begins anew; without live-restore every container stops meanwhile.',
      ),
    ],
  };
}
