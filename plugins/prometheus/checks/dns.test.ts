import { describe, expect, it } from 'vitest';
import type { CommandResult } from 'custos/plugin-sdk';
import { runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { down, noSuchHost, refused, scraping, wellWorld } from '../targets-worlds.ts';

const bot = 'trading-bot:8082';
const server = 'Server:\t\t127.0.0.11\nAddress:\t127.0.0.11:53\n\n';
const found = (...addresses: readonly string[]): string =>
  `${server}Non-authoritative answer:\n${addresses.map((address) => `Name:\ttrading-bot\nAddress: ${address}\n`).join('')}\nNon-authoritative answer:\n\n`;
const unknown: CommandResult = {
  exitCode: 1,
  output: `${server}** server can't find trading-bot: NXDOMAIN\n\n`,
};

function resolving(
  resolve: string | CommandResult,
  world = scraping(down('trading-bot', bot, refused(bot))),
): FakeWorld {
  return { ...world, container: { ...wellWorld.container, commands: { resolve } } };
}

const dns = (world: FakeWorld) => runCheck(plugin, 'dns', world);

describe('The check dns', () => {
  it('C11 is skipped where no target is down', async () => {
    expect(await dns(wellWorld)).toMatchObject({ status: 'SKIPPED' });
  });

  it.each(['localhost:8082', '10.1.2.3:8082', '[::1]:8082'])(
    'C11 is skipped for %s, which is no name',
    async (address) => {
      const world = scraping(down('trading-bot', address, refused(address)));
      expect(await dns(world)).toMatchObject({ status: 'SKIPPED' });
    },
  );

  it('C11 passes where a failing target has the address of its container', async () => {
    expect(await dns(resolving(found('172.18.0.3')))).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('C11 passes where the container has an address of IPv6 besides', async () => {
    expect(await dns(resolving(found('172.18.0.3', 'fd00::3')))).toMatchObject({
      status: 'PASS',
      findings: [],
    });
  });

  it('F16 a name that does not resolve is told by name', async () => {
    const checked = await dns(resolving(unknown, scraping(down('trading-bot', bot, noSuchHost(bot)))));
    expect(checked).toMatchObject({ status: 'FAIL', findings: [{ code: 'F16', aspect: 'job=trading-bot' }] });
    expect(checked.findings[0]?.explanation).toContain('the name trading-bot cannot be resolved');
  });

  it('F16 is left to the next scrape where the last one failed otherwise', async () => {
    expect(await dns(resolving(unknown))).toMatchObject({ status: 'FAIL', findings: [] });
  });

  it('F17 a name that leads to another address is told with both', async () => {
    const { findings } = await dns(resolving(found('172.18.0.99')));
    expect(findings).toMatchObject([{ code: 'F17', aspect: 'job=trading-bot' }]);
    expect(findings[0]?.explanation).toMatch(
      /resolves to 172\.18\.0\.99, but its container has 172\.18\.0\.3/,
    );
  });

  it('F17 a name that two containers have is told', async () => {
    const { findings } = await dns(resolving(found('172.18.0.3', '172.18.0.99')));
    expect(findings[0]?.explanation).toMatch(/more than one container has it/);
  });
});
