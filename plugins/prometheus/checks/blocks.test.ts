import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { listed, listing, printing, ulid, well, wholeBlock, withContainer } from '../process-worlds.ts';

describe('The blocks of Prometheus', () => {
  const files = (...args: Parameters<typeof listing>): FakeWorld =>
    printing({ 'list-files': listing(...args) });
  const corrupted = `corrupted block ${ulid}: index header: invalid size\n`;
  it.each<[string, FakeWorld, readonly string[]]>([
    ['C40 F08 an index that is cut off', files(['index 2', 'meta.json 266']), ['F08']],
    ['C40 F08 an index that is not there', files(['meta.json 266']), ['F08']],
    ['C40 F08 chunks that are not there', files(wholeBlock, []), ['F08']],
    [
      'C40 F08 what promtool cannot open',
      printing({ 'list-blocks': { exitCode: 1, output: corrupted } }),
      ['F08'],
    ],
    [
      'C40 F08 what promtool cannot open where there is no ls',
      printing({
        'list-files': { exitCode: 127, output: '' },
        'list-blocks': { exitCode: 1, output: corrupted },
      }),
      ['F08'],
    ],
    ['C40 a block that is passed over', files(['index 208']), ['PrometheusBlockSkipped']],
    ['no C40 for a block that is whole', files(wholeBlock), []],
    [
      'no C40 for a block that is being written',
      printing({ 'list-files': listing(['index 2']).replaceAll(ulid, `${ulid}.tmp-for-creation`) }),
      [],
    ],
  ])('give away %s', async (_, world, codes) => {
    expect(await codesOf(plugin, 'blocks', world)).toEqual(codes);
  });

  it('C40 can be asked of one that does not start, and names the block that is in its way', async () => {
    const world = withContainer({
      state: { status: 'exited', exitCode: 1 },
      commands: {
        'helper list-files': listing(wholeBlock),
        'helper list-blocks': { exitCode: 1, output: corrupted },
      },
    });
    const { status, findings } = await runCheck(plugin, 'blocks', world);
    expect(status).toBe('FAIL');
    expect(findings[0]?.remedies).toMatchObject([{ action: 'quarantine-data', arguments: { block: ulid } }]);
  });

  it.each<[string, FakeWorld, string]>([
    [
      'is not known where nothing can list it',
      printing({
        'list-files': { exitCode: 127, output: '' },
        'list-blocks': { exitCode: null, output: listed },
      }),
      'UNKNOWN',
    ],
    ['is not known where it is paused', withContainer({ state: { status: 'paused' } }), 'UNKNOWN'],
    ['does not apply without a container', { ...well, container: null }, 'SKIPPED'],
  ])('C40 %s', async (_, world, status) => {
    expect(await runCheck(plugin, 'blocks', world)).toMatchObject({ status, findings: [] });
  });
});
