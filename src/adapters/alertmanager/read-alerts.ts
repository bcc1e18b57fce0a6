import { z } from 'zod';

import type { AlertReport } from '../../domain/alert/alert.ts';
import { fingerprintOf } from '../../domain/alert/fingerprint.ts';
import { redact } from '../../domain/redact.ts';
import {
  Unreadable,
  asJson,
  inSlices,
  labelsOf,
  parsed,
  shown,
  withoutCredentials,
} from '../http/read-answer.ts';

/** What is said so often is no stack that anybody runs, and would be kept in memory. */
const mostAlerts = 20_000;
const longestUrl = 2048;
const longestName = 256;

const labels = z.record(z.string(), z.string());

/** Of an alert of the API, what is read (api/v2/openapi.yaml, gettableAlert). */
const listedAlert = z.object({
  fingerprint: z.string().default(''),
  labels,
  annotations: labels.default({}),
  startsAt: z.string(),
  generatorURL: z.string().default(''),
  receivers: z.array(z.object({ name: z.string() })).default([]),
  status: z.object({
    state: z.string(),
    silencedBy: z.array(z.string()).nullish(),
    inhibitedBy: z.array(z.string()).nullish(),
  }),
});

const status = z.object({ uptime: z.string() });

/** Reads the answer of `/api/v2/alerts`. @throws Unreadable for whatever is no list of whole alerts within bounds */
export async function readAlerts(text: string): Promise<readonly AlertReport[]> {
  const all = parsed(z.array(z.unknown()), asJson(text), 'is no list of alerts');
  if (all.length > mostAlerts) {
    throw new Unreadable(`It lists ${String(all.length)} alerts; at most ${String(mostAlerts)} are read.`);
  }
  return inSlices(all, (one, index) => {
    const alert = parsed(listedAlert, one, `has an alert (number ${String(index + 1)}) that is none`);
    return {
      ...readCommon(alert),
      state: alert.status.state === 'suppressed' ? 'SUPPRESSED' : 'FIRING',
      endsAt: null,
      receivers: alert.receivers.map(({ name }) => shown(name, longestName)).sort(),
      silencedBy: [...(alert.status.silencedBy ?? [])].sort(),
      inhibitedBy: [...(alert.status.inhibitedBy ?? [])].sort(),
    };
  });
}

/** Since when an Alertmanager runs, by the answer of `/api/v2/status`. @throws Unreadable */
export function readStart(text: string): Date | null {
  return timeOf(parsed(status, asJson(text), 'is no status').uptime);
}

/** What an alert says of itself, wherever Alertmanager tells it. */
interface CommonAlert {
  readonly fingerprint: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly startsAt: string;
  readonly generatorURL: string;
}

/** @throws Unreadable */
export function readCommon({ fingerprint, ...alert }: CommonAlert) {
  const startsAt = timeOf(alert.startsAt);
  if (!startsAt) throw new Unreadable('An alert does not say since when it fires.');
  const url = redact(shown(withoutCredentials(alert.generatorURL), longestUrl));
  return {
    fingerprint: /^[0-9a-f]{16}$/u.test(fingerprint) ? fingerprint : fingerprintOf(alert.labels),
    labels: labelsOf(alert.labels, 'An alert'),
    annotations: labelsOf(alert.annotations, 'An alert'),
    startsAt,
    generatorUrl: url === '' ? null : url,
  };
}

/** The year 1 is how Go writes that it never was. */
export function timeOf(text: string): Date | null {
  const time = new Date(text);
  return time.getTime() > 0 ? time : null;
}
