import type { CheckContext, CheckDefinition, Checked, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, ReadFailure, warn } from 'custos/plugin-sdk';
import { danglingIn, dashboardIn } from '../dashboards/dashboard.ts';
import type { Dashboard } from '../dashboards/dashboard.ts';
import { askedJson, fieldsOf, textOf } from '../reading.ts';
import type { Source } from '../sources/source.ts';
import { sourcesOf } from '../sources/source.ts';

/** No more are read: each costs Grafana a request. */
const most = 50;
/** More panels than these, or asked again faster than this, and a dashboard is slow by itself (runbook P06). */
const many = { panels: 30, refreshSeconds: 10 } as const;

/** Are the dashboards there, and do the data sources exist that they name? */
export const dashboards: CheckDefinition = {
  name: 'dashboards',
  title: 'Are its dashboards there, and do the data sources exist that they name?',
  reference: 'C21',
  run: async (context) => {
    const [found, sources] = await Promise.all([
      askedJson(context, '/api/search?type=dash-db&limit=5000'),
      sourcesOf(context),
    ]);
    if (!Array.isArray(found)) throw new ReadFailure('Asked for its dashboards, it gave no list.');
    const uids = found.map((one) => textOf(fieldsOf(one)['uid'])).filter((uid) => uid !== '');
    const read = await Promise.all(uids.slice(0, most).map((uid) => readOne(context, uid)));
    return judge(context, { count: found.length, read: read.filter((one) => one !== null), sources });
  },
};

interface Seen {
  readonly count: number;
  readonly read: readonly Dashboard[];
  readonly sources: readonly Source[];
}

/** Null for one that was deleted meanwhile, or may not be read. */
async function readOne(context: CheckContext, uid: string): Promise<Dashboard | null> {
  return await askedJson(context, `/api/dashboards/uid/${encodeURIComponent(uid)}`).then(
    dashboardIn,
    () => null,
  );
}

function judge({ settings }: CheckContext, { count, read, sources }: Seen): Checked {
  const expected = typeof settings['expectedDashboards'] === 'number' ? settings['expectedDashboards'] : null;
  const dangling = danglingFindings(read, sources);
  const findings = [...missingFinding(count, expected), ...dangling, ...read.flatMap(heavyFinding)];
  const more = { observed: { dashboards: count, read: read.length }, threshold: { expected }, findings };
  if (expected !== null && count < expected)
    return fail(`It has ${String(count)} dashboard(s); ${String(expected)} are expected.`, more);
  if (dangling.length > 0)
    return warn(`Dashboards name ${String(dangling.length)} data source(s) that do not exist.`, more);
  if (count === 0 && expected !== 0)
    return warn('It has no dashboard. Where that is right, set expectedDashboards to 0.', more);
  if (count > 0 && read.length === 0) throw new ReadFailure('None of its dashboards could be read.');
  const some = read.length < count ? ` Of the ${String(count)}, ${String(read.length)} were read.` : '';
  return pass(`The data sources that its dashboards name all exist.${some}`, more);
}

function missingFinding(count: number, expected: number | null): readonly Finding[] {
  if (count >= (expected ?? 1)) return [];
  const remedies = [
    {
      action: 'reload-provisioning',
      arguments: { what: 'dashboards' },
      why: 'Those that files describe come back by themselves.',
    },
    { action: 'import-dashboards', why: 'The others come back from their exports.' },
  ];
  const explanation =
    expected === null
      ? 'Grafana has no dashboard at all. Where there should be some, import them, or look at its provisioning.'
      : `Grafana has ${String(count)} of the ${String(expected)} dashboards that are expected: some were deleted, or were not provisioned.`;
  const severity = expected === null ? ({ severity: 'INFO' } as const) : {};
  return [{ code: 'GrafanaDashboardsMissing', certainty: 'CONFIRMED', explanation, remedies, ...severity }];
}

/** One finding for each data source that is missing, whatever many dashboards miss it. */
function danglingFindings(read: readonly Dashboard[], sources: readonly Source[]): readonly Finding[] {
  const missing = new Map<string, readonly Dashboard[]>();
  for (const dashboard of read)
    for (const name of danglingIn(dashboard, sources))
      missing.set(name, [...(missing.get(name) ?? []), dashboard]);
  return [...missing].map(([name, by]) => danglingFinding(name, by, sources));
}

function danglingFinding(name: string, by: readonly Dashboard[], sources: readonly Source[]): Finding {
  const titles = by.slice(0, 5).map(({ title, file }) => (file === '' ? title : `${title} (from ${file})`));
  const more = by.length > titles.length ? ` and ${String(by.length - titles.length)} more` : '';
  const known = sources.map((source) => `${source.name} (${source.uid})`).join(', ') || 'none';
  const isVariable = name.startsWith('$');
  const remake = {
    action: 'fix-data-source',
    arguments: { uid: name },
    why: 'A data source of that uid fills the panels again.',
  };
  const bind = {
    action: 'import-dashboards',
    arguments: { dashboards: by.map(({ uid }) => uid) },
    why: 'An import binds them to a data source that exists.',
  };
  return {
    code: 'GrafanaDashboardDangling',
    certainty: 'CONFIRMED',
    aspect: `data source=${name}`,
    explanation: `${titles.join(', ')}${more}: asks the data source “${name}”, which does not exist, so its panels stay empty. ${isVariable ? 'It is the placeholder of an export that was never filled in. ' : ''}There is: ${known}.`,
    evidence: by
      .slice(0, 3)
      .map(({ uid }) => evidence('HTTP', `/api/dashboards/uid/${uid}`, `datasource: ${name}`)),
    remedies: isVariable ? [bind] : [remake, bind],
  };
}

function heavyFinding({ uid, title, panels, refreshSeconds }: Dashboard): readonly Finding[] {
  const isFast = refreshSeconds !== null && refreshSeconds < many.refreshSeconds;
  if (panels <= many.panels && !isFast) return [];
  const what = [
    panels > many.panels ? `has ${String(panels)} panels (more than ${String(many.panels)})` : '',
    isFast
      ? `asks again every ${String(refreshSeconds)} s (more often than every ${String(many.refreshSeconds)} s)`
      : '',
  ];
  return [
    {
      code: 'GrafanaHeavyDashboard',
      certainty: 'CONFIRMED',
      aspect: `dashboard=${uid}`,
      explanation: `The dashboard ${title} ${what.filter((one) => one !== '').join(' and ')}: split it, or let it ask less often, and it loads faster.`,
      evidence: [
        evidence(
          'HTTP',
          `/api/dashboards/uid/${uid}`,
          `${String(panels)} panels, refresh ${String(refreshSeconds)} s`,
        ),
      ],
      remedies: [{ action: 'add-recording-rules', why: 'Rules recorded beforehand make its queries cheap.' }],
    },
  ];
}
