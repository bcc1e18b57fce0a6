import type { CheckDefinition, Finding, LogLine } from 'custos/plugin-sdk';
import { evidence, fail, pass, warn } from 'custos/plugin-sdk';
import { collectorFailures, linesOfThisRun } from '../log.ts';

interface Signature {
  readonly code: string;
  readonly pattern: RegExp;
  readonly because: string;
}

/** Its last words, when it ends instead of starting. */
const lastWords: readonly Signature[] = [
  {
    code: 'F04',
    pattern: /listen \S+ \S*: bind: address already in use/,
    because: 'another process holds its port: stop that, or give it another with --web.listen-address',
  },
  {
    code: 'F13',
    pattern: /node_exporter: error: |level=error .*err="listen tcp: address \S+ invalid port"/,
    because: 'it is given a flag that it does not know or cannot read: correct its command',
  },
];

/** What does its log say? */
export const logSignatures: CheckDefinition = {
  name: 'log-signatures',
  title: 'Does its log tell of a failure?',
  reference: 'C02',
  covers: ['F35'],
  run: async (context) => {
    const lines = await linesOfThisRun(context);
    const findings = lastWords.flatMap((signature) => found(signature, lines));
    const failing = [...collectorFailures(lines).keys()];
    const observed = { lines: lines.length, failingCollectors: failing };
    const [first] = findings;
    if (first) return fail(first.explanation, { observed, findings });
    // Which of them matter is for `series` to say.
    if (failing.length > 0)
      return pass(`Its log tells of collectors that fail: ${failing.join(', ')}.`, { observed });
    const error = lines.findLast(({ text }) => /\blevel=(error|ERROR)\b/.test(text));
    return error
      ? warn('Its log tells of an error.', {
          observed,
          evidence: [evidence('LOG', 'log of the exporter', error.text)],
        })
      : pass('Its log tells of no failure.', { observed });
  },
};

function found({ code, pattern, because }: Signature, lines: readonly LogLine[]): readonly Finding[] {
  const line = lines.findLast(({ text }) => pattern.test(text));
  if (!line) return [];
  return [
    {
      code,
      certainty: 'CONFIRMED',
      explanation: `The exporter does not start, because ${because} (${wordsOf(line)}).`,
      evidence: [evidence('LOG', 'log of the exporter', line.text)],
      remedies: [
        code === 'F04'
          ? { action: 'free-port', why: 'It needs its port.' }
          : { action: 'recreate', why: 'With a command that it understands.' },
      ],
    },
  ];
}

function wordsOf({ text }: LogLine): string {
  const error = /\berr="((?:[^"\\]|\\.)*)"/.exec(text)?.[1] ?? /error: (.*)/.exec(text)?.[1];
  return (error ?? text).slice(0, 200);
}
