import type { HttpClient, Outcome } from 'custos/plugin-sdk';
import { excerpt, pass, skipped, unknown, warn } from 'custos/plugin-sdk';
import type { Answers } from '../answers.ts';
import { fields, parsed } from '../answers.ts';

/** Can it ask its Prometheus? Dashboards are empty when it cannot, while Grafana itself is well. */
export async function dataSources(answers: Answers, http: HttpClient): Promise<Outcome> {
  const org = await answers.org;
  if (org?.status !== 200)
    return skipped('Only with credentials that it takes can its data sources be read.');
  const listed = await http.get('/api/datasources');
  if (listed.status === 403)
    return skipped('The credentials that it is given may not read its data sources (403).');
  const sources = parsed(listed);
  if (listed.status !== 200 || !Array.isArray(sources))
    return unknown(`Asked for its data sources, it answered ${excerpt(listed)}.`);
  const prometheus = sources.map(fields).filter(({ type }) => type === 'prometheus');
  const first = prometheus.find(({ isDefault }) => isDefault === true) ?? prometheus[0];
  if (!first) return warn('It has no data source of the type prometheus.', { observed: sources.length });
  return healthOf(http, first);
}

async function healthOf(http: HttpClient, source: Readonly<Record<string, unknown>>): Promise<Outcome> {
  const [name, uid] = [text(source['name']), text(source['uid'])];
  const answer = await http.get(`/api/datasources/uid/${encodeURIComponent(uid)}/health`);
  const { status, message } = fields(parsed(answer));
  const observed = { name, uid, status: text(status) };
  if (status === 'OK') return pass(`Its data source ${name} answers.`, { observed });
  if (status === 'ERROR') return warn(`Its data source ${name} fails: ${text(message)}`, { observed });
  return unknown(`Asked how its data source ${name} is, it answered ${excerpt(answer)}.`, { observed });
}

const text = (value: unknown): string => (typeof value === 'string' ? value.slice(0, 300) : '');
