// A stand-in for Grafana, whose program cannot be had from Debian: it answers as Grafana's published API says, keeps
// its data sources and failed logins in a file, and asks the real Prometheus. It is no Grafana.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const file = '/var/lib/grafana/grafana.json';
const version = '11.5.0';
const mostFailures = 5;
const windowMs = 300_000;

const panel = (title, expr) => ({
  ...{ type: 'timeseries', title, datasource: { type: 'prometheus', uid: 'prometheus' } },
  targets: [{ refId: 'A', expr }],
});
const beginning = {
  password: process.env.GF_SECURITY_ADMIN_PASSWORD ?? 'admin',
  failures: [],
  sources: [{ id: 1, uid: 'prometheus', name: 'Prometheus', url: 'http://prometheus:9090' }],
  dashboards: [
    {
      ...{ id: 1, uid: 'trading', title: 'Trading', version: 1, schemaVersion: 39, refresh: '30s' },
      panels: [panel('Trades', 'rate(bot_trades_total[1m])'), panel('Targets', 'up')],
    },
  ],
};
const kept = { ...beginning, ...(existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : {}) };
const keep = () => writeFileSync(file, JSON.stringify(kept));

const refused = (messageId, message) => [401, { message, messageId, statusCode: 401, traceID: '' }];

/** Who asks; an answer when nobody who may. Five wrong passwords within five minutes lock the account. */
function login(header) {
  if (header === undefined) return refused('auth.unauthorized', 'Unauthorized');
  if (header === 'Bearer lab-token') return null;
  kept.failures = kept.failures.filter((at) => Date.now() - at < windowMs);
  const isLocked = kept.failures.length >= mostFailures;
  const given = Buffer.from(header.replace(/^Basic /, ''), 'base64').toString();
  if (!isLocked && given === `admin:${kept.password}`) return null;
  const why = isLocked
    ? 'too many consecutive incorrect login attempts for user - login for user temporarily blocked'
    : 'failed to authenticate identity: [password-auth.invalid] invalid password';
  console.log(
    `logger=authn.service level=info msg="Failed to authenticate request" client=auth.client.basic error="[password-auth.failed] ${why}"`,
  );
  if (!isLocked && given.startsWith('admin:')) kept.failures.push(Date.now());
  keep();
  return refused('password-auth.failed', 'Invalid username or password');
}

const shown = (source) => ({
  ...{ ...source, orgId: 1, type: 'prometheus', typeName: 'Prometheus', access: 'proxy', isDefault: true },
  ...{ basicAuth: false, jsonData: { httpMethod: 'POST' }, readOnly: false },
});

/** Go's words for why a connection did not come about. */
function dialled(error, url) {
  const { host } = new URL(url);
  const why = { ECONNREFUSED: 'connect: connection refused', ENOTFOUND: 'no such host' }[error.cause?.code];
  return `Post "${url}/api/v1/query": dial tcp ${host}: ${why ?? 'i/o timeout'}`;
}

async function healthOf({ url }) {
  try {
    const asked = await fetch(`${url}/api/v1/query?query=1%2B1`, {
      method: 'POST',
      signal: AbortSignal.timeout(2000),
    });
    if (asked.ok) return [200, { status: 'OK', message: 'Successfully queried the Prometheus API.' }];
    return [
      400,
      {
        status: 'ERROR',
        message: `${asked.status} - There was an error returned querying the Prometheus API.`,
      },
    ];
  } catch (error) {
    return [
      400,
      {
        status: 'ERROR',
        message: `${dialled(error, url)} - There was an error returned querying the Prometheus API.`,
      },
    ];
  }
}

/** The answer of a data source as it is; 502 when there is none. */
async function passOn(source, path) {
  if (!source) return [404, { message: 'Data source not found' }];
  try {
    const asked = await fetch(`${source.url}${path}`, { signal: AbortSignal.timeout(5000) });
    return [asked.status, await asked.json()];
  } catch {
    return [502, ''];
  }
}

