import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { systemClock } from '../../src/adapters/system/clock.ts';
import { openJournal } from '../../src/adapters/system/journal.ts';
import type { Custos } from '../../src/app.ts';
import { startCustos } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import type { Demo } from '../../src/demo.ts';
import { openDemo } from '../../src/demo.ts';
import { execute, hasBrowser, openBrowser, openPage, textIn } from '../support/browser.ts';

const isThere = hasBrowser();
const subject = 'The demonstration in GraphiQL';
const title = isThere ? subject : `${subject} (not run: there is no browser)`;

describe.skipIf(!isThere)(title, { timeout: 90_000 }, () => {
  let demo: Demo;
  let custos: Custos;
  let browser: Browser;

  beforeAll(async () => {
    demo = await openDemo(readConfig({ host: '127.0.0.1', port: 0 }, {}), {}, systemClock);
    custos = await startCustos(demo.config, openJournal('silent'));
    browser = await openBrowser();
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    await custos.stop();
    await demo.close();
  });

  it('shows a service that fails and recovers within a minute', async () => {
    const { page, foreign, errors } = await openPage(browser, custos.url);
    page.setDefaultTimeout(60_000);
    await page.goto(`${custos.url}/graphiql#token=${custos.firstSecret ?? ''}`);
    await page.locator('[data-state=connected]').waitFor();
    // Until its first tab is there, the page does not heed a click on another.
    await textIn(page, '.graphiql-query-editor', 'query Overview');
    await page.locator('.graphiql-tab-button', { hasText: 'FollowHealth' }).click();
    await textIn(page, '.graphiql-query-editor', 'subscription FollowHealth');
    await execute(page);
    await textIn(page, '.result-window', '"to": "DOWN"');
    await textIn(page, '.result-window', '"to": "HEALTHY"');
    expect([foreign, errors]).toEqual([[], []]);
  });
});
