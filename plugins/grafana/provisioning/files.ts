import type { ArchivedFile, Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { Fault, Unread } from '../yaml/outcome.ts';
import type { Yaml } from '../yaml/outcome.ts';
import { readYaml } from '../yaml/read-yaml.ts';

/** A file that Grafana reads its data sources, dashboards and the like from. */
export interface ProvisioningFile {
  readonly path: string;
  /** The folder below the provisioning's own, such as `datasources`. */
  readonly folder: string;
  readonly content: Yaml;
}

/** The files as far as they could be read, and what is wrong with the others. */
export interface ReadFiles {
  readonly files: readonly ProvisioningFile[];
  readonly findings: readonly Finding[];
  /** Paths of those whose contents are not known. */
  readonly unread: readonly string[];
}

/** Reads those files that Grafana would: `.yaml` and `.yml`, right below a folder of its provisioning. */
export function readFiles(root: string, archived: readonly ArchivedFile[]): ReadFiles {
  const files: ProvisioningFile[] = [];
  const findings: Finding[] = [];
  const unread: string[] = [];
  for (const { path, text, type } of archived) {
    const [, folder = ''] = /^\/*([\w-]+)\/[^/]+\.ya?ml$/.exec(path.slice(root.length)) ?? [];
    if (folder === '' || type === 'directory') continue;
    const read = text === null ? null : readOne(text);
    if (read === null) unread.push(path);
    else if (read instanceof Fault) findings.push(broken({ path, folder }, text ?? '', read));
    else files.push({ path, folder, content: read.content });
  }
  return { files, findings, unread };
}

function readOne(text: string): { readonly content: Yaml } | Fault | null {
  try {
    return { content: readYaml(text) };
  } catch (error) {
    if (error instanceof Fault) return error;
    if (error instanceof Unread) return null;
    throw error;
  }
}

function broken(
  { path, folder }: Pick<ProvisioningFile, 'path' | 'folder'>,
  text: string,
  fault: Fault,
): Finding {
  const line = String(fault.line);
  const outcome =
    folder === 'datasources' ? 'Grafana will not start with it' : 'Grafana ignores what is in it';
  return {
    code: 'F32',
    certainty: 'CONFIRMED',
    aspect: `file=${path}`,
    explanation: `${path} is no YAML: in line ${line}, ${fault.message}. ${outcome}: correct it, then let Grafana read its provisioning again.`,
    evidence: [evidence('FILE', path, around(text, fault.line))],
    remedies: repairsOf(path, folder),
  };
}

/** The lines about one, each with its number. Values of what names a secret are left out. */
function around(text: string, line: number): readonly string[] {
  return text
    .split('\n')
    .map(
      (said, index) =>
        `${String(index + 1)}: ${said.replace(/((?:password|secret|token|httpHeaderValue)\w*\s*:\s*).+/i, '$1…')}`,
    )
    .slice(Math.max(0, line - 3), line + 1);
}

/** How a file of Grafana's provisioning is put right. */
export function repairsOf(path: string, folder: string): NonNullable<Finding['remedies']> {
  const reload = {
    action: 'reload-provisioning',
    why: 'Then Grafana reads its files again, without a restart.',
  };
  return [
    { action: 'write-configuration', arguments: { path }, why: 'The file has to be put right.' },
    folder === 'datasources' || folder === 'dashboards' ? { ...reload, arguments: { what: folder } } : reload,
  ];
}
