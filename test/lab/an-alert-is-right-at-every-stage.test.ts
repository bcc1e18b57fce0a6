import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { readConfig } from '../../src/config.ts';
import { alertmanagerFiles, prometheusFiles } from './configuration.ts';
import { labEngine } from './engine.ts';
import { wellKnown } from './faults/diagnosed.ts';
import { reload, write } from './faults/fault.ts';
import { networkName } from './services.ts';
import { up, type LabStack } from './stack.ts';
import { until } from './until.ts';
import { Watched } from './watched.ts';

const found = await labEngine();
const secret = 'the-secret-of-the-webhooks-of-the-lab';
const everyMs = 1000;
const matcher = { name: 'alertname', value: 'BotDown', isRegex: false, isEqual: true };

interface AlertShown {
  readonly fingerprint: string;
  readonly state: string;
  readonly sources: readonly string[];
  readonly startsAt: string;
  readonly service: { readonly name: string } | null;
  readonly history: { readonly nodes: readonly { readonly to: string }[] };
}

let stack: LabStack;
let watched: Watched;
beforeAll(async () => {
  if ('missing' in found) throw new Error(found.missing);
  stack = await up({ docker: found.docker, project: 'alerting', ports: 'free' });
  const { server } = readConfig({ port: 0 }, {});
  watched = await Watched.start({
    // Where containers reach it.
    server: { ...server, host: '0.0.0.0' },
    alerts: { reconcileIntervalMs: everyMs, services: [] },
    webhookToken: secret,
  });
  await wellKnown(watched, stack);
  await write(stack, 'prometheus', {
    'prometheus.yml': (prometheusFiles['prometheus.yml'] ?? '').replace(
      'global:\n',
      'global:\n  external_labels: { cluster: lab }\n',
    ),
    'rules.yml': `${prometheusFiles['rules.yml'] ?? ''}
      - alert: BotDown
        expr: up{job="trading-bot"} == 0
        for: 2s
        labels: { severity: critical }
`,
  });
  await reload(stack, 'prometheus');
}, 180_000);
afterAll(async () => {
  await watched.stop();
  await stack.down();
});

/** What the API says of the alert; null when it knows of none. */
async function shown(name = 'BotDown'): Promise<AlertShown | null> {
  const { alerts } = await watched.ask<{ alerts: { nodes: readonly AlertShown[] } }>(
    `query ($filter: AlertFilter) { alerts(filter: $filter) { nodes {
      fingerprint state sources startsAt service { name } history { nodes { to } } } } }`,
    { filter: { stack: stack.project, matchers: [`alertname=${name}`] } },
  );
  return alerts.nodes[0] ?? null;
}

/** Waits until something holds of what Alertmanager or Prometheus says, and then for what the API says; answers how long after. */
async function stage(what: string, truth: () => Promise<boolean>, state: string): Promise<number> {
  await until(what, { withinMs: 30_000, everyMs: 50 }, truth);
  const began = performance.now();
  await until(`${what}, and the API says ${state}`, { withinMs: 10_000, everyMs: 50 }, async () => {
    return (await shown())?.state === state;
  });
  return performance.now() - began;
}

interface Told {
  readonly fingerprint: string;
  readonly startsAt: string;
  readonly status: { readonly state: string };
}
const told = async (): Promise<Told | undefined> => {
  const answer = await fetch(`${stack.url('alertmanager')}/api/v2/alerts?filter=alertname%3DBotDown`);
  return ((await answer.json()) as readonly Told[])[0];
};
const silence = async (): Promise<string> => {
  const [now, end] = [new Date(), new Date(Date.now() + 600_000)].map((time) => time.toISOString());
  const answer = await fetch(`${stack.url('alertmanager')}/api/v2/silences`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({
      matchers: [matcher],
      startsAt: now,
      endsAt: end,
      createdBy: 'lab',
      comment: 'lab',
    }),
  });
  return ((await answer.json()) as { readonly silenceID: string }).silenceID;
};

const webhook = async (): Promise<string> => {
  const network = await stack.docker.getNetwork(networkName(stack.project)).inspect();
  const { IPAM } = network as { IPAM: { Config: readonly { Gateway: string }[] } };
  const host = IPAM.Config[0]?.Gateway ?? '';
  return `    webhook_configs:
      - url: 'http://${host}:${new URL(watched.custos.url).port}/webhooks/alertmanager/${stack.project}'
        http_config: { authorization: { credentials: ${secret} } }
`;
};

describe.each([
  ['and a webhook tells of it', true],
  ['and no webhook ever arrives', false],
])('An alert that fires, is silenced, and resolves while it is silenced, %s,', (_, isTold) => {
  it('is right in the API within one listing, at every stage', { timeout: 120_000 }, async () => {
    const receiver = (alertmanagerFiles['alertmanager.yml'] ?? '').replace(
      'receivers: [{ name: nobody }]\n',
      `receivers:\n  - name: nobody\n${isTold ? await webhook() : ''}`,
    );
    await write(stack, 'alertmanager', { 'alertmanager.yml': receiver });
    expect((await reload(stack, 'alertmanager')).status).toBe(200);
    await until('the watchdog is known', { withinMs: 30_000, everyMs: 100 }, async () => {
      const sources = (await shown('Watchdog'))?.sources ?? [];
      return sources.length >= (isTold ? 3 : 2) && sources.includes('PROMETHEUS');
    });

    await stack.stop('trading-bot');
    const fired = await stage('Alertmanager has it', async () => (await told()) !== undefined, 'FIRING');
    await until('all know of it', { withinMs: 10_000, everyMs: 100 }, async () => {
      const sources = (await shown())?.sources ?? [];
      return (
        sources.includes('ALERTMANAGER') &&
        sources.includes('PROMETHEUS') &&
        sources.includes('WEBHOOK') === isTold
      );
    });
    const [alert, truth] = [await shown(), await told()];
    expect(alert).toMatchObject({ fingerprint: truth?.fingerprint, service: { name: 'trading-bot' } });
    expect(Date.parse(alert?.startsAt ?? '')).toBe(Date.parse(truth?.startsAt ?? ''));

    const id = await silence();
    const isMasked = async () => (await told())?.status.state === 'suppressed';
    const masked = await stage('Alertmanager silences it', isMasked, 'SUPPRESSED');

    await stack.start('trading-bot');
    const over = await stage(
      'Alertmanager has it no more',
      async () => (await told()) === undefined,
      'RESOLVED',
    );
    await fetch(`${stack.url('alertmanager')}/api/v2/silence/${id}`, { method: 'DELETE' });

    const [last] = [await shown()];
    const states = last?.history.nodes.map(({ to }) => to) ?? [];
    expect(states.slice(states.lastIndexOf('FIRING'))).toEqual(['FIRING', 'SUPPRESSED', 'RESOLVED']);
    for (const tookMs of [fired, masked, over]) expect(tookMs).toBeLessThan(3 * everyMs);
    process.stdout.write(
      `fires ${fired.toFixed()} ms, is silenced ${masked.toFixed()} ms, is over ${over.toFixed()} ms after Alertmanager, listed every ${String(everyMs)} ms\n`,
    );
  });
});
