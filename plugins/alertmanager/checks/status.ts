import type { CheckContext, CheckDefinition, Checked, HttpFailure, LogLine } from 'custos/plugin-sdk';
import { evidence, fail, pass, unknown } from 'custos/plugin-sdk';
import { ask, statusOf } from '../answers.ts';
import { identity } from './identity.ts';
import { errorOf, linesIfReadable, logSource } from '../log.ts';
import { isHttpFailure } from '../reading.ts';

const failedLoading = /Loading configuration file failed|config change subscribers failed to apply/;

/** Does it answer, is it Alertmanager, and does it run its newest configuration? `/-/ready` is always 200. */
export const status: CheckDefinition = {
  name: 'status',
  title: 'Does it answer, and does it run the configuration that it was told to load last?',
  reference: 'C26',
  covers: ['X01'],
  run: async (context) => {
    try {
      const said = statusOf(await context.http.get('/api/v2/status'));
      if (said) return await loaded(context, said.version);
      return await identity(ask(context.http));
    } catch (error) {
      if (isHttpFailure(error)) return unanswered(context, error);
      throw error;
    }
  },
};

/** Who asks in vain learns what else was found; this is the finding when nothing else explains it. */
function unanswered({ service }: CheckContext, { reason, message }: HttpFailure): Checked {
  if (reason === 'UNAUTHORIZED' || service.url === null) return fail(message, { cause: reason });
  const explanation = `Alertmanager does not answer at ${service.url}, so nobody is told of any alert: ${message} See whether it runs there, and what stands between.`;
  const why = 'It may answer again; nothing else was found to explain it.';
  const remedies = [{ action: 'restart', why }];
  return fail(message, {
    cause: reason,
    findings: [{ code: 'AlertmanagerUnreachable', certainty: 'CONFIRMED', explanation, remedies }],
  });
}

async function loaded(context: CheckContext, version: string): Promise<Checked> {
  const metrics = await context.metrics().catch((error: unknown) => {
    if (isHttpFailure(error)) return null;
    throw error;
  });
  const observed = metrics?.samples('alertmanager_config_last_reload_successful')[0]?.value;
  if (observed === undefined)
    return unknown(
      `It is Alertmanager ${version}; its metrics do not say whether its configuration was loaded.`,
    );
  if (observed === 1)
    return pass(`It is Alertmanager ${version}, and runs the configuration that it loaded last.`, {
      observed,
      threshold: 1,
    });
  const line = (await linesIfReadable(context)).findLast(({ text }) => failedLoading.test(text));
  return reloadFailed(line);
}

function reloadFailed(line: LogLine | undefined): Checked {
  const because = line ? `: ${errorOf(line)}` : '; `offline-configuration` says why';
  return fail(`Its last reload failed${because}.`, {
    observed: 0,
    threshold: 1,
    findings: [
      {
        code: 'X01',
        certainty: 'CONFIRMED',
        explanation: `Its last reload failed, so the old routes and receivers are in force, and it will not start again with the new configuration${because}. Correct the file and reload.`,
        evidence: [
          evidence('METRIC', '/metrics', 'alertmanager_config_last_reload_successful 0'),
          ...(line ? [evidence('LOG', logSource, line.text)] : []),
        ],
        remedies: [
          { action: 'write-configuration', why: 'The file has to be corrected first.' },
          { action: 'reload-configuration', why: 'It reads the corrected file without a restart.' },
        ],
      },
    ],
  });
}
