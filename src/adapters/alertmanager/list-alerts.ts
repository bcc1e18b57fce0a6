import type { AlertListing } from '../../domain/alert/fold-listing.ts';
import type { Asked, Deps } from '../http/ask-api.ts';
import { askApi } from '../http/ask-api.ts';
import { readAlerts, readStart } from './read-alerts.ts';

/** Lists the alerts of an Alertmanager by its own API, as it is since 0.16. @throws Unanswered, or an error of the network */
export async function listAlerts(
  deps: Deps,
  asked: Omit<Asked, 'path'>,
  signal: AbortSignal,
): Promise<AlertListing> {
  const ask = (path: string): Promise<string> => askApi(deps, { ...asked, path }, signal);
  const [status, alerts] = await Promise.all([ask('/api/v2/status'), ask('/api/v2/alerts')]);
  const reports = await readAlerts(alerts);
  return {
    source: 'ALERTMANAGER',
    reports: new Map(reports.map((report) => [report.fingerprint, report])),
    startedAt: readStart(status),
  };
}
