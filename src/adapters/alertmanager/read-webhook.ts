import { z } from 'zod';

import type { Webhook } from '../../application/ports/alert-source.ts';
import { UnreadableWebhook } from '../../application/ports/alert-source.ts';
import { Unreadable, inSlices, parsed, shown } from '../http/read-answer.ts';
import { readCommon, timeOf } from './read-alerts.ts';

const version = '4';

/** Of a webhook, what is read (prometheus.io/docs/alerting/latest/configuration, webhook_config). */
const envelope = z.object({
  version: z.string(),
  receiver: z.string().default(''),
  truncatedAlerts: z.number().int().min(0).default(0),
  alerts: z.array(z.unknown()),
});

const labels = z.record(z.string(), z.string());
const toldAlert = z.object({
  status: z.enum(['firing', 'resolved']),
  fingerprint: z.string().default(''),
  labels,
  annotations: labels.default({}),
  startsAt: z.string(),
  endsAt: z.string().default(''),
  generatorURL: z.string().default(''),
});

/** Reads what Alertmanager's webhook sends, of version 4: that of every Alertmanager since 0.6. @throws UnreadableWebhook */
export async function readWebhook(text: string): Promise<Webhook> {
  const body = json(text);
  try {
    const told = parsed(z.object({ version: z.unknown() }), body, 'is none of Alertmanager').version;
    if (told !== version) throw new Unreadable(`It is of the version ${versionWords(told)}; 4 is taken.`);
    const { alerts, receiver, truncatedAlerts } = parsed(envelope, body, 'is none of Alertmanager');
    const receivers = receiver === '' ? [] : [shown(receiver, 256)];
    const reports = await inSlices(alerts, (one, index) => {
      const alert = parsed(toldAlert, one, `has an alert (number ${String(index + 1)}) that is none`);
      const isOver = alert.status === 'resolved';
      return {
        ...readCommon(alert),
        state: isOver ? ('RESOLVED' as const) : ('FIRING' as const),
        endsAt: isOver ? endOf(alert) : null,
        ...{ receivers, silencedBy: [], inhibitedBy: [] },
      };
    });
    return { reports, left: truncatedAlerts };
  } catch (error) {
    if (!(error instanceof Unreadable)) throw error;
    throw new UnreadableWebhook(error.message.replace(/^The answer/u, 'The webhook'), true);
  }
}

function json(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    throw new UnreadableWebhook('The webhook is no JSON, or broken off.', false);
  }
}

function endOf({ endsAt, startsAt }: z.infer<typeof toldAlert>): Date | null {
  return timeOf(endsAt) ?? timeOf(startsAt);
}

function versionWords(told: unknown): string {
  return shown(JSON.stringify(told) ?? 'none', 40);
}
