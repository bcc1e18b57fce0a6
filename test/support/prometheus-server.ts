import type { ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

interface Request {
  readonly path: string;
  readonly authorization: string | null;
}

/** Something on a port of its own that answers, as Prometheus or as nobody should; ended with the test. */
export async function serving(
  answer: (response: ServerResponse) => void,
): Promise<{ readonly url: string; readonly requests: readonly Request[] }> {
  const requests: Request[] = [];
  const server = createServer((request, response) => {
    requests.push({ path: request.url ?? '', authorization: request.headers.authorization ?? null });
    answer(response);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  onTestFinished(async () => {
    server.closeAllConnections();
    await new Promise((resolve) => server.close(resolve));
  });
  return { url: `http://127.0.0.1:${String((server.address() as AddressInfo).port)}`, requests };
}

/** A target as Prometheus 2 and 3 list it. */
export function answeredTarget(more: object = {}): object {
  return {
    discoveredLabels: { __address__: 'bot:8082', __scheme__: 'http', job: 'bot' },
    labels: { instance: 'bot:8082', job: 'bot' },
    scrapePool: 'bot',
    scrapeUrl: 'http://bot:8082/metrics',
    globalUrl: 'http://bot:8082/metrics',
    lastError: '',
    lastScrape: '2026-11-23T12:00:00.123456789Z',
    lastScrapeDuration: 0.001469416,
    health: 'up',
    scrapeInterval: '15s',
    scrapeTimeout: '10s',
    ...more,
  };
}

/** The whole answer with these targets. */
export function answerWith(...activeTargets: readonly unknown[]): string {
  return JSON.stringify({
    status: 'success',
    data: { activeTargets, droppedTargets: [], droppedTargetCounts: {} },
  });
}
