import { codesOf, pluginContract, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import { describe, expect, it } from 'vitest';
import plugin from './plugin.ts';
import { answering, exposition, metrics, scraped, well } from './worlds.ts';

pluginContract(plugin, well, { describe, it });

const look = (world: FakeWorld) => runCheck(plugin, 'probe', world);
const probed = (world: FakeWorld) => codesOf(plugin, 'probe', world);

describe('An application that is scraped', () => {
  it('C10 passes when Prometheus takes its metrics', async () => {
    expect(await look(well)).toMatchObject({
      status: 'PASS',
      observed: { samples: 6 },
      threshold: { timeoutMs: 10_000 },
    });
  });

  it.each<[string, string, string]>([
    ['a value that is none', 'bot_profit this is no number\n', 'is neither'],
    ['a word for a value', 'bot_profit is\n', '“is” is no number'],
    ['a number of another notation', 'bot_profit 1_000\n', '“1_000” is no number'],
    ['a time that is none', 'bot_profit 1 now\n', '“now” is no time'],
    ['a page', '<html><body>hello</body></html>\n', 'it is a page, not metrics'],
    ['a name without a value', 'bot_profit\n', 'it has no value'],
    ['an open quote', 'bot_profit{a="b} 1\n', 'is neither'],
    ['a name with a dash', 'bot-profit 1\n', 'is neither'],
  ])('F20 is rejected for one line with %s', async (_, line, words) => {
    const { status, findings } = await look(answering(metrics(`${exposition}${line}`)));
    expect(status).toBe('FAIL');
    expect(findings).toMatchObject([{ code: 'F20', certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toContain('Line 11 ');
    expect(findings[0]?.explanation).toContain(words);
    expect(findings[0]?.evidence?.[0]?.excerpt).toBe(`11: ${line.trim()}`);
  });

  it.each([
    [
      'a{b="c"} 1',
      'a{b="d\\"}",c="e"} +Inf 1767225600000',
      'a{ f = "g" , } -Inf',
      'a{i="j"}2',
      '{"of.another",b="c"} 1',
      'a{} 1.5e-3',
      'b NaN 1767225600000',
      '  a{b="h"}  .5',
    ],
    ['# EOF', '', '#comment', 'a 1'],
  ])('is taken with whatever the format allows: %s', async (...lines) => {
    expect(await probed(answering(metrics(lines.join('\n'))))).toEqual([]);
  });

  it('F20 is cut off when it speaks OpenMetrics without the line at its end', async () => {
    const headers = { 'content-type': 'application/openmetrics-text; version=1.0.0; charset=utf-8' };
    const text = 'a_total 1 # {trace_id="x"} 1 1767225600.5\n';
    expect(await probed(answering(metrics(text, { headers })))).toEqual(['F20']);
    expect(await probed(answering(metrics(`${text}# EOF\n`, { headers })))).toEqual([]);
  });

  it('F20 is rejected by Prometheus 3 without a type, or with one that is none of metrics', async () => {
    for (const headers of [{}, { 'content-type': 'text/html' }]) {
      const untyped = metrics(exposition, { headers });
      expect(await look(answering(untyped, scraped({}, '3.1.0')))).toMatchObject({
        status: 'FAIL',
        findings: [{ code: 'F20', severity: 'WARNING' }],
      });
      expect(await look(answering(untyped))).toMatchObject({
        status: 'PASS',
        findings: [{ code: 'F20', severity: 'INFO' }],
      });
    }
  });

  it.each([
    [401, 'asks for credentials'],
    [403, 'does not let us read'],
    [404, 'has nothing at /metrics'],
  ])('F19 turns Prometheus away with %d', async (status, words) => {
    const { findings } = await look(answering({ status }, scraped({ health: 'down' })));
    expect(findings).toMatchObject([{ code: 'F19', certainty: 'CONFIRMED' }]);
    expect(findings[0]?.explanation).toContain(words);
  });

  it('may turn only Custos away, which is worth knowing', async () => {
    expect(await look(answering({ status: 401 }))).toMatchObject({
      status: 'WARN',
      findings: [{ code: 'F19', severity: 'INFO' }],
    });
  });

  it('fails by itself', async () => {
    expect(await look(answering({ status: 500, text: 'no exchange' }))).toMatchObject({
      status: 'FAIL',
      findings: [
        { code: 'ApplicationFailing', explanation: expect.stringContaining('no exchange') as string },
      ],
    });
  });

  it.each([
    ['F18', 'TIMED_OUT'],
    ['F23', 'TLS_FAILED'],
    ['F21', 'TOO_LARGE'],
    ['ApplicationUnreachable', 'REFUSED'],
    ['ApplicationUnreachable', 'NAME_UNRESOLVED'],
  ] as const)('%s is what no answer is: %s', async (code, failure) => {
    expect(await look(answering({ failure }))).toMatchObject({
      status: 'FAIL',
      cause: failure,
      findings: [{ code, certainty: 'CONFIRMED' }],
    });
  });

  it('says with that when its container does not run', async () => {
    const container = { state: { status: 'paused' } };
    const { findings } = await look(answering({ failure: 'TIMED_OUT' }, { container }));
    expect(findings[0]?.explanation).toContain('Its container is paused.');
  });

  it('is not restarted without the approval of those who run it', async () => {
    const { findings } = await look(answering({ failure: 'REFUSED' }));
    expect(findings[0]?.remedies).toMatchObject([
      { action: 'restart', why: expect.stringContaining('approved') as string },
    ]);
  });

  it('F18 is too slow for its job, as Prometheus sees it too', async () => {
    const slow = metrics(exposition, { durationMs: 950 });
    const late = {
      scrapeTimeout: '900ms',
      health: 'down',
      lastError: 'Get "http://trading-bot:8082/metrics": context deadline exceeded',
    };
    expect(await look(answering(slow, scraped(late)))).toMatchObject({
      status: 'FAIL',
      threshold: { timeoutMs: 900 },
      findings: [{ code: 'F18', severity: 'WARNING', certainty: 'CONFIRMED' }],
    });
    expect(await look(answering(slow, scraped({ scrapeTimeout: '1s500ms' })))).toMatchObject({
      status: 'WARN',
      findings: [{ code: 'F18', severity: 'INFO', certainty: 'POSSIBLE' }],
    });
    expect(await probed(answering(slow))).toEqual([]);
  });

  it('says nothing, and its target stays up', async () => {
    expect(await probed(answering(metrics('')))).toEqual(['ApplicationNoMetrics']);
    expect(await probed(answering(metrics('# TYPE a gauge\n')))).toEqual(['ApplicationNoMetrics']);
  });

  it('says a series twice, and its target stays up', async () => {
    const { findings } = await look(answering(metrics('a{b="c"} 1\na{b="d"} 1\na{b="c"} 2\n')));
    expect(findings).toMatchObject([{ code: 'ApplicationDuplicateSeries' }]);
    expect(findings[0]?.explanation).toContain('a{b="c"}');
  });
});

describe('What can be wrong with an application', () => {
  const diagnosed = async (reference: string, world: FakeWorld): Promise<readonly string[]> => {
    const names = plugin.problems?.find((problem) => problem.reference === reference)?.checks ?? [];
    const own = plugin.checks?.map(({ name }) => name).filter((name) => names.includes(name)) ?? [];
    return (await Promise.all(own.map((name) => codesOf(plugin, name, world)))).flat();
  };

  it.each<[string, string, FakeWorld, readonly string[]]>([
    [
      'P02 a port on which nothing answers',
      'P02',
      answering({ failure: 'REFUSED' }),
      ['ApplicationUnreachable'],
    ],
    ['P02 metrics that cannot be read', 'P02', answering(metrics('oops is\n')), ['F20']],
    ['P15 samples of yesterday', 'P15', answering(metrics('bot_trades_total 1 1767139200000\n')), ['F22']],
  ])('%s is told by its checks', async (_, reference, world, codes) => {
    expect(await diagnosed(reference, world)).toEqual(codes);
    expect(await diagnosed(reference, well)).toEqual([]);
  });
});
