import type { CheckContext, CheckDefinition, Checked, Evidence, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped } from 'custos/plugin-sdk';
import { isLoopback } from '../scraping/explain-refused.ts';
import { lookFromInside, ownContainer } from '../scraping/look-from-inside.ts';
import type { Surroundings } from '../scraping/place.ts';
import { lookAround, placeOf } from '../scraping/place.ts';
import { faultOf } from '../scraping/scrape-fault.ts';
import type { Target } from '../scraping/target.ts';
import { readTargets } from '../scraping/target.ts';

/** The most names that are looked up: each is another process in the container. */
const mostNames = 8;

/** Do names of failing targets resolve, inside the network of Prometheus, to what has these names? */
export const dns: CheckDefinition = {
  name: 'dns',
  title: 'Do names of failing targets resolve to the right addresses?',
  reference: 'C11',
  run: async (context) => {
    const down = (await readTargets(context)).filter(({ health, host }) => health === 'down' && isName(host));
    if (down.length === 0)
      return skipped('No target with a name is down: each scrape has resolved its name.');
    const names = [...new Set(down.map(({ host }) => host))].slice(0, mostNames);
    const [around] = await Promise.all([lookAround(context), ownContainer(context)]);
    const resolved = await Promise.all(names.map((name) => resolve(context, name, around)));
    return verdictOf(resolved, down);
  },
};

/** Neither an address, nor one's own. */
function isName(host: string): boolean {
  return host !== '' && !host.includes(':') && !/^[\d.]+$/.test(host) && !isLoopback(host);
}

interface Resolved {
  readonly name: string;
  readonly addresses: readonly string[];
  /** Those of the container that has the name; empty: no container is known to have it, or it has none now. */
  readonly real: readonly string[];
  readonly shown: Evidence;
}

async function resolve(context: CheckContext, name: string, around: Surroundings): Promise<Resolved> {
  const { output } = await lookFromInside(context, 'resolve', { name });
  const real = placeOf(name, around)?.container?.networks.map(({ address }) => address) ?? [];
  return {
    name,
    addresses: addressesIn(output),
    real: real.filter((address) => address !== ''),
    shown: evidence('EXEC', `nslookup ${name}`, output.trim().slice(0, 1000)),
  };
}

/** The addresses below the name: the first one that nslookup prints is the server's, with its port. */
function addressesIn(output: string): readonly string[] {
  const answer = output.slice(output.search(/^Name:/m)).trim();
  if (!/^Name:/m.test(output)) return [];
  return [...answer.matchAll(/^Address(?: \d+)?:\s*(\S+)/gm)].map(([, address = '']) => address);
}

function verdictOf(resolved: readonly Resolved[], down: readonly Target[]): Checked {
  const findings = resolved.flatMap((one) => {
    const asking = down.filter(({ host }) => host === one.name);
    return [...new Map(asking.map((target) => [target.job, target])).values()].flatMap(
      (target) => unresolved(target, one) ?? wrong(target.job, one) ?? [],
    );
  });
  const isWell = findings.length === 0 && resolved.every(({ addresses }) => addresses.length > 0);
  const more = { evidence: resolved.map(({ shown }) => shown), findings };
  const told = resolved.map(
    ({ name, addresses }) => `${name}: ${addresses.length > 0 ? addresses.join(', ') : 'no such name'}`,
  );
  return isWell
    ? pass(`The names of failing targets resolve: ${told.join('; ')}.`, more)
    : fail(`Names of failing targets do not resolve as they should: ${told.join('; ')}.`, more);
}

/** Where the scrape failed otherwise, the name was lost since: what the next scrape says has the word. */
function unresolved({ job, error }: Target, { name, addresses, shown }: Resolved): Finding | null {
  if (addresses.length > 0 || faultOf(error).code !== 'F16') return null;
  return {
    code: 'F16',
    certainty: 'LIKELY',
    aspect: `job=${job}`,
    explanation: `Job ${job}: the name ${name} cannot be resolved inside the network of Prometheus: what has that name does not run, is on another network, or is called otherwise.`,
    evidence: [shown],
  };
}

/** It resolves to what is not, or not only, the container that has the name. */
function wrong(job: string, { name, addresses, real, shown }: Resolved): Finding | null {
  // Docker tells containers' addresses of IPv4 alone.
  const strangers = addresses.filter((address) => !address.includes(':') && !real.includes(address));
  if (real.length === 0 || strangers.length === 0) return null;
  const isShared = strangers.length < addresses.length;
  return {
    code: 'F17',
    certainty: 'LIKELY',
    aspect: `job=${job}`,
    explanation: `Job ${job}: the name ${name} resolves to ${addresses.join(' and ')}, ${
      isShared
        ? 'so more than one container has it and scrapes go to either'
        : `but its container has ${real.join(', ')}`
    }: give the name to one container only.`,
    evidence: [shown],
    remedies: [
      { action: 'reconnect-network', why: `The name ${name} leads to another container than it should.` },
    ],
  };
}
