import type { CheckContext } from 'custos/plugin-sdk';
import { apiAnswer, fieldsOf, listOf, textOf } from '../reading.ts';

type Labels = Readonly<Record<string, string>>;

/** An alert that fires, as Alertmanager tells of it. */
export interface Alert {
  readonly labels: Labels;
  readonly startsAt: number;
  readonly state: string;
  readonly silencedBy: readonly string[];
  readonly inhibitedBy: readonly string[];
  readonly receivers: readonly string[];
}

/** The alerts that fire now. @throws ReadFailure */
export async function readAlerts(context: CheckContext): Promise<readonly Alert[]> {
  return listOf(await apiAnswer(context, '/api/v2/alerts')).map((answered) => {
    const { labels, startsAt, status, receivers } = fieldsOf(answered);
    const { state, silencedBy, inhibitedBy } = fieldsOf(status);
    return {
      labels: textsOf(labels),
      startsAt: Date.parse(textOf(startsAt)),
      state: textOf(state),
      silencedBy: listOf(silencedBy).map(textOf),
      inhibitedBy: listOf(inhibitedBy).map(textOf),
      receivers: listOf(receivers).map((receiver) => textOf(fieldsOf(receiver)['name'])),
    };
  });
}

/** As a sentence names it. */
export function nameOf({ labels }: Pick<Alert, 'labels'>): string {
  return labels['alertname'] ?? JSON.stringify(labels);
}

/** Names of alerts, each once, at most five of them. */
export function namesOf(alerts: readonly Pick<Alert, 'labels'>[]): string {
  const names = [...new Set(alerts.map(nameOf))];
  const more = names.length > 5 ? ` and ${String(names.length - 5)} more` : '';
  return `${names.slice(0, 5).join(', ')}${more}`;
}

export const isCritical = ({ labels }: Pick<Alert, 'labels'>): boolean =>
  /^(critical|page|emergency|p1)$/i.test(labels['severity'] ?? '');

function textsOf(value: unknown): Labels {
  return Object.fromEntries(Object.entries(fieldsOf(value)).map(([name, text]) => [name, textOf(text)]));
}
