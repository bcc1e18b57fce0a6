import type { CheckContext, Finding } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { fieldsOf, listOf, textOf } from '../reading.ts';
import { filesAt } from '../settings/files.ts';
import type { ProvisioningFile } from './files.ts';
import { repairsOf } from './files.ts';

/** A folder that dashboards are loaded from, and the file that says so. */
interface Provider {
  readonly path: string;
  readonly name: string;
  readonly folder: string;
}

/** Whether the dashboards are there that files tell Grafana to load, and can be read. @throws ReadFailure */
export async function findInDashboards(
  context: CheckContext,
  files: readonly ProvisioningFile[],
): Promise<readonly Finding[]> {
  const providers = files.filter(({ folder }) => folder === 'dashboards').flatMap(providersIn);
  const found = await Promise.all(providers.map((provider) => look(context, provider)));
  return found.flat();
}

function providersIn({ path, content }: ProvisioningFile): readonly Provider[] {
  // Before 5.0 the file was a list of them.
  const providers = Array.isArray(content) ? content : listOf(fieldsOf(content)['providers']);
  return providers.flatMap((one) => {
    const { name, options } = fieldsOf(one);
    const folder = textOf(fieldsOf(options)['path']).replace(/(?<=.)\/+$/, '');
    // A folder named by a variable is not known here.
    return folder.startsWith('/') && !folder.includes('$') ? [{ path, name: textOf(name), folder }] : [];
  });
}

async function look(context: CheckContext, provider: Provider): Promise<readonly Finding[]> {
  const { path, name, folder } = provider;
  const found = await filesAt(context, folder);
  if (!found)
    return [
      {
        code: 'GrafanaDashboardPathMissing',
        certainty: 'CONFIRMED',
        aspect: `path=${folder}`,
        explanation: `${path} tells Grafana to load dashboards from ${folder} (${name}), and there is no such folder in its container: mount it there, or correct the path.`,
        evidence: [evidence('FILE', path, `path: ${folder}`)],
        remedies: [
          ...repairsOf(path, 'dashboards').slice(0, 1),
          { action: 'recreate', why: 'A volume that is missing is mounted when the container is made anew.' },
        ],
      },
    ];
  return found.flatMap(({ path: file, text }) => {
    const fault = text !== null && file.endsWith('.json') ? faultOf(text) : null;
    return fault === null ? [] : [brokenFile(file, fault)];
  });
}

function faultOf(text: string): string | null {
  try {
    const { title } = fieldsOf(JSON.parse(text));
    return textOf(title) === '' ? 'it has no title' : null;
  } catch (error) {
    return error instanceof Error ? error.message.slice(0, 200) : 'it is no JSON';
  }
}

function brokenFile(file: string, fault: string): Finding {
  return {
    code: 'GrafanaDashboardFileBroken',
    certainty: 'CONFIRMED',
    aspect: `file=${file}`,
    explanation: `Grafana cannot load the dashboard in ${file}: ${fault}. Export it again, or correct the file.`,
    evidence: [evidence('FILE', file, fault)],
    remedies: repairsOf(file, 'dashboards'),
  };
}
