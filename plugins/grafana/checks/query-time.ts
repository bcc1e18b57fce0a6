import type {
  CheckContext,
  CheckDefinition,
  Checked,
  Evidence,
  Finding,
  HttpAnswer,
  Peer,
} from 'custos/plugin-sdk';
import {
  evidence,
  excerpt,
  fail,
  pass,
  readMetrics,
  ReadFailure,
  skipped,
  unknown,
  warn,
} from 'custos/plugin-sdk';
import { parsed } from '../answers.ts';
import { fieldsOf, listOf, loggedIn, readable } from '../reading.ts';
import { placeAt, surroundings } from '../sources/place.ts';
import type { Source } from '../sources/source.ts';
import { mainSource, sourcesOf } from '../sources/source.ts';

/** How long a panel may take, in milliseconds (runbook C22, P06). */
const slowMs = { warn: 2000, fail: 10_000 } as const;
/** What is asked for: the last hour, a point for every fifteen seconds, as a panel does. */
const span = { seconds: 3600, step: 15 } as const;
/** A Prometheus younger than this may have nothing to show yet, in seconds. */
const young = 120;

/** How long does a panel wait, and for whom? The same query is put to Grafana, and to Prometheus past it. */
export const queryTime: CheckDefinition = {
  name: 'query-time',
  title: 'How long does a panel wait for its data, and for whom?',
  reference: 'C22',
  run: async (context) => {
    await loggedIn(context);
    const source = mainSource(await sourcesOf(context));
    if (!source) return skipped('It has no data source of type prometheus; `ds-list` says more.');
    const expression =
      typeof context.settings['sampleQuery'] === 'string' ? context.settings['sampleQuery'] : 'up';
    const first = await ask(context, source, expression);
    // One slow answer may be bad luck: two are not.
    const [total, direct] =
      first.durationMs < slowMs.warn
        ? [first, null]
        : [
            faster(first, await ask(context, source, expression)),
            await askDirectly(context, source, expression),
          ];
    return judge(context, { source, expression, total, direct });
  },
};

interface Timed {
  readonly source: Source;
  readonly expression: string;
  readonly total: HttpAnswer;
  /** Null where that was not necessary, or no Prometheus answered. */
  readonly direct: Direct | null;
}

interface Direct {
  readonly peer: Peer;
  readonly durationMs: number;
  /** What Prometheus says that the evaluation took, in seconds. */
  readonly evaluation: unknown;
}

async function ask(context: CheckContext, { uid, type }: Source, expr: string): Promise<HttpAnswer> {
  const query = { refId: 'A', datasource: { uid, type }, expr, range: true, instant: false };
  const queries = [{ ...query, intervalMs: span.step * 1000, maxDataPoints: span.seconds / span.step }];
  const body = { queries, from: `now-${String(span.seconds)}s`, to: 'now' };
  return await readable(context.http.post('/api/ds/query', body));
}

const faster = (a: HttpAnswer, b: HttpAnswer): HttpAnswer => (a.durationMs <= b.durationMs ? a : b);

async function askDirectly(
  context: CheckContext,
  source: Source,
  expression: string,
): Promise<Direct | null> {
  const peer = await prometheusBehind(context, source);
  if (!peer) return null;
  const end = Math.round(context.now() / 1000);
  const when = `start=${String(end - span.seconds)}&end=${String(end)}&step=${String(span.step)}`;
  const path = `/api/v1/query_range?query=${encodeURIComponent(expression)}&${when}&stats=all`;
  const answer = await context
    .peer(peer.name)
    .get(path)
    .catch(() => null);
  if (answer?.status !== 200) return null;
  const { stats } = fieldsOf(fieldsOf(parsed(answer))['data']);
  const evaluation = fieldsOf(fieldsOf(stats)['timings'])['evalTotalTime'];
  return { peer, durationMs: answer.durationMs, evaluation };
}

/** The Prometheus that the data source asks: by its address, or as the only one. */
async function prometheusBehind(context: CheckContext, source: Source): Promise<Peer | null> {
  const around = await surroundings(context);
  const host = /^\w+:\/\/(?:[^@/]*@)?([^:/]+)/.exec(source.url)?.[1] ?? '';
  return placeAt(around, host)?.peer ?? (around.peers.length === 1 ? (around.peers[0] ?? null) : null);
}

async function judge(context: CheckContext, timed: Timed): Promise<Checked> {
  const { total, direct, source, expression } = timed;
  const { A: result } = fieldsOf(fieldsOf(parsed(total))['results']);
  const { error, frames } = fieldsOf(result);
  const observed = {
    totalMs: Math.round(total.durationMs),
    directMs: direct && Math.round(direct.durationMs),
  };
  const more = { observed, threshold: { warnMs: slowMs.warn, failMs: slowMs.fail } };
  if (total.status === 403) throw new ReadFailure('Its credentials may not query its data sources (403).');
  if (typeof error === 'string')
    return fail(`Asked through its data source ${source.name}, it answered: ${error.slice(0, 300)}`, {
      ...more,
      evidence: [evidence('HTTP', '/api/ds/query', error)],
    });
  if (total.status !== 200) return unknown(`Asked for data, it answered ${excerpt(total)}.`, more);
  if (total.durationMs >= slowMs.warn) return slow(timed, more);
  if (listOf(frames).some(hasValues)) return pass('A panel gets its data at once.', more);
  return await empty(context, { source, expression }, more);
}

