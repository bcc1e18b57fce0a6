import type { CheckContext, CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, warn } from 'custos/plugin-sdk';
import type { Alert } from '../alerts/alert.ts';
import { isCritical, namesOf, readAlerts } from '../alerts/alert.ts';
import { findMisrouted } from '../alerts/find-misrouted.ts';
import { runningConfiguration } from '../config/configuration.ts';
import type { Receiver } from '../config/receivers.ts';
import { receiversOf } from '../config/receivers.ts';

/** What becomes of the alerts that fire: who is told, and what keeps others from it? */
export const alerts: CheckDefinition = {
  name: 'alerts',
  title: 'Do the alerts that fire reach a receiver that tells somebody?',
  reference: 'C27',
  run: async (context: CheckContext) => {
    const [firing, configuration] = await Promise.all([readAlerts(context), runningConfiguration(context)]);
    const silenced = firing.filter(({ silencedBy }) => silencedBy.length > 0);
    const inhibited = firing.filter(({ inhibitedBy }) => inhibitedBy.length > 0);
    const told = firing.filter(({ state }) => state !== 'suppressed');
    const findings = [
      ...unheard(told, receiversOf(configuration)),
      ...findInhibited(inhibited, firing),
      ...(await findMisrouted(context, firing)),
    ];
    const observed = {
      ...{ firing: firing.length, silenced: silenced.length, inhibited: inhibited.length },
      receivers: [...new Set(told.flatMap(({ receivers }) => receivers))],
    };
    const serious = findings.find(({ severity }) => severity !== 'INFO');
    if (serious) return warn(serious.explanation, { observed, findings });
    if (firing.length === 0) return pass('No alert fires here.', { observed });
    return pass(
      `${String(firing.length)} alerts fire: ${String(told.length)} are told to ${observed.receivers.join(', ') || 'nobody'}, ${String(silenced.length)} are silenced, ${String(inhibited.length)} inhibited.`,
      { observed, findings },
    );
  },
};

/** Alerts whose receiver has no integration: that may be meant, and somebody who waits for them wants to know. */
function unheard(told: readonly Alert[], receivers: readonly Receiver[]): readonly Finding[] {
  const empty = receivers.filter(({ integrations }) => integrations.length === 0).map(({ name }) => name);
  const lost = told.filter((alert) => alert.receivers.every((receiver) => empty.includes(receiver)));
  const [first] = lost;
  if (!first) return [];
  const isAll = receivers.length === empty.length;
  return [
    {
      code: 'AlertmanagerReceiverEmpty',
      certainty: 'CONFIRMED',
      // Where no receiver tells anybody at all, that was decided; where others do, a critical alert took a wrong turn.
      severity: !isAll && lost.some(isCritical) ? 'WARNING' : 'INFO',
      explanation: `${namesOf(lost)} ${lost.length === 1 ? 'goes' : 'go'} to ${first.receivers.join(', ')}, which tells nobody: ${isAll ? 'no receiver has an integration' : 'give it an integration, or correct the route, if somebody is to be told'}.`,
      evidence: [
        evidence(
          'HTTP',
          '/api/v2/alerts',
          lost.slice(0, 5).map((alert) => `${JSON.stringify(alert.labels)} -> ${alert.receivers.join(', ')}`),
        ),
      ],
      remedies: [{ action: 'write-configuration', why: 'The route or the receiver has to be changed.' }],
    },
  ];
}

function findInhibited(inhibited: readonly Alert[], firing: readonly Alert[]): readonly Finding[] {
  if (inhibited.length === 0) return [];
  const sources = firing.filter((alert) => !inhibited.includes(alert));
  return [
    {
      code: 'AlertmanagerAlertsInhibited',
      certainty: 'CONFIRMED',
      explanation: `${namesOf(inhibited)} ${inhibited.length === 1 ? 'fires and is' : 'fire and are'} not told, because inhibit_rules keep ${inhibited.length === 1 ? 'it' : 'them'} quiet while another alert fires${sources.length > 0 ? ` (firing: ${namesOf(sources)})` : ''}.`,
      evidence: [
        evidence(
          'HTTP',
          '/api/v2/alerts',
          inhibited
            .slice(0, 5)
            .map((alert) => `${JSON.stringify(alert.labels)} inhibited by ${alert.inhibitedBy.join(', ')}`),
        ),
      ],
    },
  ];
}
