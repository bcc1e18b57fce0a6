import type { CheckContext } from 'custos/plugin-sdk';
import { apiData, fieldsOf, listOf, textOf } from '../reading.ts';
import { secondsOf } from './duration.ts';

/** Something that Prometheus scrapes, and how its last scrape went. */
export interface Target {
  readonly job: string;
  /** The job as configured: relabelling can give another. */
  readonly pool: string;
  readonly instance: string;
  readonly url: string;
  /** Of its URL: a name or an address, without brackets; empty when there is no URL. */
  readonly host: string;
  readonly port: number;
  readonly path: string;
  readonly health: 'up' | 'down' | 'unknown';
  /** What its last scrape ended with; empty: well. */
  readonly error: string;
  readonly intervalSeconds: number;
  readonly timeoutSeconds: number;
}

/** The targets that Prometheus has. @throws ReadFailure */
export async function readTargets(context: CheckContext): Promise<readonly Target[]> {
  const data = fieldsOf(await apiData(context, '/api/v1/targets?state=active'));
  return listOf(data['activeTargets']).map(targetOf);
}

function targetOf(value: unknown): Target {
  const { labels, scrapePool, scrapeUrl, health, lastError, ...rest } = fieldsOf(value);
  const { job, instance } = fieldsOf(labels);
  const url = textOf(scrapeUrl);
  return {
    job: textOf(job) || textOf(scrapePool),
    pool: textOf(scrapePool) || textOf(job),
    instance: textOf(instance),
    url,
    ...addressOf(url),
    health: health === 'up' || health === 'down' ? health : 'unknown',
    error: textOf(lastError),
    // Prometheus has told them since 2.29; its own defaults stand for what an older one leaves out.
    intervalSeconds: secondsOf(textOf(rest['scrapeInterval'])) ?? 60,
    timeoutSeconds: secondsOf(textOf(rest['scrapeTimeout'])) ?? 10,
  };
}

function addressOf(url: string): Pick<Target, 'host' | 'port' | 'path'> {
  if (!URL.canParse(url)) return { host: '', port: 0, path: '' };
  const { hostname, port, protocol, pathname } = new URL(url);
  const usual = protocol === 'https:' ? 443 : 80;
  return { host: hostname.replace(/^\[|\]$/g, ''), port: Number(port) || usual, path: pathname };
}
