import type { Rule } from '../rule.ts';
import type { Line } from '../runbook.ts';
import type { Command } from '../shell/command.ts';
import { writtenTo } from '../shell/command.ts';
import { asks } from './requests.ts';
import { has, runs } from './looks.ts';

/** A flag of Prometheus, written as if it were a key of its file. */
const flatRetention = /(?<!-)\bstorage\.tsdb\.retention(?:\.time|\.size)?["']?\s*:/u;
const noMetric = /\bprometheus_memory_usage_bytes\b/u;
const blockDuration = /\bstorage\.tsdb\.max-block-duration\b/u;
/** Where the images have their configuration. */
const inImage = /^\/etc\/(?:prometheus|alertmanager|grafana)\//u;
const nested = /(?:^|\/)storage\/tsdb\/retention(?:\/(?:time|size))?$/u;
const noFlag =
  'Give the flag to the container: --storage.tsdb.retention.time=7d under command: in the Compose file.';

/** What a runbook does with Prometheus, its configuration and its data. */
export const prometheus: readonly Rule[] = [
  {
    id: 'G09',
    kind: 'CANNOT_WORK',
    why: 'That is a flag and no key of prometheus.yml: with it in the file, Prometheus does not start.',
    instead: noFlag,
    command: (command) => flatRetention.test(command.text),
    line: ({ text }) => flatRetention.test(text),
  },
  {
    id: 'G09',
    kind: 'CANNOT_WORK',
    why: 'Before 3.8, Prometheus knows no retention in its file, and does not start with it.',
    instead: noFlag,
    versions: { of: 'prometheus', below: '3.8' },
    line: (line) => isKey(line, nested),
  },
  {
    id: 'G09',
    kind: 'DANGEROUS',
    why: 'From 3.8 to 3.10 a retention in the file counts a million times as long as it says, so the disk fills up.',
    instead: noFlag,
    versions: { of: 'prometheus', from: '3.8', below: '3.11' },
    line: (line) => isKey(line, nested),
  },
  {
    id: 'G10',
    kind: 'CANNOT_WORK',
    why: 'max-block-duration is a flag for tests that compresses no memory, and as a key it keeps Prometheus from starting.',
    instead:
      'To need less memory, drop series that nobody asks for, or raise the limit: see custos diagnose prometheus.',
    command: (command) => blockDuration.test(command.text),
    line: ({ text }) => blockDuration.test(text),
  },
  {
    id: 'G10',
    kind: 'MISLEADING',
    why: 'What >> appends to is a file of the host: the one of that name in the container is another.',
    instead: 'Edit the file that is mounted (docker inspect says which), check it with promtool, and reload.',
    command: ({ writes, inside }, { mentions }) =>
      inside === null && mentions('docker') && writes.some(({ to }) => inImage.test(to.text)),
  },
  {
    id: 'G11',
    kind: 'CANNOT_WORK',
    why: 'promtool tsdb has no delete.',
    instead:
      'Shorten the retention, or, where --web.enable-admin-api is set, POST to /api/v1/admin/tsdb/delete_series.',
    command: (command) => runs(command, 'promtool', 'tsdb', 'delete'),
  },
  {
    id: 'G12',
    kind: 'CANNOT_WORK',
    why: 'No Prometheus has a metric of this name: the query succeeds and answers nothing.',
    instead: 'Ask for process_resident_memory_bytes{job="prometheus"}, and for prometheus_tsdb_head_series.',
    command: (command) => noMetric.test(command.text),
    line: ({ what, text }) => what !== 'comment' && noMetric.test(text),
  },
  {
    id: 'G14',
    kind: 'CANNOT_WORK',
    why: 'Prometheus answers 403 to this unless it was started with --web.enable-lifecycle, and curl without -f hides it.',
    instead:
      'Check the file with promtool, then docker compose kill -s HUP prometheus, and see that it was reloaded.',
    command: (command, { mentions }) =>
      asks(command, 'prometheus', /\/-\/(?:reload|quit)$/u) && !mentions('--web.enable-lifecycle'),
  },
  {
    id: 'G16',
    kind: 'CANNOT_WORK',
    why: 'There is no shell between exec and promtool that would make files of the *, and promtool itself does not.',
    instead:
      'Name the files, or check the configuration, which checks its rule files too: promtool check config FILE.',
    command: (command) => command.name === 'promtool' && command.run?.as === 'exec' && has(command, /[*?]/u),
  },
  {
    id: 'G32',
    kind: 'MISLEADING',
    why: 'tsdb list ends well on damaged blocks: it reads what they say of themselves, and checks no data.',
    instead: 'Use promtool tsdb analyze, and look at prometheus_tsdb_compactions_failed_total and the log.',
    command: (command) =>
      runs(command, 'promtool', 'tsdb', 'list') &&
      /valid|verif|check|integrit|corrupt|consisten/iu.test(command.comment),
  },
  {
    id: 'G32',
    kind: 'CANNOT_WORK',
    why: 'Nothing can read back what tsdb dump prints.',
    instead:
      'Take a snapshot; or promtool tsdb dump-openmetrics (2.51) and create-blocks-from, not for the last 3 hours.',
    command: (command) =>
      runs(command, 'promtool', 'tsdb', 'dump') &&
      (writtenTo(command).some(({ to }) => to.text !== '/dev/null') ||
        /import|export|back ?up|restor/iu.test(command.comment)),
  },
  {
    id: 'G33',
    kind: 'DANGEROUS',
    why: 'It loses up to three hours of samples, and Prometheus repairs a damaged log itself when it starts.',
    instead:
      'Restart and read the log; where that does not do, stop it and move wal and chunks_head aside together.',
    command: (command) => command.name === 'rm' && has(command, /(?:^|\/)(?:wal|wbl|chunks_head)(?:\/|$)/u),
  },
  {
    id: 'G33',
    kind: 'CANNOT_WORK',
    why: 'The shell of the host looks for files of the *, or nobody does: exec runs no shell in the container.',
    instead: 'Write docker compose exec SERVICE sh -c "..." where the image has a shell.',
    command: (command) =>
      command.run?.as === 'exec' &&
      command.name !== 'promtool' &&
      command.words.some(({ globs, text }) => globs && text.startsWith('/')),
  },
  {
    id: 'G37',
    kind: 'MISLEADING',
    why: 'A rule file that rule_files of prometheus.yml does not name is never read, and nothing says so.',
    instead:
      'Name it under rule_files, check that with promtool check config, reload, and look for it in /api/v1/rules.',
    command: (command, { mentions }) => writesRules(command) && !mentions('rule_files'),
  },
];

function isKey({ what, path, text }: Line, pattern: RegExp): boolean {
  return what === 'yaml' && pattern.test(path) && /:\s*\S/u.test(text);
}

function writesRules({ input, writes, words }: Command): boolean {
  const files = [...writes.map(({ to }) => to), ...words];
  return (
    input !== null &&
    files.some(({ text }) => /\.ya?ml$/u.test(text)) &&
    /^\s*-?\s*(?:record|alert):/mu.test(input.text)
  );
}
