import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import type { TargetAnswer } from '../targets-worlds.ts';
import {
  answering,
  container,
  down,
  metricsRoute,
  noSuchHost,
  now,
  ofTarget,
  refused,
  scraping,
  target,
  targetsRoute,
  timedOut,
  wellTargets,
  wellWorld,
} from '../targets-worlds.ts';

const bot = 'trading-bot:8082';
const failing = (error: string, more: TargetAnswer = {}): FakeWorld =>
  scraping({ ...down('trading-bot', bot, error), ...more });

async function explained(world: FakeWorld): Promise<string> {
  const { findings } = await runCheck(plugin, 'targets', world);
  return findings.map(({ explanation }) => explanation).join('\n');
}

describe('The check targets', () => {
  it('C09 passes when all targets are up', async () => {
    const checked = await runCheck(plugin, 'targets', wellWorld);
    expect(checked).toMatchObject({ status: 'PASS', findings: [], observed: { down: 0, total: 3 } });
  });

  it('C09 fails when a target is down, and shows what Prometheus says of it', async () => {
    const checked = await runCheck(plugin, 'targets', failing(refused(bot)));
    expect(checked).toMatchObject({ status: 'FAIL', observed: { down: 1, total: 3 } });
    expect(checked.evidence?.[0]?.excerpt).toContain('connection refused');
  });

  it('C09 leaves open what has not been scraped yet', async () => {
    const world = scraping(
      target('trading-bot', bot, { health: 'unknown', lastScrape: '0001-01-01T00:00:00Z' }),
    );
    expect(await runCheck(plugin, 'targets', world)).toMatchObject({ status: 'UNKNOWN', findings: [] });
  });

  it('C09 fails where one target fails and another was slow once', async () => {
    const nodes = 'node-exporter:9100';
    const world = answering(
      targetsRoute([
        target('prometheus', 'localhost:9090'),
        down('trading-bot', bot, refused(bot)),
        down('node-exporter', nodes, timedOut(nodes)),
      ]),
    );
    const query = 'max_over_time(up{job="node-exporter"}[37500ms])';
    const checked = await runCheck(plugin, 'targets', {
      ...world,
      queries: { [query]: [ofTarget('node-exporter', nodes, 1)] },
    });
    expect(checked.status).toBe('FAIL');
    expect(checked.findings.map(({ severity }) => severity)).toEqual([undefined, 'INFO']);
  });

  it('makes one finding of all targets of a job that fail alike', async () => {
    const many = Array.from({ length: 50 }, (_, index) =>
      down('nodes', `node-${String(index)}:9100`, noSuchHost('x:1')),
    );
    const { findings } = await runCheck(
      plugin,
      'targets',
      answering(targetsRoute([...wellTargets, ...many])),
    );
    expect(findings).toHaveLength(1);
    expect(findings[0]).toMatchObject({ code: 'F16', aspect: 'job=nodes' });
    expect(findings[0]?.explanation).toMatch(/50 of its targets/);
  });
});

describe('A target that is down', () => {
  it.each<[string, string, string, RegExp]>([
    ['F16 for a name that nobody has', noSuchHost(bot), 'F16', /./],
    [
      'F16 for a resolver that gives no answer',
      'Get "http://trading-bot:8082/metrics": dial tcp: lookup trading-bot on 127.0.0.11:53: server misbehaving',
      'F16',
      /resolver gives no answer/,
    ],
    ['F17 for a port that refuses', refused(bot), 'F17', /nothing in it listens on port 8082/],
    ['F18 for no answer in time', timedOut(bot), 'F18', /did not answer Prometheus within 10 s/],
    [
      'F18 for a packet that finds no way',
      'Get "http://10.9.9.9:1/metrics": dial tcp 10.9.9.9:1: connect: no route to host',
      'F18',
      /no way/,
    ],
    [
      'F19 for a missing credential',
      'server returned HTTP status 401 Unauthorized',
      'F19',
      /asks for credentials \(401\)/,
    ],
    ['F19 for a credential without the right', 'server returned HTTP status 403 Forbidden', 'F19', /\(403\)/],
    ['F19 for a wrong path', 'server returned HTTP status 404 Not Found', 'F19', /metrics_path/],
    [
      'F20 for a value that is no number',
      'strconv.ParseFloat: parsing "is": invalid syntax',
      'F20',
      /format/,
    ],
    ['F20 for a page', '"INVALID" is not a valid start token', 'F20', /perhaps a page/],
    [
      'F20 for a content type that Prometheus 3 does not take',
      'non-compliant scrape target sending blank Content-Type and no fallback_scrape_protocol specified for target',
      'F20',
      /fallback_scrape_protocol: PrometheusText0\.0\.4/,
    ],
    ['F21 for too many samples', 'sample limit exceeded', 'F21', /sample limit exceeded/],
    ['F21 for too much', 'body size limit exceeded', 'F21', /body size limit exceeded/],
    [
      'F21 for too many labels',
      'label_limit exceeded (metric: go_info, number of labels: 4, limit: 1)',
      'F21',
      /label_limit/,
    ],
    [
      'F21 for too many targets',
      'target_limit exceeded (number of targets: 2, limit: 1)',
      'F21',
      /more targets than it may/,
    ],
    [
      'F23 for plain HTTP behind https',
      'Get "https://trading-bot:8082/metrics": http: server gave HTTP response to HTTPS client',
      'F23',
      /scheme: http /,
    ],
    [
      'F23 for a certificate that nobody vouches for',
      'Get "https://trading-bot:8082/metrics": x509: certificate signed by unknown authority',
      'F23',
      /ca_file/,
    ],
    [
      'F23 for a certificate that has expired',
      'Get "https://trading-bot:8082/metrics": x509: certificate has expired or is not yet valid: current time is after 2025-01-01',
      'F23',
      /Renew it/,
    ],
    [
      'TargetDown for an error of its own',
      'server returned HTTP status 500 Internal Server Error',
      'PrometheusTargetDown',
      /itself answers 500/,
    ],
    ['F20 for an answer that ends too early', 'unexpected EOF', 'F20', /ends the connection/],
    ['F20 for an answer that never begins', `Get "http://${bot}/metrics": EOF`, 'F20', /ends the connection/],
  ])('is told as %s', async (_, error, code, sentence) => {
    const { findings } = await runCheck(plugin, 'targets', failing(error));
    expect(findings.map((finding) => [finding.code, finding.aspect])).toEqual([[code, 'job=trading-bot']]);
    expect(findings[0]?.explanation).toMatch(sentence);
    expect(findings[0]?.evidence?.[0]?.excerpt).toContain(error);
  });
});

