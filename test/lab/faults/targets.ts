import { prometheusFiles } from '../configuration.ts';
import type { Fault } from './fault.ts';
import { reload, targetDown, write } from './fault.ts';

const good = prometheusFiles['prometheus.yml'] ?? '';

/** Prometheus scrapes one more target, as told, until that is down. */
const scraping =
  (job: string, error = ''): Fault['inject'] =>
  async (stack) => {
    await write(stack, 'prometheus', { 'prometheus.yml': `${good}  - ${job}\n` });
    await reload(stack, 'prometheus');
    await targetDown(stack, 'odd', error);
  };

/** The trading bot answers otherwise, until Prometheus says that it is down. */
const answering =
  (answer: string, error = ''): Fault['inject'] =>
  async (stack) => {
    const script = `import { createServer } from 'node:http';
createServer((request, response) => { ${answer} }).listen(8082);`;
    await write(stack, 'trading-bot', { 'server.mjs': script });
    await stack.restart('trading-bot');
    await targetDown(stack, 'trading-bot', error);
  };

/** What can be wrong with what Prometheus scrapes. */
export const targetFaults: readonly Fault[] = [
  {
    name: 'target has a name that nobody has',
    expected: ['F16'],
    inject: scraping("{ job_name: odd, static_configs: [{ targets: ['no-such-host:80'] }] }", 'no such host'),
  },
  {
    name: 'target has a port that nobody listens on',
    expected: ['F17'],
    inject: scraping("{ job_name: odd, static_configs: [{ targets: ['trading-bot:8083'] }] }", 'refused'),
  },
  {
    name: 'target is localhost inside the container',
    expected: ['F17'],
    inject: scraping("{ job_name: odd, static_configs: [{ targets: ['localhost:8082'] }] }", 'refused'),
  },
  {
    name: 'target has a path that is not there',
    expected: ['F19'],
    inject: scraping(
      "{ job_name: odd, metrics_path: /nowhere, static_configs: [{ targets: ['trading-bot:8082'] }] }",
      '404',
    ),
  },
  {
    name: 'target answers slowly',
    expected: ['F18'],
    inject: answering("setTimeout(() => response.end('up 1\\n'), 3000)", 'deadline'),
  },
  {
    name: 'target asks for credentials',
    expected: ['F19'],
    inject: answering('response.writeHead(401).end()', '401'),
  },
  {
    name: 'target answers what are no metrics',
    expected: ['F20'],
    inject: answering("response.end('this is not a metric\\n')"),
  },
  {
    name: 'target answers a page',
    expected: ['F20'],
    inject: answering("response.end('<html><body>hello</body></html>\\n')"),
  },
  {
    name: 'target tells more than is allowed',
    expected: ['F21'],
    inject: scraping(
      "{ job_name: odd, sample_limit: 1, static_configs: [{ targets: ['trading-bot:8082'] }] }",
      'sample limit',
    ),
  },
  {
    name: 'target is asked in TLS and speaks plainly',
    expected: ['F23'],
    inject: scraping(
      "{ job_name: odd, scheme: https, static_configs: [{ targets: ['trading-bot:8082'] }] }",
      'HTTP response to HTTPS client',
    ),
  },
  {
    name: 'target breaks off its answer',
    // What the target is asked itself lies deeper than the F20 of Prometheus, which it explains.
    expected: ['F20', 'ApplicationUnreachable'],
    inject: answering('request.socket.destroy()', 'EOF'),
  },
];
