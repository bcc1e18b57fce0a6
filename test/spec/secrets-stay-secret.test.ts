import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import Database from 'better-sqlite3';
import { getIntrospectionQuery } from 'graphql';
import { afterEach, describe, expect, it } from 'vitest';

import { readConfig } from '../../src/config.ts';
import { container, FakeEngine } from '../support/fake-engine.ts';
import { ask } from '../support/graphql-client.ts';
import { RunningCustos } from '../support/running-custos.ts';

const configured = 'canary-of-the-file-7f3a';
const registered = 'canary-of-the-api-91bc';
const setting = 'canary-of-settings-55d0';
const variable = 'canary-of-a-variable-2e1d';
const canaries = [configured, registered, setting, variable];

let custos: RunningCustos;
afterEach(() => custos.end());

async function start(): Promise<void> {
  const engine = new FakeEngine([container('prometheus', { environment: { PASSWORD: variable } })]);
  custos = new RunningCustos(engine);
  const file = join(custos.folder, 'custos.yaml');
  writeFileSync(join(custos.folder, 'token'), `${configured}\n`);
  writeFileSync(
    file,
    `stacks:
  - name: shop
    services:
      - name: alertmanager
        kind: alertmanager
        url: http://10.0.0.2:9093
        auth: { token_file: ${join(custos.folder, 'token')} }
        settings: { password: ${setting} }`,
  );
  await custos.start({ stacks: readConfig({ config: file }, {}).stacks });
  engine.lists(custos.clock.now());
  await custos.until('both are there', () => custos.app.services({}).length === 2);
}

const registering = `mutation ($authorization: String!, $token: String!) {
  registerService(input: { name: "extra", kind: "prometheus", url: "http://10.0.0.7:9090",
    authorization: $authorization, settings: { token: $token } }) {
    service { name settings } userErrors { message } }
  refused: registerService(input: { name: "extra", kind: "prometheus", url: "http://u:${registered}@h.test",
    authorization: $authorization }) { service { name } userErrors { code message } }
  updateService(input: { service: "extra", authorization: $authorization, settings: { token: "${setting}2" } }) {
    service { name settings } userErrors { message } } }`;

const everything = `{
  services { nodes { name url settings labels { name value } health { summary checks { summary observed } }
    container { name labels { value } mounts { source } } plugin { settingsSchema } } }
  events(last: 100) { nodes { __typename summary ... on ServiceChange { before after reason }
    ... on Refusal { userErrors { message } } } } }`;

/** All that can be read of Custos from outside, and all that it wrote down beside its credentials. */
async function all(): Promise<Readonly<Record<string, string>>> {
  const { url } = custos.custos;
  const { secret } = custos;
  const told = await ask(url, secret, everything);
  expect(told.errors).toBeUndefined();
  const mutated = await ask(url, secret, registering, {
    authorization: `Bearer ${registered}`,
    token: setting,
  });
  expect(mutated.errors).toBeUndefined();
  const headers = { authorization: `Bearer ${secret}` };
  return {
    mutations: JSON.stringify(mutated),
    before: JSON.stringify(told),
    after: JSON.stringify(await ask(url, secret, everything)),
    schema: JSON.stringify(await ask(url, secret, getIntrospectionQuery())),
    metrics: await (await fetch(`${url}/metrics`, { headers })).text(),
    journal: custos.journal.said.join('\n'),
  };
}

/** The tables in which a text stands. */
function tablesWith(text: string): readonly string[] {
  const database = new Database(join(custos.folder, 'custos.db'), { readonly: true });
  try {
    const tables = database.prepare("select name from sqlite_master where type = 'table'").all();
    return (tables as { readonly name: string }[])
      .map(({ name }) => name)
      .filter((name) => JSON.stringify(database.prepare(`select * from "${name}"`).all()).includes(text));
  } finally {
    database.close();
  }
}

describe('A secret', () => {
  it('is sent to its own service, and shown to nobody', async () => {
    await start();
    const seen = await all();
    for (const [where, text] of Object.entries(seen)) {
      for (const canary of canaries) expect(`${where}: ${text}`).not.toContain(canary);
    }
    expect(seen['mutations']).toContain('"token":"[redacted]"');
    expect(seen['mutations']).toContain('INVALID_ARGUMENT');
    await custos.until('both are asked with theirs', () => {
      const { authorized } = custos.plugins;
      const [file, api] = [authorized.get('alertmanager'), authorized.get('extra')];
      return file === `Bearer ${configured}` && api === `Bearer ${registered}`;
    });
    expect(custos.plugins.authorized.get('prometheus')).toBeNull();
  });

  it('of the file is in no table, and one that was registered only among the credentials', async () => {
    await start();
    await all();
    expect(tablesWith(configured)).toEqual([]);
    expect(tablesWith(variable)).toEqual([]);
    expect(tablesWith(registered)).toEqual(['Credential']);
    expect(tablesWith(setting)).toEqual(['Service']);
  });

  it('in the URL of the file is refused, and not quoted', () => {
    custos = new RunningCustos();
    const file = join(custos.folder, 'custos.yaml');
    writeFileSync(
      file,
      `stacks: [{ name: a, services: [{ name: b, kind: c, url: 'http://u:${configured}@h' }] }]`,
    );
    expect(readFileSync(file, 'utf8')).toContain(configured);
    expect(() => readConfig({ config: file }, {})).toThrow('give them as `auth`');
    expect(() => readConfig({ config: file }, {})).not.toThrow(configured);
  });
});
