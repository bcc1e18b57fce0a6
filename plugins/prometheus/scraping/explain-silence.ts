import type { HttpAnswer } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { inWords } from './duration.ts';
import { explainByContainer } from './explain-container.ts';
import type { Place } from './place.ts';
import type { Case, Explanation } from './trouble.ts';
import { reconfigure } from './trouble.ts';

/** Why a target does not answer in time, or cannot be reached at all (F18). */
export async function explainSilence(failing: Case): Promise<Explanation> {
  const told = explainByContainer(failing);
  if (told) return told;
  if (failing.fault.sort === 'unroutable') return unroutable(failing);
  const { place } = failing;
  return place?.peer.url ? await byAsking(failing, place) : unanswered(failing);
}

/** What is slower than this hangs, as far as a diagnosis can wait for it. */
const longestSeconds = 4;

/** What was promised, or null when it did not come within so many seconds. */
async function within<T>(seconds: number, promised: Promise<T | null>): Promise<T | null> {
  let timer: ReturnType<typeof setTimeout> | undefined;
  const late = new Promise<null>((resolve) => {
    timer = setTimeout(() => resolve(null), seconds * 1000);
  });
  try {
    return await Promise.race([promised, late]);
  } finally {
    clearTimeout(timer);
  }
}

/** Custos asks the same of it: whether it is slow for everybody is what tells the target from the way to it. */
async function byAsking(failing: Case, { peer }: Place): Promise<Explanation> {
  const { context, target } = failing;
  context.progress(`Asking ${peer.name} itself, as Prometheus does`);
  const answer = await within(
    longestSeconds,
    context
      .peer(peer.name)
      .get(target.path)
      .catch(() => null),
  );
  if (!answer) return hangs(peer.name, failing);
  const seconds = answer.durationMs / 1000;
  const seen = [
    evidence('HTTP', `${peer.name} ${target.path}`, `${String(answer.status)} after ${inWords(seconds)}`),
  ];
  const explanation =
    seconds >= target.timeoutSeconds ? slow(failing, answer) : onlyForPrometheus(failing, answer);
  return { ...explanation, evidence: seen };
}

function slow({ target, place }: Case, answer: HttpAnswer): Explanation {
  const { timeoutSeconds, intervalSeconds } = target;
  const taken = inWords(answer.durationMs / 1000);
  const canWait = timeoutSeconds < intervalSeconds && answer.durationMs / 1000 < intervalSeconds;
  const advice = canWait
    ? `Raise scrape_timeout (at most to the interval, ${inWords(intervalSeconds)}), or make it answer faster.`
    : 'Make it answer faster, or scrape it less often with a longer timeout.';
  return {
    certainty: 'CONFIRMED',
    because: `${place?.peer.name ?? target.host} takes ${taken} to answer, longer than scrape_timeout (${inWords(timeoutSeconds)}). ${advice}`,
    remedies: [reconfigure(`An answer takes ${taken}; the scrape ends after ${inWords(timeoutSeconds)}.`)],
  };
}

function hangs(service: string, { target }: Case): Explanation {
  return {
    certainty: 'LIKELY',
    because: `${service} accepts connections and does not answer, neither Prometheus within ${inWords(target.timeoutSeconds)} nor Custos: it hangs or is overloaded. See its own diagnosis.`,
    remedies: [{ action: 'restart', service, why: `${service} runs, but answers nobody.` }],
  };
}

function onlyForPrometheus({ target, place }: Case, answer: HttpAnswer): Explanation {
  const taken = inWords(answer.durationMs / 1000);
  return {
    certainty: 'LIKELY',
    because: `${place?.peer.name ?? target.host} answers Custos in ${taken}, but did not answer Prometheus within ${inWords(target.timeoutSeconds)}: it is slow from time to time, or something between the two drops packets.`,
  };
}

function unroutable({ target }: Case): Explanation {
  return {
    certainty: 'CONFIRMED',
    because: `there is no way from Prometheus to ${target.host}: its address is of no network that Prometheus is on, or the host is off. Scrape it by name, or connect the networks.`,
    remedies: [
      { action: 'reconnect-network', why: 'Prometheus may have lost the network that the target is on.' },
    ],
  };
}

function unanswered({ target }: Case): Explanation {
  return {
    certainty: 'LIKELY',
    because: `${target.host}:${String(target.port)} does not answer within scrape_timeout (${inWords(target.timeoutSeconds)}): it is overloaded, hangs, or a firewall drops what Prometheus sends.`,
  };
}
