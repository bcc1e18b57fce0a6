// A stand-in for Grafana, whose program cannot be had from Debian: it answers as Grafana's published API says, keeps
// its data sources and failed logins in a file, and asks the real Prometheus. It is no Grafana.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';

const file = '/var/lib/grafana/grafana.json';
const version = '11.5.0';
const mostFailures = 5;
const windowMs = 300_000;

const beginning = {
  password: process.env.GF_SECURITY_ADMIN_PASSWORD ?? 'admin',
  failures: [],
  sources: [{ id: 1, uid: 'prometheus', name: 'Prometheus', url: 'http://prometheus:9090' }],
};
const kept = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : beginning;
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
  if (isLocked) console.log('too many consecutive incorrect login attempts for user');
  else if (given.startsWith('admin:')) kept.failures.push(Date.now());
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

async function answer({ pathname: path, search }, header) {
  if (path === '/api/health') return [200, { database: 'ok', version, commit: 'stand-in' }];
  if (path === '/metrics') return [200, `grafana_build_info{edition="oss",version="${version}"} 1\n`];
  if (path === '/login') return [200, '<html><title>Grafana</title></html>'];
  const no = login(header);
  if (no) return no;
  if (path === '/api/org') return [200, { id: 1, name: 'Main Org.', address: {} }];
  if (path === '/api/datasources') return [200, kept.sources.map(shown)];
  if (path === '/api/search') return [200, []];
  const proxied = /^\/api\/datasources\/proxy\/uid\/([^/]+)(\/.*)$/.exec(path);
  if (proxied)
    return passOn(
      kept.sources.find((one) => one.uid === proxied[1]),
      proxied[2] + search,
    );
  const uid = /^\/api\/datasources\/uid\/([^/]+)\/health$/.exec(path)?.[1];
  const source = kept.sources.find((one) => one.uid === uid);
  return source ? healthOf(source) : [404, { message: 'Not found' }];
}

const server = createServer(async (request, response) => {
  const url = new URL(request.url, 'http://grafana');
  const [status, body] = await answer(url, request.headers.authorization);
  const isText = typeof body === 'string';
  response.writeHead(status, { 'content-type': isText ? 'text/plain' : 'application/json; charset=UTF-8' });
  response.end(isText ? body : JSON.stringify(body, null, 2));
});
server.listen(3000, () => console.log('logger=http.server msg="HTTP Server Listen" address=[::]:3000'));
process.on('SIGTERM', () => process.exit(0));
