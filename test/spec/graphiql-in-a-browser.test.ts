import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Browser } from 'playwright-core';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { startCustos, type Custos } from '../../src/app.ts';
import type { Config } from '../../src/config.ts';
import { execute, hasBrowser, openBrowser, openPage, textIn, type WatchedPage } from '../support/browser.ts';
import { FakePlugins } from '../support/fake-plugins.ts';

const token = 'the-token-of-this-test';
const dataDir = mkdtempSync(join(tmpdir(), 'custos-graphiql-'));
/** Plugins whose probes of Prometheus now fail and now do not. */
class UnsteadyPlugins extends FakePlugins {
  #seen: 'PASS' | 'FAIL' = 'PASS';
  override now = () => new Date();
  turn(): void {
    this.#seen = this.#seen === 'PASS' ? 'FAIL' : 'PASS';
    this.sees('prometheus', this.#seen);
  }
}
const plugins = new UnsteadyPlugins();

const config: Config = {
  server: { host: '127.0.0.1', port: 0, corsOrigins: [] },
  storage: { dataDir, retentionDays: 30 },
  health: { probeIntervalMs: 250, probeTimeoutMs: 1000, failureThreshold: 1, successThreshold: 1 },
  diagnosis: { automatic: false, timeoutMs: 10_000 },
  plugins: { directories: [], packages: false, settings: {} },
  redact: [],
  alerts: { reconcileIntervalMs: 30_000, services: [] },
  webhookToken: null,
  stacks: [
    {
      name: 'shop',
      endpoint: null,
      project: null,
      discover: false,
      services: [
        {
          name: 'prometheus',
          kind: 'prometheus',
          displayName: null,
          url: 'http://127.0.0.1:9',
          container: null,
          probeIntervalMs: null,
          labels: {},
          settings: {},
          dependsOn: null,
          authorization: null,
        },
      ],
    },
  ],
  adminToken: token,
  logLevel: 'error',
};
const silent = { info: () => undefined, warn: () => undefined, error: () => undefined };

describe.skipIf(!hasBrowser())('GraphiQL in a browser', { timeout: 60_000 }, () => {
  let custos: Custos;
  let browser: Browser;
  let opened: WatchedPage | undefined;

  beforeAll(async () => {
    const built = existsSync(new URL('../../dist/web/index.html', import.meta.url));
    if (!built) throw new Error('There is no page in dist/web: npm run build');
    custos = await startCustos(config, silent, { openPlugins: () => Promise.resolve(plugins) });
    browser = await openBrowser();
  }, 60_000);
  afterEach(async () => {
    await opened?.page.close();
    opened = undefined;
  });
  afterAll(async () => {
    await browser.close();
    await custos.stop();
    rmSync(dataDir, { recursive: true });
  });

  async function open(path: string): Promise<WatchedPage> {
    opened = await openPage(browser, custos.url);
    await opened.page.goto(custos.url + path);
    return opened;
  }

  it('runs a query, follows a subscription, and asks nobody but its server', async () => {
    const { page, foreign, errors } = await open(`/graphiql#token=${token}`);
    await page.locator('[data-state=connected]').waitFor();
    await page.getByText('(admin)').waitFor();

    await textIn(page, '.graphiql-query-editor', 'query Overview');
    await execute(page);
    await textIn(page, '.result-window', '"prometheus"');

    await page.locator('.graphiql-tab-button', { hasText: 'FollowHealth' }).click();
    await textIn(page, '.graphiql-query-editor', 'subscription FollowHealth');
    await execute(page);
    // The subscription has begun at the latest when something that happens is shown.
    const happening = setInterval(() => plugins.turn(), 500);
    await textIn(page, '.result-window', '"healthChanged"').finally(() => clearInterval(happening));

    expect(await page.title()).toBe('Custos');
    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);
  });

  it('takes the token out of the address and keeps it for this tab', async () => {
    const { page } = await open(`/graphiql#token=${token}`);
    await page.locator('[data-state=connected]').waitFor();
    expect(page.url()).toBe(`${custos.url}/graphiql/`);
    expect(await page.evaluate('history.length')).toBeLessThanOrEqual(2);
    expect(await page.evaluate('JSON.stringify(localStorage)')).not.toContain(token);

    await page.reload();
    await page.locator('[data-state=connected]').waitFor();

    await page.getByRole('button', { name: 'sign out' }).click();
    await page.getByLabel('Token').waitFor();
    expect(await page.evaluate('JSON.stringify(sessionStorage)')).not.toContain(token);
  });

  it('asks for a token when it has none, and again when the server does not accept it', async () => {
    const { page, foreign } = await open('/graphiql');
    await page.getByText('CUSTOS_ADMIN_TOKEN').waitFor();

    await page.getByLabel('Token').fill('not-the-token-of-this-test');
    await page.getByRole('button', { name: 'Open' }).click();
    await page.getByRole('alert').filter({ hasText: 'does not accept' }).waitFor();

    await page.getByLabel('Token').fill(token);
    await page.getByRole('button', { name: 'Open' }).click();
    await page.locator('[data-state=connected]').waitFor();
    expect(foreign).toEqual([]);
  });
});
