import type { Json } from 'custos/plugin-sdk';
import { fieldsOf, listOf, textOf } from '../reading.ts';
import type { Fields } from '../reading.ts';
import type { Source } from '../sources/source.ts';

/** A dashboard, as far as it is judged. */
export interface Dashboard {
  readonly uid: string;
  readonly title: string;
  /** The file that it came from; empty when people made it. */
  readonly file: string;
  readonly panels: number;
  /** How often it asks again, in seconds; null: only when told to. */
  readonly refreshSeconds: number | null;
  /** What its panels, queries, variables and annotations name as their data sources; each once. */
  readonly named: readonly string[];
  /** Its own variables: `${name}` stands for what is chosen. */
  readonly variables: readonly string[];
}

/** Reads what `/api/dashboards/uid/:uid` answers. */
export function dashboardIn(answer: Json): Dashboard {
  const { dashboard, meta } = fieldsOf(answer);
  const { uid, title, panels, rows, refresh, templating, annotations } = fieldsOf(dashboard);
  const all = [...listOf(panels), ...listOf(rows).flatMap((row) => listOf(fieldsOf(row)['panels']))].map(
    fieldsOf,
  );
  // The panels of a collapsed row lie inside of it.
  const inner = all.flatMap((panel) => listOf(panel['panels']).map(fieldsOf));
  const drawn = [...all, ...inner].filter(({ type }) => type !== 'row');
  const variables = listOf(fieldsOf(templating)['list']).map(fieldsOf);
  const notes = listOf(fieldsOf(annotations)['list']).map(fieldsOf);
  const queries = drawn.flatMap((panel) => listOf(panel['targets']).map(fieldsOf));
  const named = [...drawn, ...queries, ...variables, ...notes]
    .map(nameOfSource)
    .filter((name) => name !== '');
  return {
    uid: textOf(uid),
    title: textOf(title),
    file: textOf(fieldsOf(meta)['provisionedExternalId']),
    panels: drawn.length,
    refreshSeconds: secondsIn(textOf(refresh)),
    named: [...new Set(named)],
    variables: variables.map(({ name }) => textOf(name)),
  };
}

/** Which of the data sources that it names do not exist: panels that name them are empty. */
export function danglingIn(dashboard: Dashboard, sources: readonly Source[]): readonly string[] {
  const known = new Set(sources.flatMap(({ uid, name }) => [uid, name]));
  return dashboard.named.filter((name) => {
    const variable = /^\$\{?(\w+)(:\w+)?\}?$/.exec(name)?.[1];
    return variable === undefined ? !known.has(name) : !dashboard.variables.includes(variable);
  });
}

/** Grafana's own, and those that only stand for others. */
const builtIn = /^(-- (Grafana|Mixed|Dashboard) --|grafana|default|__expr__|-100)$/;

/** Old ones name a data source as a text, newer ones as an object with its uid; none: the default. */
function nameOfSource({ datasource }: Fields): string {
  const name = typeof datasource === 'string' ? datasource : textOf(fieldsOf(datasource)['uid']);
  return builtIn.test(name) ? '' : name;
}

function secondsIn(refresh: string): number | null {
  const [, count, unit = ''] = /^(\d+)(ms|s|m|h|d)$/.exec(refresh) ?? [];
  const seconds = { ms: 0.001, s: 1, m: 60, h: 3600, d: 86_400 }[unit];
  return count === undefined || seconds === undefined ? null : Number(count) * seconds;
}
