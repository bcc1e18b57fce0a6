import type { CheckDefinition, Checked, Finding } from 'custos/plugin-sdk';
import { evidence, excerpt, fail, pass, warn } from 'custos/plugin-sdk';
import { healthIn } from '../answers.ts';
import { isHttpFailure } from '../reading.ts';

/** Slower than this, people notice (runbook C17). */
const slowMs = 2000;

/** Does it serve, and does its database answer? The one check that fails when Grafana does not answer at all. */
export const grafanaHealth: CheckDefinition = {
  name: 'grafana-health',
  title: 'Does it serve, and does its database answer?',
  reference: 'C17',
  run: async ({ http, service, container }) => {
    try {
      return judge(await http.get('/api/health'));
    } catch (error) {
      if (!isHttpFailure(error)) throw error;
      const facts = await container.inspect().catch(() => null);
      const state =
        facts && facts.state.status !== 'running' ? ` Its container is ${facts.state.status}.` : '';
      const at = service.url ?? 'any known address';
      const finding = unreachable(`Grafana does not answer at ${at}: ${error.message}${state}`);
      return fail(error.message, { cause: error.reason, findings: [finding] });
    }
  },
};

function judge(answer: Parameters<typeof healthIn>[0]): Checked {
  const said = healthIn(answer);
  const shown = [evidence('HTTP', '/api/health', answer.text.slice(0, 1000))];
  if (!said) {
    const summary = `Asked how it is, it answered ${excerpt(answer)}, which Grafana does not say.`;
    const finding = unreachable(`Something else than Grafana answers at its address (${excerpt(answer)}).`);
    return fail(summary, { cause: 'WRONG_ANSWER', evidence: shown, findings: [finding] });
  }
  const observed = { database: said.database, durationMs: Math.round(answer.durationMs) };
  if (answer.status !== 200 || said.database !== 'ok')
    return fail(`Its database is ${said.database}.`, {
      observed,
      evidence: shown,
      findings: [databaseFailing(said.database)],
    });
  if (answer.durationMs <= slowMs) return pass('It serves, and its database answers.', { observed });
  const took = (answer.durationMs / 1000).toFixed(1);
  const more = { observed, threshold: { durationMs: slowMs }, evidence: shown };
  return warn(`It took ${took} s to say that it is well.`, more);
}

function unreachable(explanation: string): Finding {
  return {
    code: 'GrafanaUnreachable',
    certainty: 'CONFIRMED',
    explanation,
    remedies: [
      { action: 'restart', why: 'If its container runs and the log says nothing, a restart is worth a try.' },
    ],
  };
}

function databaseFailing(database: string): Finding {
  return {
    code: 'GrafanaDatabaseFailing',
    certainty: 'CONFIRMED',
    explanation: `Grafana serves, but its database is ${database}: nobody can log in and no dashboard is loaded. Look at who owns its volume, how full it is, and at its log.`,
    remedies: [
      { action: 'fix-ownership', why: 'If the volume is not Grafana’s own (F30), that is all it needs.' },
      { action: 'restart', why: 'A database of another host may only have to be connected to again.' },
    ],
  };
}
