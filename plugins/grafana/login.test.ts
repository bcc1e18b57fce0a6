import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { wake } from './lockout.ts';
import plugin from './plugin.ts';
import { answering, container, contained, well } from './worlds.ts';

const wrong = {
  status: 401,
  text: '{"statusCode":401,"messageId":"password-auth.failed","message":"Invalid username or password"}',
};
const badToken = { status: 401, text: '{"message":"Invalid API key","messageId":"api-key.invalid"}' };
const locked =
  'logger=authn.service t=2026-01-01T00:00:00Z level=info msg="Failed to authenticate request" client=auth.client.basic error="[password-auth.failed] too many consecutive incorrect login attempts for user - login for user temporarily blocked"';

afterEach(() => wake(`grafana ${well.service.url}`));

describe('The health of a Grafana', () => {
  const look = (world: FakeWorld) => runCheck(plugin, 'grafana-health', world);

  it('C17 fails when its database does', async () => {
    const failing = { status: 503, text: '{"database":"failing","version":"11.5.0"}' };
    const found = await look(answering({ '/api/health': failing }));
    expect(found).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'GrafanaDatabaseFailing', certainty: 'CONFIRMED' }],
    });
  });

  it.each([['REFUSED'], ['TIMED_OUT'], ['RESET']] as const)(
    'fails when it does not answer: %s',
    async (failure) => {
      const found = await look(answering({ '/api/health': { failure } }));
      expect(found).toMatchObject({
        status: 'FAIL',
        cause: failure,
        findings: [{ code: 'GrafanaUnreachable' }],
      });
    },
  );

  it('says with that when its container does not run', async () => {
    const world = answering({ '/api/health': { failure: 'REFUSED' } });
    const { findings } = await look({ ...world, container: { ...container, state: { status: 'exited' } } });
    expect(findings[0]?.explanation).toContain('Its container is exited.');
  });

  it('fails when something else answers', async () => {
    const found = await look(answering({ '/api/health': '<title>Welcome to nginx!</title>' }));
    expect(found).toMatchObject({
      status: 'FAIL',
      cause: 'WRONG_ANSWER',
      findings: [{ code: 'GrafanaUnreachable' }],
    });
  });

  it('warns when it is slow, and finds nothing in that alone', async () => {
    const slow = { status: 200, text: '{"database":"ok"}', durationMs: 2001 };
    expect(await look(answering({ '/api/health': slow }))).toMatchObject({ status: 'WARN', findings: [] });
  });
});

describe('The credentials of a Grafana', () => {
  const look = (world: FakeWorld) => runCheck(plugin, 'grafana-auth', world);

  it('C18 are asked for where there are none, and nothing fails for that', async () => {
    const world = { ...well, service: { ...well.service, authorized: false } };
    for (const name of ['grafana-auth', 'ds-list', 'ds-health', 'dashboards', 'query-time']) {
      const { status, summary } = await runCheck(plugin, name, world);
      expect([name, status, summary]).toEqual([name, 'UNKNOWN', expect.stringContaining('auth.token_file')]);
    }
    for (const name of ['log-signatures', 'grafana-health', 'grafana-metrics', 'provisioning'])
      expect([name, (await runCheck(plugin, name, world)).status]).toEqual([name, 'PASS']);
  });

  it('F29 are told to be wrong, password or token', async () => {
    const password = await look(answering({ '/api/org': wrong }));
    expect(password).toMatchObject({ status: 'FAIL', cause: 'UNAUTHORIZED', findings: [{ code: 'F29' }] });
    expect(password.findings[0]?.remedies?.[0]?.action).toBe('reset-admin-password');
    wake(`grafana ${well.service.url}`);
    const [token] = (await look(answering({ '/api/org': badToken }))).findings;
    expect(token).toMatchObject({ code: 'F29', remedies: [] });
    expect(token?.explanation).toContain('token');
  });

  it('F28 are locked out, which only the log tells', async () => {
    const found = await look(
      answering({ '/api/org': wrong }, { container: { ...container, logs: [locked] } }),
    );
    expect(found.findings).toMatchObject([{ code: 'F28', certainty: 'CONFIRMED' }]);
  });

  it('are tried once, whatever many checks need them', async () => {
    const asked: string[] = [];
    const routes = new Proxy(
      { ...answering({ '/api/org': wrong }).routes },
      {
        get: (all, path: string) => {
          asked.push(path);
          return all[path];
        },
      },
    );
    for (const name of ['ds-list', 'ds-health', 'grafana-auth', 'dashboards', 'query-time', 'login-settings'])
      await runCheck(plugin, name, { ...well, routes });
    expect(asked).toEqual(['/api/org']);
  });

  it('may be right and not be enough', async () => {
    const forbidden = { status: 403, text: '{"title":"Access denied"}' };
    expect(await look(answering({ '/api/org': forbidden }))).toMatchObject({ status: 'WARN', findings: [] });
  });
});

