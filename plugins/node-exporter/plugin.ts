import { definePlugin } from 'custos/plugin-sdk';
import { ask, versionOf } from './answers.ts';
import { clock } from './checks/clock.ts';
import { collectors } from './checks/collectors.ts';
import { hostChecks } from './checks/host.ts';
import { logSignatures } from './checks/log-signatures.ts';
import { metrics } from './checks/metrics.ts';
import { mounts } from './checks/mounts.ts';
import { probe } from './checks/probe.ts';
import { series } from './checks/series.ts';
import { textfile } from './checks/textfile.ts';
import { findings } from './findings.ts';
import { problems } from './problems.ts';

export default definePlugin({
  name: 'node-exporter',
  version: '1.0.0',
  description:
    'Watches a node_exporter: whether it tells of the host, whether its collectors work, and how its host is.',
  sdk: '^1.0.0',
  kinds: [
    {
      name: 'node-exporter',
      displayName: 'node_exporter',
      images: ['prom/node-exporter', 'prometheus/node-exporter', 'node-exporter'],
      port: 9100,
      listens: { flags: ['--web.listen-address'] },
    },
  ],
  permissions: ['http', 'query', 'docker:read'],
  checks: [probe, series, mounts, logSignatures, ...hostChecks],
  findings,
  problems,
  probe: async ({ http, check }) => {
    const answers = ask(http);
    await Promise.all([
      check('metrics', () => metrics(answers), { reference: 'C31' }),
      check('collectors', () => collectors(answers), { reference: 'C31' }),
      check('clock', () => clock(answers), { reference: 'X02' }),
      check('textfile', () => textfile(answers), { reference: 'X13' }),
    ]);
    return { version: await versionOf(answers) };
  },
});
