import type { LabStack } from '../stack.ts';
import type { Fault } from './fault.ts';
import { container, logged, loops, onVolumes, reload, shows, whileStopped, write } from './fault.ts';

const configuration = (receiver: string): string =>
  `route: { receiver: somebody, group_by: [alertname], group_wait: 200ms, group_interval: 1s }
receivers:
  - name: somebody
${receiver}
`;
const webhook = (url: string): string => configuration(`    webhook_configs: [{ url: '${url}' }]`);

/** Alertmanager takes over a configuration while it runs. */
async function reconfigured(stack: LabStack, text: string): Promise<void> {
  await write(stack, 'alertmanager', { 'alertmanager.yml': text });
  await reload(stack, 'alertmanager');
}

/** What can be wrong between a rule and those who are to be told. */
export const alertingFaults: readonly Fault[] = [
  {
    name: 'configuration of Alertmanager is wrong, reloaded',
    service: 'alertmanager',
    expected: ['F24'],
    inject: (stack) => reconfigured(stack, 'route: { receiver: nosuch }\nreceivers: [{ name: nobody }]\n'),
  },
  {
    name: 'configuration of Alertmanager is wrong, restarted',
    service: 'alertmanager',
    expected: ['F24'],
    inject: async (stack) => {
      await write(stack, 'alertmanager', { 'alertmanager.yml': webhook('${WEBHOOK_URL}') });
      await container(stack, 'alertmanager').restart({ t: 2 });
      await loops(stack, 'alertmanager');
    },
  },
  {
    name: 'receiver of Alertmanager answers 500',
    service: 'alertmanager',
    expected: ['F25'],
    inject: async (stack) => {
      const script = `import { createServer } from 'node:http';
createServer((request, response) => { request.resume(); response.writeHead(500).end('nope'); }).listen(8082);`;
      await write(stack, 'trading-bot', { 'server.mjs': script });
      await stack.restart('trading-bot');
      await reconfigured(stack, webhook('http://trading-bot:8082/hook'));
      await logged(stack, 'alertmanager', 'unexpected status code 500');
    },
  },
  {
    name: 'receiver of Alertmanager is not there',
    service: 'alertmanager',
    expected: ['F25'],
    inject: async (stack) => {
      await reconfigured(stack, webhook('http://trading-bot:9999/hook'));
      await logged(stack, 'alertmanager', 'connection refused');
    },
  },
  {
    name: 'data folder of Alertmanager belongs to root',
    service: 'alertmanager',
    expected: ['F05'],
    inject: async (stack) => {
      await whileStopped(stack, 'alertmanager', () =>
        onVolumes(
          stack,
          'alertmanager',
          ...[
            'sh',
            '-c',
            'touch /alertmanager/nflog; chown -R 0:0 /alertmanager; chmod 600 /alertmanager/nflog',
          ],
        ),
      );
      await loops(stack, 'alertmanager');
    },
  },
  {
    name: 'everything is silenced',
    service: 'alertmanager',
    expected: ['X11'],
    inject: async (stack) => {
      const now = Date.now();
      const answer = await fetch(`${stack.url('alertmanager')}/api/v2/silences`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({
          matchers: [{ name: 'alertname', value: '.+', isRegex: true, isEqual: true }],
          startsAt: new Date(now).toISOString(),
          endsAt: new Date(now + 3_600_000).toISOString(),
          createdBy: 'lab',
          comment: 'everything',
        }),
      });
      if (!answer.ok) throw new Error(await answer.text());
    },
  },
  {
    name: 'Alertmanager was stopped, and Prometheus sends to nobody',
    expected: ['F27', 'ContainerStopped'],
    inject: async (stack) => {
      await stack.stop('alertmanager');
      await shows('alerts are lost', async () => {
        const text = await (await fetch(`${stack.url('prometheus')}/metrics`)).text();
        return /^prometheus_notifications_errors_total\{[^}]*\} [1-9]/mu.test(text);
      });
    },
  },
];
