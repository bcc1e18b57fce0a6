import type { Rule } from '../rule.ts';
import type { Command } from '../shell/command.ts';
import { pipedInto, writtenTo } from '../shell/command.ts';
import { callHas } from '../shell/docker.ts';
import { stoppedBefore } from './containers.ts';
import { compose, docker, has } from './looks.ts';

const now = /\$\(date\b[^)]*%[HMSsTNR]|`date\b[^`]*%[HMSsTNR]/u;

/** What a runbook does to keep data, and what it leaves to cron. */
export const keeping: readonly Rule[] = [
  {
    id: 'G35',
    kind: 'CANNOT_WORK',
    why: 'The container was stopped before, so exec is refused, and what is left is an empty backup.',
    instead:
      'Back up before anything is stopped, or read the files with docker compose cp, and check their sizes.',
    command: (command, place) =>
      (compose(command, 'exec') ?? docker(command, 'exec')) !== null &&
      writtenTo(command).length > 0 &&
      stoppedBefore(command, place),
  },
  {
    id: 'G35',
    kind: 'DANGEROUS',
    why: 'The time is asked for anew on each line, so that the files of one backup may go to different folders, or nowhere.',
    instead: 'Ask once, at the top: backup=/backup/$(date +%Y%m%d_%H%M%S), and write to "$backup".',
    command: (command, { earlier }) => {
      const stamped = [command, ...earlier().slice(0, 20)].filter(
        ({ text, name, run }) => now.test(text) && name !== 'echo' && run === null,
      );
      return stamped[0] === command && stamped.length > 1;
    },
  },
  {
    id: 'G35',
    kind: 'DANGEROUS',
    why: 'The comment says that this is for when it is needed, and the command deletes without asking.',
    instead: 'Ask for the finding that makes it needed and for the backup before: test -s FILE || exit 1.',
    command: (command) =>
      command.name === 'rm' &&
      has(command, /^-[a-zA-Z]*[rR]|^--recursive$/u) &&
      !command.pipeline.judged &&
      unconditional(command),
  },
  {
    id: 'G36',
    kind: 'DANGEROUS',
    why: 'crontab - puts this in the place of the whole table: what was there before is gone.',
    instead: 'Write a file into /etc/cron.d, or (crontab -l; echo "...") | crontab -.',
    command: (command, { earlier }) =>
      command.name === 'crontab' &&
      has(command, /^-$/u) &&
      !command.pipeline.commands.some(({ text }) => /crontab -l/u.test(text)) &&
      !earlier()
        .slice(0, 10)
        .some(({ name, words }) => name === 'crontab' && words[0]?.text === '-l'),
  },
  {
    id: 'G36',
    kind: 'MISLEADING',
    why: 'The date is filled in when the line is installed, and stays that day for ever.',
    instead:
      'Put the command into a script that cron runs; in a table of cron, single quotes and \\% as well.',
    command: (command) =>
      (command.name === 'echo' || command.name === 'printf') &&
      pipedInto(command).some(({ name }) => name === 'crontab') &&
      command.words.some(({ inner }) => inner.some(({ text }) => /^\s*date\b/u.test(text))),
  },
  {
    id: 'G36',
    kind: 'CANNOT_WORK',
    why: 'cron gives no terminal, and without -T exec asks for one: the input device is not a TTY.',
    instead: 'Write docker compose exec -T.',
    command: (command) => {
      if (!command.scheduled) return false;
      const call = compose(command, 'exec');
      const terminal = docker(command, 'exec');
      return (
        (call !== null && !callHas(call, '-T', '--no-TTY', '--no-tty')) || callHas(terminal, '-t', '--tty')
      );
    },
  },
];

function unconditional({ comment }: Command): boolean {
  return /\bif (?:needed|necessary|required|corrupt|damaged|it is)|\boptional/iu.test(comment);
}