describe('When all targets are down at once', () => {
  const allDown = [
    target('prometheus', 'localhost:9090'),
    down('node-exporter', 'node-exporter:9100', noSuchHost('node-exporter:9100')),
    down('trading-bot', bot, noSuchHost(bot)),
  ];

  it('F16 is one finding, about what they share', async () => {
    const { findings } = await runCheck(plugin, 'targets', answering(targetsRoute(allDown)));
    expect(findings).toMatchObject([{ code: 'F16', severity: 'CRITICAL', certainty: 'LIKELY' }]);
    expect(findings[0]?.aspect).toBeUndefined();
    expect(findings[0]?.explanation).toMatch(/All 2 targets of 2 jobs are down at once/);
  });

  it('F18 is one finding too, when none answers in time', async () => {
    const slow = [
      target('prometheus', 'localhost:9090'),
      down('node-exporter', 'node-exporter:9100', timedOut('node-exporter:9100')),
      down('trading-bot', bot, timedOut(bot)),
    ];
    const { findings } = await runCheck(plugin, 'targets', answering(targetsRoute(slow)));
    expect(findings).toMatchObject([{ code: 'F18', severity: 'CRITICAL' }]);
    expect(findings[0]?.explanation).toContain("Look at Prometheus' own network, processor time and clock.");
  });

  it('F17 is told of each, for refusals are answers', async () => {
    const refusing = [
      target('prometheus', 'localhost:9090'),
      down('node-exporter', 'node-exporter:9100', refused('node-exporter:9100')),
      down('trading-bot', bot, refused(bot)),
    ];
    expect((await runCheck(plugin, 'targets', answering(targetsRoute(refusing)))).findings).toHaveLength(2);
  });

  it('F16 is certain where Prometheus has lost its network', async () => {
    const { findings } = await runCheck(plugin, 'targets', {
      ...answering(targetsRoute(allDown)),
      container: { ...wellWorld.container, networks: [] },
    });
    expect(findings).toMatchObject([{ certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toMatch(/Prometheus is on no network: connect it again/);
  });

  it('each is told by itself where each has a stopped container', async () => {
    const stopped = { state: { status: 'exited' } };
    const { findings } = await runCheck(plugin, 'targets', {
      ...answering(targetsRoute(allDown)),
      containers: {
        'node-exporter': { ...container('node-exporter', '', 9100), ...stopped },
        'trading-bot': { ...container('trading-bot', '', 8082), ...stopped },
      },
    });
    expect(findings.map(({ aspect }) => aspect)).toEqual(['job=node-exporter', 'job=trading-bot']);
  });
});

describe('A job', () => {
  it('that is expected and not configured is missing', async () => {
    const world = { ...wellWorld, settings: { expectedJobs: ['trading-bot', 'cadvisor'] } };
    const checked = await runCheck(plugin, 'targets', world);
    expect(checked.status).toBe('WARN');
    expect(checked.findings).toMatchObject([{ code: 'PrometheusJobMissing', aspect: 'job=cadvisor' }]);
  });

  const withoutBot = wellTargets.filter(({ scrapePool }) => scrapePool !== 'trading-bot');
  const sd = 'prometheus_sd_discovered_targets{config="trading-bot",name="scrape"}';

  it.each<[string, number, RegExp]>([
    ['whose service discovery finds nothing', 0, /service discovery finds nothing/],
    ['whose targets are all dropped by relabelling', 3, /relabelling drops all 3 targets/],
  ])('%s has no targets', async (_, count, sentence) => {
    const world = answering(targetsRoute(withoutBot), metricsRoute({ [sd]: count }));
    expect(await codesOf(plugin, 'targets', world)).toEqual(['PrometheusTargetEmpty']);
    expect(await explained(world)).toMatch(sentence);
  });

  it('is not missed in the first seconds after a start', async () => {
    const just = { process_start_time_seconds: now / 1000 - 4, [sd]: 0 };
    expect(await codesOf(plugin, 'targets', answering(targetsRoute(withoutBot), metricsRoute(just)))).toEqual(
      [],
    );
  });

  it('is not missed because relabelling gives it another name', async () => {
    const renamed = target('trading-bot', bot, { labels: { job: 'bot', instance: bot } });
    expect(await codesOf(plugin, 'targets', scraping(renamed))).toEqual([]);
  });
});
