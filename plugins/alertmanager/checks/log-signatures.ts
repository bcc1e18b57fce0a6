import type { CheckDefinition, Finding, LogLine, Remedy } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import { errorOf, linesOfThisRun, logSource } from '../log.ts';

interface Signature {
  readonly code: string;
  readonly pattern: RegExp;
  /** A sentence of what is wrong and what to do, from what the line says. */
  readonly says: (error: string) => string;
  readonly remedies: readonly Remedy[];
}

const correct: readonly Remedy[] = [
  { action: 'write-configuration', why: 'The file has to be corrected.' },
  { action: 'restart', why: 'It waits longer and longer before it tries again by itself.' },
];

/** What ends it, each by what it says last. */
const signatures: readonly Signature[] = [
  {
    code: 'F24',
    pattern: /Loading configuration file failed|config change subscribers failed to apply/,
    says: (error) => `Its configuration cannot be loaded: ${error}.${hintOf(error)}`,
    remedies: correct,
  },
  {
    code: 'F05',
    pattern: /level=(?:error|ERROR).*(?:permission denied|read-only file system)/,
    says: (error) =>
      `It may not read or write its data: ${error}. Give the folder (--storage.path) to the user that it runs as.`,
    remedies: [{ action: 'fix-ownership', why: 'Its data folder belongs to somebody else.' }],
  },
  {
    code: 'F10',
    pattern: /no space left on device/,
    says: (error) =>
      `The disk of its data is full: ${error}. Make room, or silences and what was sent are lost with its end.`,
    remedies: [{ action: 'reclaim-space', why: 'Images and build caches that nobody uses take space.' }],
  },
  {
    code: 'AlertmanagerDataCorrupt',
    pattern:
      /level=(?:error|ERROR).*err="?(?:unexpected EOF|proto: |illegal|.*(?:nflog|silences).*(?:corrupt|invalid))/,
    says: (error) =>
      `A file of its data is broken (${error}): nflog holds what was sent, silences the silences. Move the broken one away; without nflog some notifications are sent twice, without silences they have to be made again.`,
    remedies: [
      { action: 'back-up', why: 'The silences may be needed again.' },
      { action: 'swap-volume', why: 'It starts with empty data; the old volume is kept.' },
    ],
  },
  {
    code: 'F04',
    pattern: /Listen error|listen tcp \S*: bind: address already in use/,
    says: (error) => `Another process holds its port: ${error}. Stop that, or give it another port.`,
    remedies: [{ action: 'free-port', why: 'It needs its port.' }],
  },
  {
    code: 'F13',
    pattern: /alertmanager: error: /,
    says: (error) => `It is given a flag that it cannot read: ${error}. Correct its command.`,
    remedies: [{ action: 'recreate', why: 'With a command that it understands.' }],
  },
  {
    code: 'F26',
    pattern: /v1 API received a request on a removed endpoint/,
    says: () =>
      'Somebody still sends to its v1 interface, which is gone, and those alerts are lost: set api_version: v2 below alerting.alertmanagers of that Prometheus, or correct the script that posts to /api/v1/alerts.',
    remedies: [],
  },
];

/** What does its log say since it was started? Deliveries that fail are for `notifications` to say. */
export const logSignatures: CheckDefinition = {
  name: 'log-signatures',
  title: 'Does its log tell of a failure?',
  reference: 'C02',
  covers: ['F05', 'F24', 'F26'],
  run: async (context) => {
    const lines = sinceLoaded(await linesOfThisRun(context));
    const findings = signatures.flatMap((signature) => found(signature, lines));
    const observed = { lines: lines.length };
    const [first] = findings;
    if (first) return fail(first.explanation, { observed, findings });
    const error = lines.findLast(({ text }) => /\blevel=(error|ERROR)\b/.test(text));
    return error && !/Notify for alerts failed/.test(error.text)
      ? warn('Its log tells of an error.', { observed, evidence: [evidence('LOG', logSource, error.text)] })
      : pass('Its log tells of no failure.', { observed });
  },
};

/** A configuration that was loaded makes earlier failures to load one the past. */
function sinceLoaded(lines: readonly LogLine[]): readonly LogLine[] {
  const loaded = lines.findLastIndex(({ text }) => /Completed loading of configuration file/.test(text));
  const isPast = ({ text }: LogLine, index: number): boolean =>
    index < loaded && /Loading configuration file failed|config change subscribers/.test(text);
  return lines.filter((line, index) => !isPast(line, index));
}

function found({ code, pattern, says, remedies }: Signature, lines: readonly LogLine[]): readonly Finding[] {
  const line = lines.findLast(({ text }) => pattern.test(text) && !/Notify/.test(text));
  if (!line) return [];
  const error = /alertmanager: error: (.*)/.exec(line.text)?.[1] ?? errorOf(line);
  return [
    {
      code,
      certainty: 'CONFIRMED',
      explanation: says(error.replace(/\.$/, '')),
      evidence: [evidence('LOG', logSource, line.text)],
      remedies,
    },
  ];
}

/** What an error means that does not say it. */
export function hintOf(error: string): string {
  if (/unsupported scheme "" for URL/.test(error))
    return ' It looks like a variable such as ${HOOK_URL}: Alertmanager replaces none; write the address, or use url_file.';
  const receiver = /undefined receiver "([^"]*)"/.exec(error)?.[1];
  if (receiver !== undefined) return ` Add a receiver of the name ${receiver}, or correct the route.`;
  return ' Correct the file.';
}
