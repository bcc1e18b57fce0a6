import type { CheckDefinition, Finding } from 'custos/plugin-sdk';
import { evidence, pass, warn } from 'custos/plugin-sdk';
import type { Rise } from '../rises.ts';
import { rises, shownRise } from '../rises.ts';

interface Condition {
  readonly code: string;
  readonly counters: readonly string[];
  readonly says: (grown: readonly Rise[]) => string;
}

const conditions: readonly Condition[] = [
  {
    code: 'AlertmanagerAlertsInvalid',
    counters: ['alertmanager_alerts_invalid_total'],
    says: (grown) =>
      `It refuses alerts that it is sent${wordsOf(grown, 'version')}, so nobody hears of them: see its log for the sender (an alert needs at least one label, names that are valid, and an end after its start).`,
  },
  {
    code: 'AlertmanagerNotificationsSuppressed',
    counters: ['alertmanager_notifications_suppressed_total'],
    says: (grown) =>
      `Notifications were held back in the last minutes${wordsOf(grown, 'reason')}: \`silences\` and \`alerts\` say which.`,
  },
  {
    code: 'AlertmanagerMaintenanceErrors',
    counters: [
      'alertmanager_nflog_maintenance_errors_total',
      'alertmanager_silences_maintenance_errors_total',
    ],
    says: () =>
      'It cannot write its data: silences, and what was sent already, are lost when it ends. See the disk of --storage.path and who owns it.',
  },
  {
    code: 'AlertmanagerEventsDropped',
    counters: ['alertmanager_events_dropped_total'],
    says: () => 'It drops events of its own log of what it does: what reads them is too slow.',
  },
];

/** Is it at odds with itself? What its counters tell that no other check asks about. */
export const internals: CheckDefinition = {
  name: 'internals',
  title: 'Does it refuse alerts, hold notifications back, or fail to keep its data?',
  reference: 'X10',
  run: async (context) => {
    const grown = await rises(
      context,
      conditions.flatMap(({ counters }) => counters),
    );
    const findings = conditions.flatMap((condition) => found(condition, grown));
    const more = { observed: grown.map(shownRise), threshold: 0, findings };
    const serious = findings.find(({ code }) => code !== 'AlertmanagerNotificationsSuppressed');
    if (serious) return warn(serious.explanation, more);
    return pass(findings[0]?.explanation ?? 'It refuses no alert and can keep its data.', more);
  },
};

function found({ code, counters, says }: Condition, all: readonly Rise[]): readonly Finding[] {
  const grown = all.filter(({ metric }) => counters.includes(metric));
  if (grown.length === 0) return [];
  return [
    {
      code,
      certainty: 'CONFIRMED',
      explanation: says(grown),
      evidence: [evidence('METRIC', '/metrics', grown.map(shownRise))],
    },
  ];
}

function wordsOf(grown: readonly Rise[], label: string): string {
  const words = [...new Set(grown.map(({ labels }) => labels[label] ?? '').filter((word) => word !== ''))];
  return words.length > 0 ? ` (${words.join(', ')})` : '';
}
