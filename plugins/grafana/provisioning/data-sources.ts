import type { Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { fieldsOf, listOf, textOf } from '../reading.ts';
import { pointsToItself } from '../sources/explain-failure.ts';
import type { Surroundings } from '../sources/place.ts';
import { aspectOf } from '../sources/source.ts';
import type { Source } from '../sources/source.ts';
import type { ProvisioningFile } from './files.ts';
import { repairsOf } from './files.ts';

/** A data source as a file describes it. */
interface Described extends Source {
  readonly path: string;
  readonly org: number;
}

/** Why Grafana would refuse the data sources that files describe, or could not reach them. */
export function findInDataSources(
  files: readonly ProvisioningFile[],
  environment: Readonly<Record<string, string | null>>,
  around: Surroundings,
): readonly Finding[] {
  const described = files.filter(({ folder }) => folder === 'datasources').flatMap(describedIn);
  return [
    ...described.flatMap((source) => incomplete(source)),
    ...tooManyDefaults(described),
    ...described.flatMap((source) => unset(source, environment)),
    ...described.flatMap((source) => misplaced(source, around)),
  ];
}

function describedIn({ path, content }: ProvisioningFile): readonly Described[] {
  return listOf(fieldsOf(content)['datasources']).map((one) => {
    const { name, type, url, uid, isDefault, orgId } = fieldsOf(one);
    return {
      path,
      org: typeof orgId === 'number' ? orgId : 1,
      ...{ name: textOf(name), type: textOf(type), url: textOf(url), uid: textOf(uid) },
      ...{ isDefault: isDefault === true, isProvisioned: true },
    };
  });
}

function incomplete({ path, name, type }: Described): readonly Finding[] {
  if (name !== '' && type !== '') return [];
  const explanation = `${path} describes a data source without ${name === '' ? 'a name' : `a type (${name})`}: Grafana refuses it. Add what is missing.`;
  return [refusedBy(path, explanation, `name: ${name}\ntype: ${type}`)];
}

/** Grafana aborts its start with `Only one datasource per organization can be marked as default`. */
function tooManyDefaults(described: readonly Described[]): readonly Finding[] {
  const defaults = described.filter(({ isDefault }) => isDefault);
  const orgs = [...new Set(defaults.map(({ org }) => org))];
  return orgs.flatMap((org) => {
    const own = defaults.filter((source) => source.org === org);
    const last = own.at(-1);
    if (own.length < 2 || !last) return [];
    const names = own.map(({ name, path }) => `${name} (${path})`);
    const explanation = `${names.join(' and ')} are both marked isDefault: true, and only one of an organisation may be. Grafana does not start with that: take one of the marks away.`;
    return [refusedBy(last.path, explanation, names.map((name) => `${name}: isDefault: true`).join('\n'))];
  });
}

/** What the environment does not say is replaced by nothing. */
function unset(
  { path, name, url }: Described,
  environment: Readonly<Record<string, string | null>>,
): readonly Finding[] {
  const names = [...url.matchAll(/\$(?:\{(\w+)\}|(\w+))/g)].map(([, braced, bare]) => braced ?? bare ?? '');
  const missing = names.filter((variable) => !(variable in environment));
  if (missing.length === 0) return [];
  const explanation = `${path} takes the address of ${name} from ${missing.join(', ')}, which is not set in Grafana’s environment: the address becomes empty there.`;
  return [refusedBy(path, explanation, `url: ${url}`)];
}

function misplaced(source: Described, around: Surroundings): readonly Finding[] {
  const why = source.type === 'prometheus' ? pointsToItself(source, around) : null;
  if (why?.certainty !== 'CONFIRMED') return [];
  const { path, name, url } = source;
  return [
    { ...why, aspect: aspectOf(source), evidence: [evidence('FILE', path, `name: ${name}\nurl: ${url}`)] },
  ];
}

function refusedBy(path: string, explanation: string, excerpt: string): Finding {
  return {
    ...{ code: 'F32', certainty: 'CONFIRMED', aspect: `file=${path}`, explanation },
    evidence: [evidence('FILE', path, excerpt)],
    remedies: repairsOf(path, 'datasources'),
  };
}
