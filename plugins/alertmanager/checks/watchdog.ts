import type { CheckDefinition } from 'custos/plugin-sdk';
import { evidence, pass } from 'custos/plugin-sdk';
import { nameOf, readAlerts } from '../alerts/alert.ts';

const usualNames = /^(watchdog|dead.?man.?s?.?(switch|snitch)|heartbeat|always.?firing)$/i;

/** Does the alert that always fires arrive? While it does, the way from the rules to here is known to be open. */
export const watchdog: CheckDefinition = {
  name: 'watchdog-arrives',
  title: 'Does the alert that always fires arrive here?',
  reference: 'X09',
  run: async (context) => {
    const watchers = (await readAlerts(context)).filter((alert) => usualNames.test(nameOf(alert)));
    const [first] = watchers;
    if (first)
      return pass(`${nameOf(first)} arrives, and goes to ${first.receivers.join(', ')}.`, {
        observed: nameOf(first),
      });
    return pass('No alert that always fires arrives here.', {
      observed: null,
      findings: [
        {
          code: 'X09',
          certainty: 'CONFIRMED',
          severity: 'INFO',
          explanation:
            'No alert that always fires arrives here, so silence may mean that all is well or that the way of alerts is broken: see `watchdog` of Prometheus, and add a rule Watchdog with expr: vector(1).',
          evidence: [evidence('HTTP', '/api/v2/alerts', 'no alert named Watchdog or alike')],
        },
      ],
    });
  },
};
