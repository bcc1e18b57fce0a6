import type { CheckContext, CheckDefinition, Checked, Finding } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import { pointsToItself } from '../sources/explain-failure.ts';
import { surroundings } from '../sources/place.ts';
import type { Surroundings } from '../sources/place.ts';
import { aspectOf, mainSource, sourcesOf } from '../sources/source.ts';
import type { Source } from '../sources/source.ts';

/** Is there a data source for Prometheus, one default, at an address that makes sense from inside a container? */
export const dsList: CheckDefinition = {
  name: 'ds-list',
  title: 'Has it one default data source of type prometheus, at a likely address?',
  reference: 'C19',
  run: async (context) => {
    const [sources, around] = await Promise.all([sourcesOf(context), surroundings(context)]);
    const shown = evidence('HTTP', '/api/datasources', sources.map(shownSource));
    const observed = sources.map(({ name, type, url, isDefault }) => ({ name, type, url, isDefault }));
    const more = { evidence: [shown], observed };
    if (!mainSource(sources)) return missing(context, around, more);
    const findings = sources
      .filter(({ type }) => type === 'prometheus')
      .flatMap((source) => misplaced(source, around));
    if (findings.length > 0)
      return warn('A data source asks an address that cannot be right.', { ...more, findings });
    if (!sources.some(({ isDefault }) => isDefault))
      return pass('No data source is the default: a panel that names none asks nobody.', more);
    return pass(`It has ${String(sources.length)} data source(s), one of them its default.`, more);
  },
};

function misplaced(source: Source, around: Surroundings): readonly Finding[] {
  const why = pointsToItself(source, around);
  return why && why.certainty === 'CONFIRMED' ? [{ ...why, aspect: aspectOf(source) }] : [];
}

function missing(
  { services }: CheckContext,
  { places }: Surroundings,
  more: Pick<Checked, 'evidence' | 'observed'>,
): Checked {
  const url = places.find((place) => place.url !== null)?.url ?? null;
  const hasPrometheus = services.some(({ kind }) => kind === 'prometheus');
  if (!hasPrometheus)
    return warn('It has no data source of type prometheus, and the stack no Prometheus.', more);
  return fail('It has no data source of type prometheus: dashboards have nobody to ask.', {
    ...more,
    findings: [
      {
        code: 'GrafanaDataSourceMissing',
        certainty: 'CONFIRMED',
        explanation: `Grafana has no data source of type prometheus, so its dashboards are empty: add one${url === null ? '' : ` that asks ${url}`}, or let it read its provisioning again.`,
        remedies: [
          {
            action: 'reload-provisioning',
            arguments: { what: 'datasources' },
            why: 'A data source that a file describes comes back by itself.',
          },
          {
            action: 'fix-data-source',
            arguments: { name: 'Prometheus', ...(url === null ? {} : { url }) },
            why: 'Else it has to be made anew.',
          },
        ],
      },
    ],
  });
}

function shownSource({ name, type, url, isDefault, isProvisioned }: Source): string {
  const notes = [isDefault ? 'default' : '', isProvisioned ? 'provisioned' : ''].filter(
    (note) => note !== '',
  );
  return `${name}: ${type} at ${url}${notes.length > 0 ? ` (${notes.join(', ')})` : ''}`;
}
