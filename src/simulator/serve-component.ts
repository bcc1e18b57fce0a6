import type { IncomingMessage, RequestListener, ServerResponse } from 'node:http';

import type { Scene } from './answers.ts';
import { answer } from './answers.ts';
import type { Component } from './component.ts';

/** Slow is slower than people bear, and quicker than a probe gives up. */
const slowMs = 2400;

/** What waiting takes: a test owns it. */
export interface Waiting {
  /** Resolves after a span, or at once when the signal aborts. */
  sleep(ms: number, signal: AbortSignal): Promise<void>;
}

/** Answers requests to a component, or fails as it fails. */
export function serveComponent(of: () => Component | null, scene: Scene, waiting: Waiting): RequestListener {
  return (request, response) => {
    const component = of();
    if (!component) response.writeHead(404).end('404 page not found\n');
    else void respond(component, { scene, waiting }, { request, response });
  };
}

async function respond(
  component: Component,
  { scene, waiting }: { readonly scene: Scene; readonly waiting: Waiting },
  { request, response }: { readonly request: IncomingMessage; readonly response: ServerResponse },
): Promise<void> {
  switch (component.fault) {
    case 'refused':
      request.socket.resetAndDestroy();
      return;
    case 'silent':
      return;
    case 'unavailable':
      response.writeHead(503, { 'content-type': 'text/plain' }).end('upstream is not available\n');
      return;
    case 'garbage':
      response
        .writeHead(200, { 'content-type': 'text/html' })
        .end('<html><title>Welcome to nginx!</title></html>');
      return;
    case 'slow': {
      const gone = new AbortController();
      response.on('close', () => gone.abort());
      await waiting.sleep(slowMs, gone.signal);
      if (gone.signal.aborted) return;
      break;
    }
    case 'reload-failed':
    case null:
      break;
  }
  const { pathname } = new URL(request.url ?? '/', 'http://simulated');
  const prefix = new URL(component.url).pathname.replace(/\/$/u, '');
  const asked = { path: pathname.slice(prefix.length) || '/', authorization: request.headers.authorization };
  const { status, type, text } = answer(component, scene, asked);
  response.writeHead(status, { 'content-type': type }).end(text);
}
