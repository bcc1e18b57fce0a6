import type { CheckDefinition } from 'custos/plugin-sdk';
import { fail, pass, skipped, unknown } from 'custos/plugin-sdk';
import { findInDashboards } from '../provisioning/dashboards.ts';
import { findInDataSources } from '../provisioning/data-sources.ts';
import { readFiles } from '../provisioning/files.ts';
import { filesAt } from '../settings/files.ts';
import { provisioningPath, settingsOf } from '../settings/settings.ts';
import { surroundings } from '../sources/place.ts';

/** Are the files right that Grafana reads its data sources and dashboards from? Works while it is stopped too. */
export const provisioning: CheckDefinition = {
  name: 'provisioning',
  title: 'Are the files right that it reads its data sources and dashboards from?',
  reference: 'C44',
  run: async (context) => {
    const settings = await settingsOf(context);
    if (!settings) return skipped('It runs in no container, so its files are not known here.');
    const root = provisioningPath(settings);
    const archived = await filesAt(context, root);
    if (!archived) return skipped(`There is no ${root} in its container: nothing is provisioned.`);
    const { files, unread, findings: broken } = readFiles(root, archived);
    const around = await surroundings(context);
    const findings = [
      ...broken,
      ...findInDataSources(files, settings.environment, around),
      ...(await findInDashboards(context, files)),
    ];
    const more = { observed: { files: files.map(({ path }) => path), unread }, findings };
    if (findings.length > 0) return fail('Its provisioning has faults.', more);
    if (unread.length > 0)
      return unknown(`${unread.join(', ')} cannot be judged here: it uses more of YAML than is read.`, more);
    if (files.length === 0) return skipped(`Below ${root} nothing is provisioned.`);
    return pass(`The ${String(files.length)} file(s) of its provisioning are right.`, more);
  },
};
