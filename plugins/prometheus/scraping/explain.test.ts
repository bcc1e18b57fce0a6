import { describe, expect, it } from 'vitest';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import type { TargetAnswer } from '../targets-worlds.ts';
import {
  containersWith,
  down,
  noSuchHost,
  ofTarget,
  refused,
  scraping,
  timedOut,
  wellWorld,
} from '../targets-worlds.ts';

const bot = 'trading-bot:8082';
const failing = (error: string, more: TargetAnswer = {}): FakeWorld =>
  scraping({ ...down('trading-bot', bot, error), ...more });

async function explained(world: FakeWorld): Promise<string> {
  const { findings } = await runCheck(plugin, 'targets', world);
  return findings.map(({ explanation }) => explanation).join('\n');
}

describe('The cause of a failing target', () => {
  it.each<[string, FakeWorld, string, RegExp, string[]]>([
    [
      'F16 is its stopped container',
      {
        ...failing(noSuchHost(bot)),
        containers: containersWith('trading-bot', {
          state: { status: 'exited', exitCode: 137, oomKilled: true },
        }),
      },
      'F16',
      /container trading-bot-trading-bot-1 is stopped \(exit code 137, out of memory\)\. Start it/,
      ['start trading-bot'],
    ],
    [
      'F16 is the network that it lost',
      { ...failing(noSuchHost(bot)), containers: containersWith('trading-bot', { networks: [] }) },
      'F16',
      /trading-bot-trading-bot-1 \(on no network\) have no network in common/,
      ['reconnect-network trading-bot'],
    ],
    [
      'F16 is an alias that it lost',
      {
        ...failing(noSuchHost(bot)),
        containers: containersWith('trading-bot', {
          networks: [
            { network: 'trading-bot_monitoring', networkId: 'n1', address: '172.18.0.3', aliases: [] },
          ],
        }),
      },
      'F16',
      /runs, but its network does not know it as trading-bot\. .* or scrape it as trading-bot-trading-bot-1\./,
      ['reconnect-network trading-bot'],
    ],
    [
      'F16 is a mistyped name',
      scraping(down('trading-bot', 'tradin-bot:8082', noSuchHost('tradin-bot:8082'))),
      'F16',
      /no container of the stack is called tradin-bot\. Was trading-bot meant\?/,
      ['write-configuration '],
    ],
    [
      'F16 is that Prometheus runs in the network of the host',
      {
        ...failing(noSuchHost(bot)),
        container: { ...wellWorld.container, networkMode: 'host', networks: [] },
      },
      'F16',
      /runs in the host's network/,
      [],
    ],
    [
      'F16 is the default network, which knows no names',
      {
        ...failing(noSuchHost(bot)),
        container: {
          ...wellWorld.container,
          networks: [{ network: 'bridge', networkId: 'b', address: '172.17.0.2', aliases: [] }],
        },
        containers: containersWith('trading-bot', {
          networks: [{ network: 'bridge', networkId: 'b', address: '172.17.0.3', aliases: [] }],
        }),
      },
      'F16',
      /default network “bridge”/,
      ['reconnect-network trading-bot'],
    ],
    [
      'F17 is localhost, which is Prometheus itself',
      scraping(down('trading-bot', 'localhost:8082', refused('localhost:8082'))),
      'F17',
      /localhost is Prometheus itself.*Scrape trading-bot:8082 instead/,
      ['write-configuration '],
    ],
    [
      'F17 is the port of the host in place of that of the container',
      {
        ...scraping(down('trading-bot', 'trading-bot:18082', refused('trading-bot:18082'))),
        containers: containersWith('trading-bot', {
          ports: [{ containerPort: 8082, protocol: 'tcp', hostIp: '127.0.0.1', hostPort: 18_082 }],
        }),
      },
      'F17',
      /18082 is the port on the host; between containers it is 8082/,
      ['write-configuration '],
    ],
    [
      'F17 is another port',
      scraping(down('trading-bot', 'trading-bot:80', refused('trading-bot:80'))),
      'F17',
      /not on port 80: it listens on 8082\. Scrape trading-bot:8082/,
      ['write-configuration '],
    ],
    [
      'F17 is a process that does not listen',
      failing(refused(bot)),
      'F17',
      /runs, but nothing in it listens on port 8082/,
      ['restart trading-bot'],
    ],
    [
      'F17 is a container that keeps restarting',
      {
        ...failing(refused(bot)),
        containers: containersWith('trading-bot', { state: { status: 'restarting', exitCode: 1 } }),
      },
      'F17',
      /keeps restarting \(exit code 1\)/,
      [],
    ],
    [
      'F17 is a listener on the loopback of the host',
      {
        ...scraping(down('docker', 'host.docker.internal:9323', refused('host.docker.internal:9323'))),
        host: { listeners: [{ address: '127.0.0.1', port: 9323, pid: 1, command: 'dockerd' }] },
      },
      'F17',
      /on the host dockerd listens only on 127\.0\.0\.1/,
      [],
    ],
    [
      'F17 is that nothing listens on the host',
      {
        ...scraping(down('docker', 'host.docker.internal:9323', refused('host.docker.internal:9323'))),
        host: { listeners: [{ address: '127.0.0.1', port: 22, pid: 1, command: 'sshd' }] },
      },
      'F17',
      /nothing listens on port 9323 of the host/,
      [],
    ],
    [
      'F18 is its paused container',
      {
        ...failing(timedOut(bot)),
        containers: containersWith('trading-bot', { state: { status: 'paused' } }),
      },
      'F18',
      /is paused/,
      ['restart trading-bot'],
    ],
    [
      'F18 is a network that the two do not share',
      {
        ...failing(timedOut(bot)),
        containers: containersWith('trading-bot', {
          networks: [{ network: 'other', networkId: 'n2', address: '172.19.0.3', aliases: ['trading-bot'] }],
        }),
      },
      'F18',
      /\(on trading-bot_monitoring\) and .* \(on other\) have no network in common/,
      ['reconnect-network trading-bot'],
    ],
  ])('%s', async (_, world, ...[code, sentence, remedies]) => {
    const { findings } = await runCheck(plugin, 'targets', world);
    const [finding] = findings;
    expect(findings).toHaveLength(1);
    expect(finding).toMatchObject({ code, certainty: 'CONFIRMED' });
    expect(finding?.explanation).toMatch(sentence);
    expect(finding?.remedies?.map(({ action, service = '' }) => `${action} ${service}`)).toEqual(remedies);
  });

  it('F20 is its container where that keeps restarting in the middle of answers', async () => {
    const world: FakeWorld = {
      ...failing('unexpected EOF'),
      containers: containersWith('trading-bot', { state: { status: 'restarting', exitCode: 1 } }),
    };
    expect(await explained(world)).toMatch(/keeps restarting \(exit code 1\)/);
    const limited = { ...world, routes: failing('sample limit exceeded').routes ?? {} };
    expect(await explained(limited)).toMatch(/breaks a limit/);
  });

  it('F18 is no lost network where Prometheus runs in that of the host', async () => {
    const world: FakeWorld = {
      ...failing(timedOut(bot)),
      container: { ...wellWorld.container, networkMode: 'host', networks: [] },
    };
    expect(await explained(world)).toMatch(
      /^Job trading-bot: its target trading-bot:8082 cannot be scraped: trading-bot answers Custos/,
    );
  });

  it('F17 is no wrong port where the container has that port among others', async () => {
    const port = (containerPort: number) => ({
      containerPort,
      protocol: 'tcp' as const,
      hostIp: null,
      hostPort: null,
    });
    const world: FakeWorld = {
      ...failing(refused(bot)),
      containers: containersWith('trading-bot', { ports: [port(9000), port(8082)] }),
    };
    expect(await explained(world)).toMatch(/nothing in it listens on port 8082/);
  });

  it('F17 is told without a container where the service has none', async () => {
    const world: FakeWorld = {
      ...failing(refused(bot)),
      peers: [{ name: 'trading-bot', kind: 'application', containerName: null }],
    };
    expect(await explained(world)).toMatch(
      /nothing listens on trading-bot:8082: the address or the port is wrong/,
    );
  });

  it('F17 is the host, by any name that the container has for it', async () => {
    const world: FakeWorld = {
      ...scraping(down('docker', 'engine:9323', refused('engine:9323'))),
      container: { ...wellWorld.container, extraHosts: ['other:10.0.0.1', 'engine:host-gateway'] },
    };
    expect(await explained(world)).toMatch(
      /on the host \(engine\) nothing listens on port 9323 that containers can reach/,
    );
  });

  const answers = (durationMs: number): FakeWorld => ({
    ...failing(timedOut(bot), { scrapeTimeout: '1s' }),
    peers: (wellWorld.peers ?? []).map((peer) =>
      peer.name === 'trading-bot'
        ? { ...peer, routes: { '/metrics': { status: 200, text: 'up 1', durationMs } } }
        : peer,
    ),
  });

  it('F18 is an answer that takes longer than scrape_timeout', async () => {
    expect(await explained(answers(3200))).toMatch(
      /trading-bot takes 3\.2 s to answer, longer than scrape_timeout \(1 s\)\. Raise scrape_timeout \(at most to the interval, 15 s\)/,
    );
  });

  it('F18 is no slow target when it answers others at once', async () => {
    expect(await explained(answers(12))).toMatch(
      /answers Custos in 12 ms, but did not answer Prometheus within 1 s/,
    );
  });

  it('F18 is a target that answers nobody', async () => {
    const world: FakeWorld = {
      ...failing(timedOut(bot)),
      peers: (wellWorld.peers ?? []).map((peer) => ({
        ...peer,
        routes: { '/metrics': { failure: 'TIMED_OUT' } },
      })),
    };
    expect(await explained(world)).toMatch(/does not answer, neither Prometheus within 10 s nor Custos/);
  });

  it('F19 is told with the path where its metrics are', async () => {
    const world: FakeWorld = {
      ...failing('server returned HTTP status 404 Not Found', { scrapeUrl: `http://${bot}/stats` }),
      peers: (wellWorld.peers ?? []).map((peer) => ({ ...peer, routes: { '/metrics': 'up 1' } })),
    };
    expect(await explained(world)).toMatch(/nothing at \/stats \(404\)\. Its metrics are at \/metrics/);
  });

  it('is not looked for in one slow scrape among good ones', async () => {
    const world: FakeWorld = {
      ...failing(timedOut(bot)),
      queries: {
        ...wellWorld.queries,
        'max_over_time(up{job="trading-bot"}[37500ms])': [ofTarget('trading-bot', bot, 1)],
      },
    };
    const checked = await runCheck(plugin, 'targets', world);
    expect(checked.status).toBe('WARN');
    expect(checked.findings).toMatchObject([{ code: 'F18', severity: 'INFO', certainty: 'POSSIBLE' }]);
  });
});
