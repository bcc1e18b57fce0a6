import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, fail, pass, unknown } from 'custos/plugin-sdk';
import { ownMetrics } from '../reading.ts';

/** Does it run the configuration that it was told to load last? */
export const reload: CheckDefinition = {
  name: 'reload',
  title: 'Does it run the configuration that it was told to load last?',
  reference: 'X01',
  run: async (context) => {
    const metric = 'prometheus_config_last_reload_successful';
    const observed = (await ownMetrics(context)).samples(metric)[0]?.value;
    if (observed === undefined)
      return unknown('Its metrics do not say whether its configuration was loaded.');
    if (observed === 1) return pass('It runs the configuration that it loaded last.', { observed });
    const explanation =
      'Its last reload failed, so it still runs the configuration from before, and would not start again with this one: correct the file and load it again.';
    return fail(explanation, {
      observed,
      threshold: 1,
      findings: [
        {
          code: 'X01',
          certainty: 'CONFIRMED',
          explanation,
          evidence: [evidence('METRIC', metric, `${metric} ${String(observed)}`)],
          remedies: [
            { action: 'write-configuration', why: 'The configuration is corrected where it stands.' },
          ],
        },
      ],
    });
  },
};
