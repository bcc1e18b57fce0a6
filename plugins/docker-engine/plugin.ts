import { definePlugin } from 'custos/plugin-sdk';
import { readEngine } from './engine-metrics.ts';
import { metrics } from './checks/metrics.ts';

export default definePlugin({
  name: 'docker-engine',
  version: '1.0.0',
  description: 'Watches the metrics of a Docker engine; whether its API answers is seen without a plugin.',
  sdk: '^1.0.0',
  kinds: [{ name: 'docker-engine', displayName: 'Docker engine', images: [], port: 9323 }],
  permissions: ['http'],
  probe: async ({ http, check, service }) => {
    const read = service.url === null ? null : readEngine(http);
    // The check waits for it by itself.
    read?.catch(() => undefined);
    await check('metrics', () => metrics(read), { reference: 'G39' });
    const engine = await read?.catch(() => null);
    return { version: engine?.version ?? null };
  },
});
