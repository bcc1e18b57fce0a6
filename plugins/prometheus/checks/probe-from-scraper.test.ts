import { describe, expect, it } from 'vitest';
import type { CommandResult } from 'custos/plugin-sdk';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { down, noSuchHost, refused, scraping, timedOut, wellWorld } from '../targets-worlds.ts';

const bot = 'trading-bot:8082';
const well = '  HTTP/1.1 200 OK\n  Content-Type: text/plain; version=0.0.4; charset=utf-8\n';

/** A failing target, and what wget says of it inside the container. */
function fetching(error: string, fetch: string | CommandResult): FakeWorld {
  const world = scraping(down('trading-bot', bot, error));
  return { ...world, container: { ...wellWorld.container, commands: { fetch } } };
}

const probe = (world: FakeWorld) => runCheck(plugin, 'probe-from-scraper', world);

describe('The check probe-from-scraper', () => {
  it('C10 is skipped where no target is down', async () => {
    expect(await probe(wellWorld)).toMatchObject({ status: 'SKIPPED' });
  });

  it.each<[string, string, CommandResult, string]>([
    [
      'C10 confirms a name that does not resolve',
      noSuchHost(bot),
      { exitCode: 1, output: "wget: bad address 'trading-bot:8082'\n" },
      'F16',
    ],
    [
      'C10 confirms a port that refuses',
      refused(bot),
      { exitCode: 1, output: "wget: can't connect to remote host (172.18.0.3): Connection refused\n" },
      'F17',
    ],
    ['C10 confirms that no answer comes in time', timedOut(bot), { exitCode: 143, output: '' }, 'F18'],
    ['C10 confirms that no answer comes at all', timedOut(bot), { exitCode: null, output: '' }, 'F18'],
    [
      'C10 confirms a wrong path',
      'server returned HTTP status 404 Not Found',
      {
        exitCode: 1,
        output: '  HTTP/1.1 404 Not Found\nwget: server returned error: HTTP/1.1 404 Not Found\n',
      },
      'F19',
    ],
    [
      'C10 confirms that TLS fails',
      'Get "https://trading-bot:8082/metrics": http: server gave HTTP response to HTTPS client',
      {
        exitCode: 1,
        output:
          'wget: note: TLS certificate validation not implemented\nwget: got bad TLS record (len:103) while expecting handshake record\nwget: error getting response: Connection reset by peer\n',
      },
      'F23',
    ],
    [
      'C10 confirms a page',
      '"INVALID" is not a valid start token',
      { exitCode: 0, output: '  HTTP/1.1 200 OK\n  Content-Type: text/html; charset=utf-8\n' },
      'F20',
    ],
  ])('%s', async (_, error, result, code) => {
    const checked = await probe(fetching(error, result));
    expect(checked).toMatchObject({ status: 'FAIL', observed: { failing: 1, tried: 1 } });
    expect(checked.findings).toMatchObject([{ code, aspect: 'job=trading-bot' }]);
    expect(checked.evidence?.[0]?.source).toBe('wget http://trading-bot:8082/metrics');
  });

  it('finds nothing where the target answers from inside, and does not pass either', async () => {
    expect(await probe(fetching(timedOut(bot), well))).toMatchObject({ status: 'WARN', findings: [] });
  });

  it('finds that an answer comes later than scrape_timeout', async () => {
    let asked = wellWorld.now ?? 0;
    const world = fetching(timedOut(bot), well);
    // Each look at the clock is twelve seconds after the last; scrape_timeout is ten.
    const slow = {
      ...world,
      get now() {
        return (asked += 12_000);
      },
    };
    expect((await probe(slow)).findings).toMatchObject([{ code: 'F18' }]);
  });

  it('finds nothing of its own where the attempt fails otherwise than the scrape did', async () => {
    const { findings } = await probe(
      fetching(timedOut(bot), { exitCode: 1, output: "wget: bad address 'trading-bot:8082'\n" }),
    );
    expect(findings).toEqual([]);
  });

  it('asks in a container of its own where the image has no wget, and is unknown where that has none', async () => {
    const missing = {
      exitCode: 126,
      output:
        'OCI runtime exec failed: exec failed: unable to start container process: exec: "timeout": executable file not found in $PATH: unknown\r\n',
    };
    const world = fetching(refused(bot), missing);
    const helped = (fetch: CommandResult): FakeWorld => ({
      ...world,
      container: { ...world.container, commands: { fetch: missing, 'helper fetch': fetch } },
    });
    const connectionRefused = {
      exitCode: 1,
      output: "wget: can't connect to remote host: Connection refused",
    };
    expect(await probe(helped(connectionRefused))).toMatchObject({
      status: 'FAIL',
      findings: [{ code: 'F17' }],
    });
    expect(await probe(helped(missing))).toMatchObject({ status: 'UNKNOWN' });
  });

  it('is unknown where Prometheus runs in no container', async () => {
    expect(await probe({ ...fetching(refused(bot), well), container: null })).toMatchObject({
      status: 'UNKNOWN',
    });
  });

  it('is unknown where the address is none that a command may be given', async () => {
    const scrapeUrl = 'http://me:secret@trading-bot:8082/metrics';
    const world = scraping({ ...down('trading-bot', bot, refused(bot)), scrapeUrl });
    expect(await probe(world)).toMatchObject({ status: 'UNKNOWN' });
  });
});
