import { readFileSync } from 'node:fs';
import { readdir } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';

import { alertmanagerFiles, prometheusFiles, tradingBotFiles } from './configuration.ts';
import { labEngine } from './engine.ts';
import { container, reload, targetDown, write } from './faults/fault.ts';
import { wellKnown } from './faults/diagnosed.ts';
import { up, type LabStack } from './stack.ts';
import { Watched } from './watched.ts';

const found = await labEngine();
/** Each of its own, so that the one that leaks is known; none is found anywhere else by chance. */
const canary = (number: number): string => `Canary${String(number).padStart(2, '0')}Zq8LkW3v`;

let stack: LabStack;
let watched: Watched;

const prometheusYaml = `${prometheusFiles['prometheus.yml'] ?? ''}
  - job_name: guarded
    basic_auth: { username: ann, password: ${canary(1)} }
    static_configs: [{ targets: ['trading-bot:8082'] }]
  - job_name: tokened
    authorization: { credentials: ${canary(2)} }
    static_configs: [{ targets: ['trading-bot:8083'] }]
  - job_name: asked
    params: { token: [${canary(3)}] }
    static_configs: [{ targets: ['no-such-host:80'] }]
`;
const alertmanagerYaml =
  `global: { smtp_smarthost: 'localhost:25', smtp_from: a@b.c, smtp_auth_password: ${canary(4)} }
${alertmanagerFiles['alertmanager.yml'] ?? ''}`.replace(
    '[{ name: nobody }]',
    `[{ name: nobody, webhook_configs: [{ url: 'http://ann:${canary(5)}@trading-bot:9999/hook?token=${canary(6)}' }], slack_configs: [{ api_url: 'http://trading-bot:9998/services/T0/B0/${canary(7)}' }] }]`,
  );
/** The bot says what nobody should say. */
const talkative = `${tradingBotFiles['server.mjs'] ?? ''}
console.log('password=${canary(8)}');
console.log('Authorization: Bearer ${canary(9)}');
console.log('calling https://bob:${canary(10)}@exchange.example/api');
console.log('{"api_key":"${canary(11)}","secret":"${canary(12)}"}');
console.log('panic: token: ${canary(13)} no space left on device permission denied');
`;

beforeAll(async () => {
  if ('missing' in found) throw new Error(found.missing);
  stack = await up({
    docker: found.docker,
    project: 'canaries',
    ports: 'free',
    shape: (service, options) => ({
      ...options,
      Env: [
        ...(options.Env ?? []),
        `GF_SECURITY_ADMIN_PASSWORD=${canary(14)}`,
        `API_TOKEN=${canary(15)}`,
        `DATABASE_URL=postgres://app:${canary(16)}@db/app`,
        `AWS_SECRET_ACCESS_KEY=${canary(17)}`,
      ],
      ...(service === 'prometheus' && {
        Cmd: [...(options.Cmd ?? []), `--web.external-url=http://ann:${canary(18)}@prometheus.example/`],
        Labels: { ...options.Labels, 'org.example.password': canary(19) },
      }),
    }),
  });
  watched = await Watched.start();
  await wellKnown(watched, stack);
  await watched.ask(
    `mutation ($input: UpdateServiceInput!) { updateService(input: $input) { userErrors { message } } }`,
    { input: { service: 'grafana', stack: stack.project, authorization: `Bearer ${canary(20)}` } },
  );
  await write(stack, 'trading-bot', { 'server.mjs': talkative });
  await container(stack, 'trading-bot').restart({ t: 2 });
  await write(stack, 'prometheus', { 'prometheus.yml': prometheusYaml });
  await reload(stack, 'prometheus');
  await targetDown(stack, 'asked', 'no such host');
  await write(stack, 'alertmanager', { 'alertmanager.yml': alertmanagerYaml });
  await reload(stack, 'alertmanager');
}, 180_000);
afterAll(async () => {
  await watched.stop();
  await stack.down();
});

const everything = `
  status verdict checks { name summary observed threshold evidence { source excerpt } }
  findings { code explanation evidence { source excerpt } remedies { arguments rationale } }`;

describe('Twenty secrets in configurations, variables, logs, addresses and headers', () => {
  it(
    'are told nowhere: not by the API, the log, the database, the journal, or the metrics',
    { timeout: 180_000 },
    async () => {
      const told: string[] = [];
      for (const service of stack.services) {
        told.push(
          JSON.stringify(
            await watched.ask(
              `mutation ($input: DiagnoseInput!) { diagnose(input: $input) { diagnosis { ${everything} } } }`,
              { input: { service, stack: stack.project } },
            ),
          ),
        );
      }
      const input = { stack: stack.project, detailed: true, ports: true };
      const verified = await watched.ask(
        `mutation ($input: VerifyStackInput!) { verifyStack(input: $input) { verification {
        checks { summary observed evidence { excerpt } } findings { explanation evidence { excerpt } } } } }`,
        { input },
      );
      const events = await watched.custos.app.events({ limit: 1000, keep: 'newest' });
      const services = await watched.ask(
        `{ services(first: 100) { nodes { url labels { name value } settings health { summary checks { summary observed } }
        container { labels { name value } logs(tail: 200) { text } } } } targets(first: 100) { nodes { scrapeUrl lastError labels { name value } } } }`,
      );
      const metrics = await (
        await fetch(`${watched.custos.url}/metrics`, {
          headers: { authorization: `Bearer ${watched.secret}` },
        })
      ).text();
      const database = (await readdir(watched.folder)).map((file) =>
        readFileSync(join(watched.folder, file), 'latin1'),
      );
      const places: Readonly<Record<string, string>> = {
        diagnoses: told.join('\n'),
        verification: JSON.stringify(verified),
        events: JSON.stringify(events),
        services: JSON.stringify(services),
        journal: watched.journal.said.join('\n'),
        metrics,
        database: database.join('\n'),
      };
      // What was looked at must have had something to say, or nothing is proved.
      expect(places['diagnoses']).toContain('F16');
      const leaks = Object.entries(places).flatMap(([place, text]) =>
        Array.from({ length: 20 }, (_, index) => canary(index + 1))
          // The credential of a registered service has to be kept to be used.
          .filter((secret) => text.includes(secret) && !(place === 'database' && secret === canary(20)))
          .map((secret) => `${place}: ${secret} …${around(text, secret)}…`),
      );
      expect(leaks).toEqual([]);
    },
  );
});

function around(text: string, secret: string): string {
  const at = text.indexOf(secret);
  return text.slice(Math.max(0, at - 80), at + 40);
}
