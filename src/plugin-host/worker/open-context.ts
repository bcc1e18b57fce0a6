import { growing, sampleGapMs } from '../../plugin-sdk/growing.ts';
import type { SecondLook } from '../../plugin-sdk/growing.ts';
import type { CheckContext, Sample } from '../../plugin-sdk/index.ts';
import { HttpFailure } from '../../plugin-sdk/index.ts';
import type { ExaminationRequest, Reading } from '../protocol.ts';
import type { Read } from './host-reading.ts';
import { containerReader, engineReader, hostReader } from './host-reading.ts';
import { kept } from './kept.ts';
import type { Line } from './open-lines.ts';
import { metricsOf, openLines } from './open-lines.ts';
import { vectorOf } from './vector.ts';

type OpenContext = (progress: (sentence: string) => void) => CheckContext;

/**
 * Opens what the checks of one examination are given. They share what they ask: nothing is asked twice. What the
 * manifest does not permit is refused, here for HTTP, by the host for the rest.
 */
export function openContexts(request: ExaminationRequest, signal: AbortSignal, read: Read): OpenContext {
  const startedAt = performance.now();
  const lines = openLines(request, signal);
  const own = lines.to(request.service.name, 'http');
  const first = kept(() => metricsOf(own.get('/metrics')));
  const second = kept(() => lookAgain(own, startedAt, signal));
  const ask = kept((reading: string) => read(JSON.parse(reading) as Reading));
  const once: Read = (reading) => ask(JSON.stringify(reading));
  const query = kept((expression: string) => queryAny(request, lines, expression));
  const shared = {
    service: request.service,
    settings: request.settings,
    services: request.services,
    http: { get: own.get, post: own.post },
    peer: (name: string) => lines.to(name, 'peers'),
    metrics: () => first(''),
    growing: async (...counters: readonly string[]) => growing(counters, await first(''), () => second('')),
    query,
    container: containerReader(once, request.service.name),
    engine: engineReader(once),
    host: hostReader(once),
    now: () => Math.round(request.now + performance.now() - startedAt),
    signal,
  };
  return (progress) => ({ ...shared, progress });
}

/** The second sample of the service's own metrics, taken when enough time has gone by since the first. */
async function lookAgain(own: Line, startedAt: number, signal: AbortSignal): Promise<SecondLook> {
  await pause(Math.max(0, startedAt + sampleGapMs - performance.now()), signal);
  const apartMs = performance.now() - startedAt;
  return { metrics: await metricsOf(own.anew('/metrics')), apartMs: Math.round(apartMs) };
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve, reject) => {
    const give = (): void => {
      clearTimeout(timer);
      reject(new HttpFailure('TIMED_OUT', 'There was no time for a second sample.'));
    };
    const timer = setTimeout(() => {
      signal.removeEventListener('abort', give);
      resolve();
    }, ms);
    signal.addEventListener('abort', give, { once: true });
    if (signal.aborted) give();
  });
}

/** The answer of the first Prometheus that gives one. @throws HttpFailure of the last one that did not */
async function queryAny(
  { queried, permissions }: ExaminationRequest,
  lines: { to(name: string, permission: 'query'): Line },
  expression: string,
): Promise<readonly Sample[]> {
  if (!permissions.includes('query')) throw new Error('the manifest does not ask for the permission query');
  let failure: unknown = new HttpFailure('UNROUTABLE', 'The stack has no Prometheus to ask.');
  for (const name of queried) {
    try {
      const path = `/api/v1/query?query=${encodeURIComponent(expression)}`;
      return vectorOf(name, await lines.to(name, 'query').get(path));
    } catch (error) {
      failure = error;
    }
  }
  throw failure;
}
