import { monitorEventLoopDelay } from 'node:perf_hooks';
import type { GraphQLError } from 'graphql';
import { Counter, Gauge, Registry } from 'prom-client';
import type { ServedApp } from './served-app.ts';
import { isRequestErrorCode } from './gate/request-error.ts';

/** Ways by which requests come. */
export type Transport = 'http' | 'ws';

/** Counts an answered request: without errors as OK, with errors by the code of the first one. */
export type CountRequest = (transport: Transport, errors: readonly GraphQLError[] | undefined) => void;

export interface Metrics {
  readonly registry: Registry;
  readonly countRequest: CountRequest;
  readonly countDelivery: () => void;
  /** Ends the measuring of the event loop. */
  readonly stop: () => void;
}

/** What is measured when the metrics are asked for. */
export interface Measured {
  readonly app: Pick<ServedApp, 'log'>;
  readonly version: string;
  readonly subscribers: () => number;
  readonly sockets: () => number;
  /** The most bytes that wait for one client. */
  readonly pendingBytes: () => number;
}

/**
 * The server's own metrics. Labels take few values, whatever clients send: a code of the contract, or REFUSED
 * for what the domain says no to.
 */
export function createMetrics(measured: Measured): Metrics {
  const registry = new Registry();
  const registers = [registry];
  const requests = new Counter({
    name: 'custos_requests_total',
    help: 'GraphQL operations answered, by transport and outcome: OK or the code of the first error.',
    labelNames: ['transport', 'outcome'],
    registers,
  });
  // Counted in a plain number: this is done a hundred thousand times a second.
  let delivered = 0;
  const deliveries = new Counter({
    name: 'custos_events_delivered_total',
    help: 'Events sent to subscriptions.',
    registers,
    collect: () => {
      deliveries.inc(delivered);
      delivered = 0;
    },
  });
  addGauges(registers, measured);
  const stop = addEventLoopLag(registers);
  return {
    registry,
    countRequest: (transport, errors) => {
      requests.inc({ transport, outcome: outcomeOf(errors) });
    },
    countDelivery: () => {
      delivered += 1;
    },
    stop,
  };
}

function outcomeOf(errors: readonly GraphQLError[] | undefined): string {
  const first = errors?.[0];
  if (!first) return 'OK';
  const code = first.extensions['code'];
  return isRequestErrorCode(code) ? code : 'REFUSED';
}

function addGauges(registers: Registry[], { app, version, ...now }: Measured): void {
  const labelNames = ['version', 'node'] as const;
  const help = 'What is running; always 1.';
  new Gauge({ name: 'custos_build_info', help, labelNames, registers }).set(
    { version, node: process.version },
    1,
  );
  const shown: readonly (readonly [string, string, () => number])[] = [
    ['custos_subscribers', 'Subscriptions that are open.', now.subscribers],
    ['custos_sockets', 'WebSockets of signed-in clients that are open.', now.sockets],
    ['custos_socket_pending_bytes', 'The most bytes that wait for one client.', now.pendingBytes],
    ['custos_log_head', 'The newest sequence of the log.', () => app.log.head()],
    ['custos_log_oldest', 'The oldest sequence after which the log can be followed.', () => app.log.oldest()],
    ['process_resident_memory_bytes', 'Resident memory size in bytes.', () => process.memoryUsage.rss()],
  ];
  for (const [name, text, value] of shown) {
    const collect = (): void => {
      gauge.set(value());
    };
    const gauge = new Gauge({ name, help: text, registers, collect });
  }
}

/** @returns How to end the measuring. */
function addEventLoopLag(registers: Registry[]): () => void {
  const delay = monitorEventLoopDelay({ resolution: 20 });
  delay.enable();
  const gauge = new Gauge({
    name: 'custos_event_loop_lag_seconds',
    help: 'How late the event loop was since the metrics were last asked for, by quantile.',
    labelNames: ['quantile'],
    registers,
    collect: () => {
      const lags: readonly (readonly [string, number])[] = [
        ['0.5', delay.percentile(50)],
        ['0.99', delay.percentile(99)],
        ['1', delay.max],
      ];
      for (const [quantile, nanoseconds] of lags) gauge.set({ quantile }, nanoseconds / 1e9);
      delay.reset();
    },
  });
  return () => void delay.disable();
}
