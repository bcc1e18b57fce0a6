import type { CheckContext } from 'custos/plugin-sdk';
import { ReadFailure } from 'custos/plugin-sdk';
import { askedJson, fieldsOf, textOf } from '../reading.ts';

/** What Grafana asks when a panel is drawn. */
export interface Source {
  readonly uid: string;
  readonly name: string;
  readonly type: string;
  readonly url: string;
  readonly isDefault: boolean;
  /** Whether it came out of a file, so that Grafana itself cannot change it. */
  readonly isProvisioned: boolean;
}

/** Its data sources. @throws ReadFailure where they cannot be read */
export async function sourcesOf(context: CheckContext): Promise<readonly Source[]> {
  const listed = await askedJson(context, '/api/datasources');
  if (!Array.isArray(listed)) throw new ReadFailure('Asked for its data sources, it gave no list.');
  return listed.map((one) => {
    const { uid, name, type, url, isDefault, readOnly } = fieldsOf(one);
    return {
      uid: textOf(uid),
      name: textOf(name),
      type: textOf(type),
      url: textOf(url),
      isDefault: isDefault === true,
      isProvisioned: readOnly === true,
    };
  });
}

/** The one that panels ask which name none: the default of type prometheus, else the first; null when there is none. */
export function mainSource(sources: readonly Source[]): Source | null {
  const prometheus = sources.filter(({ type }) => type === 'prometheus');
  return prometheus.find(({ isDefault }) => isDefault) ?? prometheus[0] ?? null;
}

/** What a finding about it is about. */
export function aspectOf({ name }: Pick<Source, 'name'>): string {
  return `data source=${name}`;
}
