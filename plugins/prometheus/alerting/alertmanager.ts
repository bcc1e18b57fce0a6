import type { CheckContext } from 'custos/plugin-sdk';
import { apiData, fieldsOf, listOf, textOf } from '../reading.ts';

/** An Alertmanager that Prometheus sends alerts to. That it is listed does not say that it answers. */
export interface Alertmanager {
  /** Where alerts are sent, such as `http://alertmanager:9093/api/v2/alerts`. */
  readonly url: string;
  readonly host: string;
  readonly port: number;
  /** Below which its API lies; empty: it lies at the root. */
  readonly prefix: string;
}

/** The Alertmanagers that Prometheus has found, and how many relabelling took out. @throws ReadFailure */
export async function readAlertmanagers(
  context: CheckContext,
): Promise<{ readonly active: readonly Alertmanager[]; readonly dropped: number }> {
  const data = fieldsOf(await apiData(context, '/api/v1/alertmanagers'));
  return {
    active: listOf(data['activeAlertmanagers']).flatMap((one) =>
      alertmanagerOf(textOf(fieldsOf(one)['url'])),
    ),
    dropped: listOf(data['droppedAlertmanagers']).length,
  };
}

function alertmanagerOf(url: string): readonly Alertmanager[] {
  if (!URL.canParse(url)) return [];
  const { hostname, port, protocol, pathname } = new URL(url);
  return [
    {
      url,
      host: hostname.replace(/^\[|\]$/g, ''),
      port: Number(port) || (protocol === 'https:' ? 443 : 80),
      prefix: pathname.replace(/\/api\/v[12]\/alerts$/, ''),
    },
  ];
}

/** Where it says whether it is ready. */
export function readyUrl({ url, prefix }: Alertmanager): string {
  return `${new URL(url).origin}${prefix}/-/ready`;
}