/** A frame for each series of the last hour, or the error of the data source inside of an answer of 400. */
async function query({ queries: [{ refId, datasource, expr }] }) {
  const source = kept.sources.find(({ uid }) => uid === datasource.uid);
  if (!source) return [404, { message: 'Data source not found' }];
  const end = Math.floor(Date.now() / 1000);
  const path = `/api/v1/query_range?query=${encodeURIComponent(expr)}&start=${end - 3600}&end=${end}&step=15`;
  try {
    const asked = await fetch(`${source.url}${path}`, { signal: AbortSignal.timeout(5000) });
    const { data } = await asked.json();
    const frames = data.result.map(({ metric, values }) => ({
      schema: { refId, fields: [{ name: 'Time' }, { name: 'Value', labels: metric }] },
      data: { values: [values.map(([at]) => at * 1000), values.map(([, value]) => Number(value))] },
    }));
    return [200, { results: { [refId]: { status: 200, frames } } }];
  } catch (error) {
    const failed = { error: dialled(error, source.url), errorSource: 'downstream', status: 502, frames: [] };
    return [400, { results: { [refId]: failed } }];
  }
}

/** Gives a data source another address: how a test, or somebody by mistake, breaks it. */
function change(uid, { url }) {
  const source = kept.sources.find((one) => one.uid === uid);
  if (!source) return [404, { message: 'Data source not found' }];
  source.url = url;
  keep();
  return [
    200,
    { datasource: shown(source), id: source.id, message: 'Datasource updated', name: source.name },
  ];
}

const listed = ({ id, uid, title }) => ({
  ...{ id, uid, orgId: 1, title, uri: 'db/trading', url: `/d/${uid}/trading`, type: 'dash-db', tags: [] },
  ...{ isStarred: false, folderId: 0, isDeleted: false },
});

function dashboard(uid) {
  const found = kept.dashboards.find((one) => one.uid === uid);
  if (!found) return [404, { message: 'Dashboard not found' }];
  const meta = { type: 'db', slug: 'trading', version: found.version, provisioned: false };
  return [200, { meta: { ...meta, provisionedExternalId: '' }, dashboard: found }];
}

const metrics = () => `grafana_build_info{edition="oss",version="${version}"} 1
grafana_stat_totals_dashboard ${kept.dashboards.length}
grafana_alerting_alerts{state="error"} 0
grafana_alerting_scheduler_behind_seconds 0
`;

async function answer({ pathname: path, search }, { method, header, body }) {
  if (path === '/api/health') return [200, { database: 'ok', version, commit: 'stand-in' }];
  if (path === '/metrics') return [200, metrics()];
  if (path === '/login') return [200, '<html><title>Grafana</title></html>'];
  const no = login(header);
  if (no) return no;
  if (path === '/api/org') return [200, { id: 1, name: 'Main Org.', address: {} }];
  if (path === '/api/datasources') return [200, kept.sources.map(shown)];
  if (path === '/api/search') return [200, kept.dashboards.map(listed)];
  if (path === '/api/ds/query') return query(body);
  const [, uid, rest] = /^\/api\/datasources\/(?:proxy\/)?uid\/([^/]+)(\/.*)?$/.exec(path) ?? [];
  const source = kept.sources.find((one) => one.uid === uid);
  if (path.startsWith('/api/dashboards/uid/')) return dashboard(path.split('/').at(-1));
  if (path.startsWith('/api/datasources/proxy/')) return passOn(source, rest + search);
  if (source && rest === '/health') return healthOf(source);
  if (source && method === 'PUT') return change(uid, body);
  return source ? [200, shown(source)] : [404, { message: 'Not found' }];
}

async function bodyOf(request) {
  let text = '';
  for await (const chunk of request) text += chunk;
  return text === '' ? {} : JSON.parse(text);
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://grafana');
  const { method, headers } = request;
  const given = await bodyOf(request);
  const [status, body] = await answer(url, { method, header: headers.authorization, body: given });
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json; charset=UTF-8' });
  response.end(isText ? body : JSON.stringify(body, null, 2));
});
server.listen(3000, () => console.log('logger=http.server msg="HTTP Server Listen" address=[::]:3000'));
process.on('SIGTERM', () => process.exit(0));
