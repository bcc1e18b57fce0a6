import type { LabStack } from '../stack.ts';
import type { Fault } from './fault.ts';
import { logged, write } from './fault.ts';

const grafana = { service: 'grafana', authorization: 'Bearer lab-token' } as const;

/** Gives Grafana's data source another address, as somebody would by its API. */
async function dataSourceAt(stack: LabStack, url: string): Promise<void> {
  const answer = await fetch(`${stack.url('grafana')}/api/datasources/uid/prometheus`, {
    method: 'PUT',
    headers: { 'content-type': 'application/json', authorization: grafana.authorization },
    body: JSON.stringify({ url }),
  });
  if (!answer.ok) throw new Error(`The data source was not changed: ${String(answer.status)}`);
}

async function logIn(stack: LabStack, password: string): Promise<void> {
  const authorization = `Basic ${Buffer.from(`admin:${password}`).toString('base64')}`;
  await fetch(`${stack.url('grafana')}/api/org`, { headers: { authorization } });
}

/** What can be wrong between Grafana and what it shows. It is a stand-in here, written from Grafana's published API. */
export const dashboardFaults: readonly Fault[] = [
  {
    ...grafana,
    name: 'data source has a port that nobody listens on',
    expected: ['F17'],
    inject: (stack) => dataSourceAt(stack, 'http://prometheus:9999'),
  },
  {
    ...grafana,
    name: 'data source has a name that nobody has',
    expected: ['F16'],
    inject: (stack) => dataSourceAt(stack, 'http://prometeus:9090'),
  },
  {
    ...grafana,
    name: 'data source is localhost inside of Grafana’s container',
    expected: ['F17'],
    inject: (stack) => dataSourceAt(stack, 'http://localhost:9090'),
  },
  {
    ...grafana,
    name: 'Prometheus was stopped, and dashboards are empty',
    expected: ['ContainerStopped'],
    inject: (stack) => stack.stop('prometheus'),
  },
  {
    service: 'grafana',
    name: 'account of Grafana is locked after wrong passwords',
    expected: ['F28'],
    inject: async (stack) => {
      for (let attempt = 0; attempt < 6; attempt += 1) await logIn(stack, 'wrong');
      await logged(stack, 'grafana', 'too many consecutive incorrect login attempts');
    },
  },
  {
    service: 'grafana',
    name: 'two data sources of Grafana’s provisioning are the default',
    expected: ['F32'],
    inject: (stack) =>
      write(
        stack,
        'grafana',
        {
          'grafana/provisioning/datasources/two.yml': `apiVersion: 1
datasources:
  - { name: A, type: prometheus, url: 'http://prometheus:9090', isDefault: true }
  - { name: B, type: prometheus, url: 'http://prometheus:9090', isDefault: true }
`,
        },
        '/etc',
      ),
  },
];