function slow(timed: Timed, more: Pick<Checked, 'observed' | 'threshold'>): Checked {
  const { total, direct, expression } = timed;
  const seconds = (total.durationMs / 1000).toFixed(1);
  const isPrometheus = direct !== null && direct.durationMs >= total.durationMs / 2;
  const where = isPrometheus
    ? ' Nearly all of it is Prometheus.'
    : direct
      ? ' Prometheus itself answers fast.'
      : '';
  const summary = `“${expression}” took ${seconds} s through Grafana.${where}`;
  const finding = isPrometheus ? slowPrometheus(direct, expression) : slowGrafana(timed);
  const found = { ...more, evidence: [shown(timed)], findings: [finding] };
  return total.durationMs >= slowMs.fail ? fail(summary, found) : warn(summary, found);
}

function slowPrometheus({ peer, durationMs }: Direct, expression: string): Finding {
  return {
    code: 'PrometheusSlowQueries',
    certainty: 'CONFIRMED',
    service: peer.name,
    explanation: `Dashboards are slow because ${peer.name} is: it takes ${(durationMs / 1000).toFixed(1)} s for “${expression}” over an hour, asked without Grafana. Look at its load, memory and number of series; record costly expressions beforehand.`,
    remedies: [
      {
        action: 'add-recording-rules',
        service: peer.name,
        why: 'What is recorded beforehand is read at once.',
      },
    ],
  };
}

function slowGrafana({ total, direct }: Timed): Finding {
  const seconds = (total.durationMs / 1000).toFixed(1);
  return {
    code: 'X18',
    certainty: direct ? 'CONFIRMED' : 'POSSIBLE',
    explanation: direct
      ? `Grafana takes ${seconds} s for what ${direct.peer.name} answers in ${(direct.durationMs / 1000).toFixed(1)} s: Grafana itself is slow (its CPU or memory limit, a locked database, heavy dashboards).`
      : `Grafana takes ${seconds} s to answer a query; whether Grafana or Prometheus is slow could not be told, for Prometheus could not be asked past it.`,
    remedies: direct
      ? [
          { action: 'set-memory-limit', why: 'If memory is at its limit, more of it helps.' },
          {
            action: 'use-write-ahead-log',
            why: 'If its database is locked (F31), readers no longer wait for writers.',
          },
        ]
      : [],
  };
}

function shown({ total, direct, expression }: Timed): Evidence {
  return evidence('QUERY', expression, [
    `through Grafana: ${String(Math.round(total.durationMs))} ms`,
    direct
      ? `${direct.peer.name} asked directly: ${String(Math.round(direct.durationMs))} ms (evaluation ${String(direct.evaluation)} s)`
      : 'Prometheus could not be asked directly',
  ]);
}

/** No value at all: nothing is collected, or nothing comes through. */
async function empty(
  context: CheckContext,
  { source, expression }: Pick<Timed, 'source' | 'expression'>,
  more: Pick<Checked, 'observed' | 'threshold'>,
): Promise<Checked> {
  const peer = await prometheusBehind(context, source);
  const age = peer && (await ageOf(context, peer));
  if (age === null)
    return unknown(`“${expression}” is empty, and whether its Prometheus has just begun is not known.`, more);
  if (age < young) return skipped('Its Prometheus has just begun, and has nothing to show yet.', more);
  return warn(`“${expression}” is empty: panels have nothing to show.`, {
    ...more,
    evidence: [evidence('QUERY', expression, 'no frame has a value')],
    findings: [
      {
        code: 'GrafanaNoValues',
        certainty: 'LIKELY',
        explanation: `Grafana’s data source ${source.name} answers, but “${expression}” has no value in the last hour: ${peer?.name ?? 'Prometheus'} collects nothing, or what it collects carries wrong times. Look at its targets and at the clocks.`,
      },
    ],
  });
}

/** In seconds, by its own word; null where it cannot be had. */
async function ageOf(context: CheckContext, peer: Peer): Promise<number | null> {
  try {
    const answer = await context.peer(peer.name).get('/metrics');
    const startedAt = readMetrics(answer.text).samples('process_start_time_seconds')[0]?.value;
    return startedAt === undefined ? null : context.now() / 1000 - startedAt;
  } catch {
    return null;
  }
}

function hasValues(frame: unknown): boolean {
  const values = listOf(fieldsOf(fieldsOf(frame)['data'])['values']);
  return values.some((column) => listOf(column).length > 0);
}
