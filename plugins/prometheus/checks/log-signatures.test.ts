import { describe, expect, it } from 'vitest';
import { codesOf, runCheck } from 'custos/plugin-sdk/testing';
import type { FakeWorld } from 'custos/plugin-sdk/testing';
import plugin from '../plugin.ts';
import { falling, logging, now, well, withContainer } from '../process-worlds.ts';

const loaded =
  'ts=2026-01-01T00:00:00.000Z caller=main.go:1229 level=info msg="Completed loading of configuration file" filename=/etc/prometheus/prometheus.yml totalDuration=1.9ms';
const wal =
  'ts=2026-01-01T00:00:00.000Z caller=db.go:813 level=warn component=tsdb msg="Encountered WAL read error, attempting repair" err="read records: corruption in segment /prometheus/wal/00000000 at 4794: unexpected checksum 4efb39d1, expected f3abc2c5"';
const full =
  'ts=2026-01-01T00:00:00.000Z caller=scrape.go:1273 level=error component="scrape manager" scrape_pool=node msg="Scrape commit failed" err="write to WAL: log samples: write /prometheus/wal/00000000: no space left on device"';

describe('The log of a Prometheus that falls', () => {
  it.each<readonly [title: string, exitCode: number, line: string, code: string, words: RegExp]>([
    [
      'F01 a configuration that is no YAML, with its line',
      2,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:468 level=error msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" file=/etc/prometheus/prometheus.yml err="parsing YAML file /etc/prometheus/prometheus.yml: yaml: line 15: did not find expected \',\' or \']\'"',
      'F01',
      /parsing YAML file .*: yaml: line 15: did not find expected ',' or ']'\. Correct the file/,
    ],
    [
      'F01 a field that is unknown, on one line',
      2,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:468 level=error msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" file=/etc/prometheus/prometheus.yml err="parsing YAML file /etc/prometheus/prometheus.yml: yaml: unmarshal errors:\\n  line 9: field scrap_configs not found in type config.plain"',
      'F01',
      /unmarshal errors: line 9: field scrap_configs not found in type config\.plain/,
    ],
    [
      'F01 a file that is not there',
      2,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:468 level=error msg="Error loading config (--config.file=/nowhere.yml)" file=/nowhere.yml err="open /nowhere.yml: no such file or directory"',
      'F01',
      /open \/nowhere\.yml: no such file/,
    ],
    [
      'F01 what Prometheus 3 says of a job that is there twice',
      2,
      'time=2026-01-01T00:00:00.000Z level=ERROR source=main.go:600 msg="Error loading config (--config.file=/etc/prometheus/prometheus.yml)" file=/etc/prometheus/prometheus.yml err="parsing YAML file /etc/prometheus/prometheus.yml: found multiple scrape configs with job name \\"x\\""',
      'F01',
      /found multiple scrape configs with job name "x"/,
    ],
    [
      'F02 a rule that is no PromQL, with its file, group and alert',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=manager.go:1009 level=error component="rule manager" msg="loading groups failed" err="/etc/prometheus/base.yml: 4:34: group \\"base\\", rule 1, \\"Watchdog\\": could not parse expression: 1:9: parse error: unclosed left parenthesis"',
      'F02',
      /base\.yml: 4:34: group "base", rule 1, "Watchdog": could not parse expression/,
    ],
    [
      'F04 a port that is held inside',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:817 level=error msg="Unable to start web listener" err="listen tcp 0.0.0.0:9090: bind: address already in use"',
      'F04',
      /0\.0\.0\.0:9090: bind: address already in use/,
    ],
    [
      'F05 a data folder of another',
      2,
      'ts=2026-01-01T00:00:00.000Z caller=query_logger.go:91 level=error component=activeQueryTracker msg="Error opening query log file" file=/prometheus/queries.active err="open /prometheus/queries.active: permission denied"',
      'F05',
      /may not write \/prometheus\/queries\.active/,
    ],
    [
      'F05 a data folder that is read-only',
      2,
      'ts=2026-01-01T00:00:00.000Z caller=query_logger.go:91 level=error component=activeQueryTracker msg="Error opening query log file" file=/prometheus/queries.active err="open /prometheus/queries.active: read-only file system"',
      'F05',
      /may not write \/prometheus\/queries\.active/,
    ],
    [
      'F05 a log that another owns',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:1170 level=error err="opening storage failed: migrate WAL: check first existing segment: open /prometheus/wal/00000000: permission denied"',
      'F05',
      /may not write \/prometheus\/wal\/00000000/,
    ],
    [
      'F07 a log that cannot be repaired',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:1170 level=error err="opening storage failed: repair corrupted WAL: cannot handle error: delete all segments after corruption"',
      'F07',
      /cannot be repaired \(repair corrupted WAL: cannot handle error/,
    ],
    [
      'F08 a block that is damaged, by its name',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:1170 level=error err="opening storage failed: reloadBlocks: corrupted block 01ARZ3NDEKTSV4RRFFQ69G5FAV: index header: invalid size"',
      'F08',
      /block 01ARZ3NDEKTSV4RRFFQ69G5FAV cannot be read/,
    ],
    [
      'F09 head chunks that are garbage',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:1170 level=error err="opening storage failed: /prometheus/chunks_head/000001: invalid magic number ca53c97e"',
      'F09',
      /chunks_head\/000001: invalid magic number ca53c97e/,
    ],
    [
      'F09 head chunks that are cut off',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:1170 level=error err="opening storage failed: /prometheus/chunks_head/000001: invalid head chunk file header: invalid size"',
      'F09',
      /invalid head chunk file header/,
    ],
    ['F10 a mapped file without a place', 2, 'fatal error: fault', 'F10', /no place on the disk/],
    [
      'F10 a fault while a mapped file is written',
      2,
      '[signal SIGBUS: bus error code=0x2 addr=0x7f1 pc=0x46]',
      'F10',
      /no place/,
    ],
    [
      'F12 a folder that is locked',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:1170 level=error err="opening storage failed: lock DB directory: resource temporarily unavailable"',
      'F12',
      /Another Prometheus writes to the same folder/,
    ],
    [
      'F13 a flag that is unknown, by its name',
      1,
      "Error parsing commandline arguments: unknown long flag '--no.such.flag'",
      'F13',
      /unknown long flag '--no\.such\.flag'/,
    ],
    [
      'F13 a value that cannot be read',
      2,
      'Error parsing commandline arguments: not a valid duration string: "15x"',
      'F13',
      /not a valid duration string: "15x"/,
    ],
    [
      'F14 a file system that is not supported',
      1,
      'ts=2026-01-01T00:00:00.000Z caller=main.go:1064 level=error fs_type=NFS_SUPER_MAGIC msg="This filesystem is not supported and may lead to data corruption and data loss. Please carefully read https://prometheus.io/docs/prometheus/latest/storage/ to learn more about supported filesystems."',
      'F14',
      /filesystem is not supported .*: give Prometheus a volume on a local file system/,
    ],
  ])('gives away %s', async (...[, exitCode, line, code, words]) => {
    const { status, findings } = await runCheck(plugin, 'log-signatures', falling(exitCode, line));
    expect({ status, codes: findings.map((finding) => finding.code) }).toEqual({
      status: 'FAIL',
      codes: [code],
    });
    expect(findings[0]?.explanation).toMatch(words);
    expect(findings[0]?.evidence).toEqual([{ kind: 'LOG', source: 'docker logs', excerpt: line }]);
  });

  it('C02 is of its last falls: what it said ten minutes before is not told', async () => {
    const line = { at: now - 600_000, stream: 'stderr' as const, text: 'fatal error: fault' };
    const world = withContainer({ ...falling(2).container, logs: [line] });
    expect(await codesOf(plugin, 'log-signatures', world)).toEqual([]);
  });

  it('F01 is over once it was started with another configuration', async () => {
    const world = logging(
      'level=error msg="Error loading config" err="parsing YAML file: yaml: line 1: x"',
      loaded,
    );
    expect(await runCheck(plugin, 'log-signatures', world)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('F05 is not guessed from the panic alone, which says nothing of why', async () => {
    const world = falling(2, 'panic: Unable to create mmap-ed active query log');
    expect(await codesOf(plugin, 'log-signatures', world)).toEqual([]);
  });
});

describe('The log of a Prometheus that runs', () => {
  it.each<[string, string, string, string]>([
    ['F06 a log that was repaired', wal, 'F06', 'WARN'],
    ['F10 samples that cannot be written', full, 'F10', 'FAIL'],
    [
      'F09 head chunks that were thrown away',
      'ts=2026-01-01T00:00:00.000Z caller=head.go:613 level=error component=tsdb msg="Loading on-disk chunks failed" err="iterate on on-disk chunks: corruption in head chunk file /prometheus/chunks_head/000001: checksum mismatch"',
      'F09',
      'WARN',
    ],
    [
      'C40 a block that is passed over',
      'ts=2026-01-01T00:00:00.000Z caller=db.go:1482 level=error component=tsdb msg="failed to read meta.json for a block during reloadBlocks. Skipping" dir=/prometheus/01ARZ3NDEKTSV4RRFFQ69G5FAV err="open /prometheus/01ARZ3NDEKTSV4RRFFQ69G5FAV/meta.json: no such file or directory"',
      'PrometheusBlockSkipped',
      'WARN',
    ],
    [
      'F22 samples of another time',
      'ts=2026-01-01T00:00:00.000Z caller=scrape.go:1609 level=warn component="scrape manager" scrape_pool=bot target=http://bot:8082/metrics msg="Error on ingesting samples that are too old or are too far into the future" num_dropped=1',
      'F22',
      'WARN',
    ],
    [
      'X01 F01 a reload that failed, which it survives',
      'ts=2026-01-01T00:00:00.000Z caller=main.go:936 level=error msg="Error reloading config" err="couldn\'t load configuration (--config.file=\\"/etc/prometheus/prometheus.yml\\"): parsing YAML file /etc/prometheus/prometheus.yml: yaml: line 15: did not find expected node content"',
      'F01',
      'FAIL',
    ],
    [
      'P03 queries that its last end interrupted, which may be why it ended',
      'ts=2026-01-01T00:00:00.000Z caller=query_logger.go:69 level=info component=activeQueryTracker msg="These queries didn\'t finish in prometheus\' last run:" queries="[{\\"query\\":\\"sum(boom)\\",\\"timestamp_sec\\":1767225600}]"',
      'PrometheusQueriesUnfinished',
      'PASS',
    ],
  ])('gives away %s', async (_, line, code, status) => {
    const checked = await runCheck(plugin, 'log-signatures', logging(line));
    expect([checked.status, checked.findings.map((finding) => finding.code)]).toEqual([status, [code]]);
  });

  it('F02 is told once where a reload says it in three lines', async () => {
    const world = logging(
      'ts=1 level=error component="rule manager" msg="loading groups failed" err="rules.yml: 4:34: parse error"',
      'ts=1 level=error msg="Failed to apply configuration" err="error loading rules, previous rule set restored"',
      'ts=1 level=error msg="Error reloading config" err="one or more errors occurred while applying the new configuration (--config.file=\\"x\\")"',
    );
    expect(await codesOf(plugin, 'log-signatures', world)).toEqual(['F02']);
  });

  const ago = (ms: number, text: string): FakeWorld => logging({ at: now - ms, stream: 'stderr', text });
  it.each<[string, FakeWorld]>([
    ['C02 where it is as usual', well],
    ['F10 where room was made ten minutes ago', ago(600_000, full)],
    ['F22 where it was ten minutes ago', ago(600_000, 'msg="samples out of bounds" num_dropped=1')],
    [
      'F06 where a log was only replayed',
      logging('level=info component=tsdb msg="WAL replay completed" checkpoint_replay_duration=1µs'),
    ],
    [
      'F05 where a file of a target may not be read',
      logging('level=error msg="x" err="open /etc/prometheus/token: permission denied"'),
    ],
    [
      'F07 where a rule failed once',
      logging(
        'level=warn component="rule manager" msg="Evaluating rule failed" err="found duplicate series for the match group"',
      ),
    ],
    [
      'F12 where a lock file was left',
      logging(
        'level=warn component=tsdb msg="A lockfile from a previous execution already existed. It was replaced" file=/prometheus/lock',
      ),
    ],
  ])('gives no %s', async (_, world) => {
    expect(await runCheck(plugin, 'log-signatures', world)).toMatchObject({ status: 'PASS', findings: [] });
  });

  it('C02 is not known where there is no container', async () => {
    expect(await runCheck(plugin, 'log-signatures', { ...well, container: null })).toMatchObject({
      status: 'SKIPPED',
    });
  });
});
