import type { CheckContext, CheckDefinition, Checked, Evidence, Finding } from 'custos/plugin-sdk';
import { evidence, fail, skipped, unknown, warn } from 'custos/plugin-sdk';
import { inWords } from '../scraping/duration.ts';
import type { Fetched } from '../scraping/fetched.ts';
import { readFetched } from '../scraping/fetched.ts';
import { isPlainUrl, lookFromInside, ownContainer } from '../scraping/look-from-inside.ts';
import { faultOf } from '../scraping/scrape-fault.ts';
import type { Target } from '../scraping/target.ts';
import { readTargets } from '../scraping/target.ts';

/** The most targets that are tried: each is another process in the container. */
const mostTried = 5;

/** Do failing targets answer, asked from where Prometheus asks them? The host sees another network. */
export const probeFromScraper: CheckDefinition = {
  name: 'probe-from-scraper',
  title: 'Do failing targets answer inside the network of Prometheus?',
  reference: 'C10',
  run: async (context) => {
    const down = (await readTargets(context)).filter(({ health }) => health === 'down');
    if (down.length === 0) return skipped('No target is down: each scrape has shown that it answers.');
    const plain = down.filter(({ url }) => isPlainUrl(url));
    if (plain.length === 0) return unknown('The addresses of the failing targets cannot be tried out.');
    await ownContainer(context);
    const tried = await Promise.all(oneOfEach(plain).map((target) => tryOut(context, target)));
    return verdictOf(tried);
  },
};

interface Tried {
  readonly target: Target;
  readonly fetched: Fetched;
  readonly shown: Evidence;
}

async function tryOut(context: CheckContext, target: Target): Promise<Tried> {
  const startedAt = context.now();
  context.progress(`Asking ${target.instance} from inside the network of Prometheus`);
  const result = await lookFromInside(context, 'fetch', { url: target.url });
  const tookSeconds = (context.now() - startedAt) / 1000;
  const fetched = inTime(readFetched(result), tookSeconds, target);
  const shown = evidence('EXEC', `wget ${target.url}`, result.output.trim().slice(0, 1000) || fetched.words);
  return { target, fetched, shown };
}

/** An answer that comes after the scrape would have ended is none for Prometheus. */
function inTime(fetched: Fetched, seconds: number, { timeoutSeconds }: Target): Fetched {
  if (!fetched.isWell || seconds < timeoutSeconds) return fetched;
  const words = `${fetched.words} after ${inWords(seconds)}, where scrape_timeout is ${inWords(timeoutSeconds)}`;
  return { isWell: false, code: 'F18', words };
}

/** One target of each job is enough to tell, and no more than a few. */
function oneOfEach(down: readonly Target[]): readonly Target[] {
  const jobs = new Map(down.map((target) => [target.job, target]).reverse() as [string, Target][]);
  return [...jobs.values()].reverse().slice(0, mostTried);
}

function verdictOf(tried: readonly Tried[]): Checked {
  const told = tried.map(({ target, fetched }) => `${target.instance}: ${fetched.words}`).join('; ');
  const more = {
    evidence: tried.map(({ shown }) => shown),
    findings: tried.flatMap(findingOf),
    observed: { failing: tried.filter(({ fetched }) => !fetched.isWell).length, tried: tried.length },
  };
  // The scrapes fail all the same: an answer from inside is worth a look, and no pass.
  if (tried.every(({ fetched }) => fetched.isWell))
    return warn(`Asked from inside, the failing targets answer: ${told}.`, more);
  return fail(`Asked from inside the network of Prometheus: ${told}.`, more);
}

/** What the attempt confirms; where it shows something else than the scrape did, the scrape has the word. */
function findingOf({ target, fetched, shown }: Tried): readonly Finding[] {
  if (fetched.code === null || fetched.code !== faultOf(target.error).code) return [];
  return [
    {
      code: fetched.code,
      certainty: 'LIKELY',
      aspect: `job=${target.job}`,
      explanation: `Job ${target.job}: ${target.instance}, asked from inside the network of Prometheus, fails too: ${fetched.words}.`,
      evidence: [shown],
    },
  ];
}
