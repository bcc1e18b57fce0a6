import type { CheckContext, CheckDefinition, Checked, Evidence, Finding } from 'custos/plugin-sdk';
import {
  atLeast,
  evidence,
  excerpt,
  fail,
  pass,
  ReadFailure,
  skipped,
  unknown,
  warn,
} from 'custos/plugin-sdk';
import { parsed } from '../answers.ts';
import { asked, fieldsOf, textOf } from '../reading.ts';
import { explainFailure } from '../sources/explain-failure.ts';
import { surroundings } from '../sources/place.ts';
import type { Source } from '../sources/source.ts';
import { sourcesOf } from '../sources/source.ts';

/** Slower than this to a question that costs nothing, panels are slow too (runbook C20). */
const slowMs = 5000;
/** No more are asked: each costs a request, of Grafana and of what it asks. */
const most = 20;

/** Do its data sources answer? Grafana asks each a question that costs nothing, and tells the answer in Go's words. */
export const dsHealth: CheckDefinition = {
  name: 'ds-health',
  title: 'Do its data sources answer?',
  reference: 'C20',
  covers: ['X17'],
  run: async (context) => {
    if (context.service.version !== null && !atLeast(context.service.version, '9.0'))
      return skipped(
        `Grafana ${context.service.version} cannot be asked how a data source is: that came with 9.0.`,
      );
    const sources = await sourcesOf(context);
    if (sources.length === 0) return skipped('It has no data source; `ds-list` says what that means.');
    const looked = await Promise.all(sources.slice(0, most).map((source) => look(context, source)));
    return await judge(context, looked);
  },
};

interface Looked {
  readonly source: Source;
  readonly status: 'OK' | 'ERROR' | 'UNKNOWN';
  readonly message: string;
  readonly durationMs: number;
}

async function look(context: CheckContext, source: Source): Promise<Looked> {
  try {
    const answer = await asked(context, `/api/datasources/uid/${encodeURIComponent(source.uid)}/health`);
    const { status, message } = fieldsOf(parsed(answer));
    const { durationMs } = answer;
    if (status === 'OK' || status === 'ERROR')
      return { source, status, message: textOf(message), durationMs };
    return { source, status: 'UNKNOWN', message: `it answered ${excerpt(answer)}`, durationMs };
  } catch (error) {
    if (!(error instanceof ReadFailure)) throw error;
    return { source, status: 'UNKNOWN', message: error.message, durationMs: 0 };
  }
}

async function judge(context: CheckContext, looked: readonly Looked[]): Promise<Checked> {
  const failing = looked.filter(({ status }) => status === 'ERROR');
  const observed = looked.map(({ source: { name }, status, durationMs }) => ({
    ...{ name, status, durationMs: Math.round(durationMs) },
  }));
  const more = { observed, threshold: { durationMs: slowMs } };
  if (failing.length > 0) {
    const around = await surroundings(context);
    const findings = failing.map((one): Finding => ({
      ...explainFailure({ ...one, around }),
      evidence: [shown(one)],
    }));
    const names = failing.map(({ source: { name } }) => name).join(', ');
    return fail(`It cannot ask ${names}.`, { ...more, findings });
  }
  const isAnswering = looked.some(({ status }) => status === 'OK');
  const odd = looked.find(
    ({ source, status }) => status === 'UNKNOWN' && (source.type === 'prometheus' || !isAnswering),
  );
  if (odd) return unknown(`Whether ${odd.source.name} answers is not known: ${odd.message}`, more);
  const slow = looked.filter(({ durationMs }) => durationMs > slowMs);
  if (slow.length > 0)
    return warn(`${slow.map(({ source: { name } }) => name).join(', ')} took more than 5 s to answer.`, more);
  return pass('Its data sources answer.', more);
}

function shown({ source, message }: Looked): Evidence {
  return evidence('HTTP', `/api/datasources/uid/${source.uid}/health`, `${source.url}: ${message}`);
}
