import { afterEach, beforeEach, describe, expect, it } from 'vitest';

import { examineRunning } from '../../src/cli/doctor.ts';
import { CliWorld } from '../support/cli-world.ts';
import { container } from '../support/fake-engine.ts';
import { FakeEngine } from '../support/fake-engine.ts';
import { RunningCustos } from '../support/running-custos.ts';

let custos: RunningCustos;
beforeEach(async () => {
  custos = await new RunningCustos(new FakeEngine([container('prometheus')])).start();
});
afterEach(() => custos.end());

const payload = 'plugin { name status failure } userErrors { code message path suggestions }';
const ask = async (mutation: string, plugin: string) => {
  const query = `mutation { answer: ${mutation}(input: { plugin: "${plugin}" }) { ${payload} } }`;
  const response = await fetch(`${custos.custos.url}/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${custos.secret}` },
    body: JSON.stringify({ query }),
  });
  const { data, errors } = (await response.json()) as { data?: { answer: unknown }; errors?: unknown };
  expect(errors).toBeUndefined();
  return data?.answer;
};
const statusOf = (name: string) => custos.app.plugins().find((plugin) => plugin.name === name)?.status;

describe('A plugin that somebody disables', () => {
  it('rests, and so it does after a restart, until somebody enables it', async () => {
    expect(await ask('disablePlugin', 'prometheus')).toEqual({
      plugin: { name: 'prometheus', status: 'DISABLED', failure: null },
      userErrors: [],
    });
    await custos.restart();
    expect(statusOf('prometheus')).toBe('DISABLED');
    expect(statusOf('alertmanager')).toBe('READY');
    expect(await ask('enablePlugin', 'prometheus')).toMatchObject({ plugin: { status: 'READY' } });
    await custos.restart();
    expect(statusOf('prometheus')).toBe('READY');
  });

  it('leaves who did it, and what became of it, in the audit', async () => {
    await ask('disablePlugin', 'prometheus');
    await ask('disablePlugin', 'prometheus');
    await ask('enablePlugin', 'prometheus');
    await ask('reloadPlugin', 'prometheus');
    const events = await custos.app.events({
      filter: { types: ['PLUGIN_DISABLED', 'PLUGIN_ENABLED', 'PLUGIN_LOADED'], audit: true },
      limit: 10,
      keep: 'newest',
    });
    expect(
      events.map(({ actor, summary, subject, detail }) => ({ by: actor?.name, summary, subject, detail })),
    ).toEqual(
      [
        ['was disabled.', 'PLUGIN_DISABLED', 'READY', 'DISABLED'],
        ['was enabled.', 'PLUGIN_ENABLED', 'DISABLED', 'READY'],
        ['was loaded.', 'PLUGIN_LOADED', 'READY', 'READY'],
      ].map(([what, type, from, to]) => ({
        by: 'first-admin',
        summary: `The plugin prometheus ${String(what)}`,
        subject: 'plg_prometheus',
        detail: { type, pluginName: 'prometheus', from, to, failure: null },
      })),
    );
  });

  it('cannot be loaded anew before it is enabled', async () => {
    await ask('disablePlugin', 'prometheus');
    expect(await ask('reloadPlugin', 'prometheus')).toMatchObject({
      plugin: null,
      userErrors: [{ code: 'INVALID_TRANSITION', path: ['input', 'plugin'] }],
    });
    expect(statusOf('prometheus')).toBe('DISABLED');
  });
});

describe('custos doctor', () => {
  it('explains every plugin of the Custos that runs that is not READY', async () => {
    const world = new CliWorld({ url: custos.custos.url, token: custos.secret });
    expect(await examineRunning(world, {})).toMatchObject([{ name: 'running plugins', status: 'ok' }]);
    await ask('disablePlugin', 'prometheus');
    expect((await examineRunning(world, {})).slice(1)).toEqual([
      {
        ...{ name: 'plugin prometheus', status: 'warn' },
        told: 'It is DISABLED in the Custos that runs.',
        wayOut: 'Somebody disabled it; enablePlugin(input: { plugin: "prometheus" }) undoes that.',
      },
    ]);
  });

  it('says what it needs to ask the Custos that runs', async () => {
    const world = new CliWorld({ url: custos.custos.url });
    expect(await examineRunning(world, {})).toMatchObject([
      { status: 'warn', told: expect.stringMatching(/needs a token/) as unknown },
    ]);
  });
});

describe('A plugin that is not there', () => {
  it.each(['reloadPlugin', 'enablePlugin', 'disablePlugin'])(
    'is refused by %s, with the one meant',
    async (name) => {
      expect(await ask(name, 'promethues')).toEqual({
        plugin: null,
        userErrors: [
          {
            code: 'PLUGIN_UNKNOWN',
            message: 'There is no plugin named promethues.',
            path: ['input', 'plugin'],
            suggestions: ['prometheus'],
          },
        ],
      });
    },
  );
});
