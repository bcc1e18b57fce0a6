import { randomBytes } from 'node:crypto';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

import type { Browser } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { startCustos, type Custos } from '../../src/app.ts';
import { readConfig } from '../../src/config.ts';
import { execute, hasBrowser, openBrowser, openPage, textIn } from '../support/browser.ts';
import { ask } from '../support/graphql-client.ts';
import { KeptJournal } from '../support/running-custos.ts';
import { labEngine } from './engine.ts';
import { down, up, type LabStack } from './stack.ts';
import { until } from './until.ts';

const engine = await labEngine();
const missing = 'missing' in engine ? engine.missing : hasBrowser() ? null : 'there is no browser';
const subject = 'GraphiQL beside a real stack';
const title = missing === null ? subject : `${subject} (not run: ${missing})`;
const project = `custos-lab-${randomBytes(4).toString('hex')}`;
/** The first run builds images. */
const upMs = 400_000;

describe.skipIf(missing !== null)(title, { timeout: 60_000 }, () => {
  const folder = mkdtempSync(join(tmpdir(), 'custos-lab-data-'));
  let stack: LabStack;
  let custos: Custos | undefined;
  let browser: Browser | undefined;

  beforeAll(async () => {
    if ('missing' in engine) return;
    stack = await up({ docker: engine.docker, project, ports: 'free' });
    const environment = { DOCKER_HOST: process.env['DOCKER_HOST'] };
    const config = readConfig({ port: 0, dataDir: folder }, environment);
    // Only this stack: GraphiQL shows the newest item alone, and other tests kill containers too.
    const stacks = config.stacks.map((plan) => ({ ...plan, name: project, project }));
    custos = await startCustos({ ...config, stacks }, new KeptJournal());
    browser = await openBrowser();
  }, upMs);
  afterAll(async () => {
    await browser?.close();
    await custos?.stop();
    if ('docker' in engine) await down(engine.docker, project);
    rmSync(folder, { recursive: true, force: true });
  });

  it('runs a query, and shows a subscription item after a container is killed', async () => {
    const { url, firstSecret } = custos!;
    await until('Prometheus is healthy', { withinMs: 20_000 }, async () => {
      const query = `{ service(name: "prometheus", stack: "${project}") { health { status } } }`;
      const { data } = await ask<{ service: { health: { status: string } } | null }>(
        url,
        firstSecret!,
        query,
      );
      return data?.service?.health.status === 'HEALTHY';
    });
    const { page, foreign, errors } = await openPage(browser!, url);
    await page.goto(`${url}/graphiql#token=${firstSecret!}`);
    await page.locator('[data-state=connected]').waitFor();
    await textIn(page, '.graphiql-query-editor', 'query Overview');
    await execute(page);
    await textIn(page, '.result-window', '"cursor"');

    await page.locator('.graphiql-tab-button', { hasText: 'FollowHealth' }).click();
    await textIn(page, '.graphiql-query-editor', 'subscription FollowHealth');
    const subscribed = async () => {
      const { data } = await ask<{ serverInfo: { subscribers: number } }>(
        url,
        firstSecret!,
        '{ serverInfo { subscribers } }',
      );
      return data?.serverInfo.subscribers === 1;
    };
    await execute(page);
    await until('the page has subscribed', { withinMs: 10_000 }, subscribed);
    await stack.kill('prometheus');
    await textIn(page, '.result-window', '"to": "DOWN"');
    await textIn(page, '.result-window', 'was killed');

    expect(foreign).toEqual([]);
    expect(errors).toEqual([]);
  });
});
