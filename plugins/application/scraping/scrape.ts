import type { CheckContext, Peer } from 'custos/plugin-sdk';
import { fieldsOf, listOf, textOf } from '../reading.ts';

/** How a Prometheus of the stack scrapes the application. */
export interface Scrape {
  readonly prometheus: Peer;
  readonly job: string;
  readonly instance: string;
  readonly health: string;
  /** What the last scrape ended with; empty: well. */
  readonly error: string;
  readonly timeoutMs: number;
}

/** Prometheus' own default, where no target says another. */
export const usualTimeoutMs = 10_000;

/** Null where no Prometheus can be asked, or none scrapes it. */
export async function scrapeOf(context: CheckContext): Promise<Scrape | null> {
  const hosts = await hostsOf(context);
  const all = context.services.filter(({ kind }) => kind === 'prometheus');
  const found = await Promise.all(all.map((prometheus) => targetsOf(context, prometheus)));
  return found.flat().find(({ instance, url }) => isAt(url, hosts) || isAt(`//${instance}`, hosts)) ?? null;
}

async function targetsOf(
  context: CheckContext,
  prometheus: Peer,
): Promise<readonly (Scrape & { readonly url: string })[]> {
  const asked = context.peer(prometheus.name).get('/api/v1/targets?state=active');
  const { data } = fieldsOf(await asked.then((answer) => answer.json()).catch(() => null));
  return listOf(fieldsOf(data)['activeTargets']).map((target) => {
    const { labels, scrapeUrl, health, lastError, scrapeTimeout, scrapePool } = fieldsOf(target);
    const { job, instance } = fieldsOf(labels);
    return {
      prometheus,
      url: textOf(scrapeUrl),
      job: textOf(job) || textOf(scrapePool),
      instance: textOf(instance),
      health: textOf(health),
      error: textOf(lastError),
      timeoutMs: millisecondsIn(textOf(scrapeTimeout)) ?? usualTimeoutMs,
    };
  });
}

/** Names and addresses that Prometheus may know it by: its container's, and its URL's where it has none. */
async function hostsOf({ container, service }: CheckContext): Promise<ReadonlySet<string>> {
  const facts = await container.inspect().catch(() => null);
  const port = /:(\d+)(\/|$)/.exec(service.url ?? '')?.[1];
  const host = /^https?:\/\/([^/:]+)/.exec(service.url ?? '')?.[1] ?? '';
  // Without a container the host may carry others too: only with its port it is this one.
  if (!facts) return new Set([service.name, `${host}:${port ?? '80'}`]);
  const attached = facts.networks.flatMap(({ aliases, address }) => [...aliases, address]);
  return new Set(
    [service.name, facts.name, ...attached, `${host}:${port ?? '80'}`].filter((one) => one !== ''),
  );
}

function isAt(url: string, hosts: ReadonlySet<string>): boolean {
  const [, host = '', port = '80'] = /^(?:\w+:)?\/\/([^/:]+)(?::(\d+))?/.exec(url) ?? [];
  return hosts.has(host) || hosts.has(`${host}:${port}`);
}

/** Such as `900ms`, `10s` or `1m30s`. */
function millisecondsIn(duration: string): number | null {
  const units: Readonly<Record<string, number>> = { ms: 1, s: 1000, m: 60_000, h: 3_600_000 };
  const parts = [...duration.matchAll(/(\d+)(ms|s|m|h)/g)];
  return parts.length === 0
    ? null
    : parts.reduce((sum, [, count, unit = '']) => sum + Number(count) * (units[unit] ?? 0), 0);
}