describe('The settings of a Grafana', () => {
  const codes = (world: FakeWorld) => codesOf(plugin, 'login-settings', world);
  const secure = { GF_SECURITY_COOKIE_SECURE: 'true' };

  it('F34 send a browser in a circle: a secure cookie over HTTP', async () => {
    expect(await codes(contained({ environment: secure, files: {} }))).toEqual(['F34']);
    const ini = { '/etc/grafana/grafana.ini': '[security]\ncookie_secure = true\n' };
    expect(await codes(contained({ files: ini }))).toEqual(['F34']);
  });

  it('may keep cookies to HTTPS where it is served over that', async () => {
    const behindProxy = { ...secure, GF_SERVER_ROOT_URL: 'https://grafana.example.com/' };
    expect(await codes(contained({ environment: behindProxy }))).toEqual([]);
    expect(
      await codes(contained({ environment: { ...secure, GF_SERVER_PROTOCOL: 'https' }, files: {} })),
    ).toEqual([]);
    const url = 'https://grafana.example.com';
    expect(
      await codes(contained({ environment: secure, files: {} }, { service: { ...well.service, url } })),
    ).toEqual([]);
  });

  it('F34 send a browser in a circle: the login redirects to itself', async () => {
    const loop = { status: 302, headers: { location: '/login' } };
    expect(await codes(answering({ '/login': loop }))).toEqual(['F34']);
    expect(await codes(answering({ '/login': { status: 302, headers: { location: '/' } } }))).toEqual([]);
  });

  it('may send it elsewhere, which is worth knowing', async () => {
    const elsewhere = { status: 301, headers: { location: 'http://grafana.example.com/login' } };
    const { findings } = await runCheck(plugin, 'login-settings', answering({ '/login': elsewhere }));
    expect(findings).toMatchObject([{ code: 'F34', severity: 'INFO', certainty: 'POSSIBLE' }]);
  });
});

describe('The credentials in plain sight', () => {
  const look = (world: FakeWorld) => runCheck(plugin, 'plaintext-credentials', world);

  it('X24 are told by their names, never by their values', async () => {
    const files = {
      '/etc/grafana/grafana.ini':
        '[security]\nadmin_password = hunter2\nsecret_key = $__file{/run/secrets/key}\n',
      '/etc/grafana/provisioning/datasources/a.yml':
        'datasources:\n  - secureJsonData:\n      basicAuthPassword: hunter2\n      password: $PROM_PASSWORD\n',
    };
    const environment = {
      GF_SECURITY_ADMIN_PASSWORD: null,
      GF_DATABASE_PASSWORD: '$__file{/run/secrets/db}',
    };
    const found = await look(contained({ files, environment }));
    expect(found.observed).toEqual([
      'environment: GF_SECURITY_ADMIN_PASSWORD',
      '/etc/grafana/grafana.ini: security.admin_password',
      '/etc/grafana/provisioning/datasources/a.yml: basicAuthPassword',
    ]);
    expect(JSON.stringify(found)).not.toContain('hunter2');
  });

  it('are none where files hold them', async () => {
    expect((await look(well)).status).toBe('PASS');
  });
});
