import type { CheckDefinition, Finding, LogLine } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import type { LogSignature } from '../process/log-signature.ts';
import { faultInMapping, signatures, takenOver } from '../process/log-signature.ts';
import { recentLines } from '../process/recent-lines.ts';

/** So many lines of the log are shown for a finding. */
const shownLines = 5;
/** What stops its start, or a reload: a configuration taken over later shows that it is mended. */
const stopping: ReadonlySet<string> = new Set([
  ...['F01', 'F02', 'F04', 'F05', 'F07', 'F08', 'F09', 'F12', 'F13', 'F14'],
]);
/** What does not stop it from running. */
const bearable: ReadonlySet<string> = new Set(['PrometheusBlockSkipped']);

/** Does its log say what is wrong? */
export const logSignatures: CheckDefinition = {
  name: 'log-signatures',
  title: 'Does its log say what is wrong?',
  reference: 'C02',
  run: async (context) => {
    const recent = await recentLines(context);
    if (!recent) return skipped('It has no container whose log could be read.');
    const findings = findingsIn(recent.lines, recent.end);
    const observed = { lines: recent.lines.length, found: findings.map(({ code }) => code) };
    const [first] = findings;
    if (!first)
      return pass(`Nothing in ${String(recent.lines.length)} lines of its log is known to be wrong.`, {
        observed,
      });
    if (findings.every(({ severity }) => severity === 'INFO'))
      return pass(first.explanation, { observed, findings });
    const isSerious = findings.some(({ code, severity }) => severity !== 'WARNING' && !bearable.has(code));
    return (isSerious ? fail : warn)(first.explanation, { observed, findings });
  },
};

/** What the lines give away, each cause once, with the newest lines that show it. */
function findingsIn(lines: readonly LogLine[], end: number): readonly Finding[] {
  const loaded = lines.findLastIndex(({ text }) => takenOver.test(text));
  const found = new Map<LogSignature, string[]>();
  for (const [index, { text, at }] of lines.entries()) {
    const signature = signatures.find(({ pattern }) => pattern.test(text));
    if (!signature) continue;
    if (index < loaded && stopping.has(signature.code) && signature.severity === undefined) continue;
    if (signature.minutes !== undefined && end - at > signature.minutes * 60_000) continue;
    found.set(signature, [...(found.get(signature) ?? []), text]);
  }
  const findings = [...found].map(([signature, shown]) => asFinding(signature, shown));
  return findings.some(({ code }) => code === 'F10') ? findings : [...findings, ...faults(lines)];
}

function asFinding(signature: LogSignature, shown: readonly string[]): Finding {
  const { code, certainty, severity, explain, remedies = [] } = signature;
  return {
    code,
    certainty,
    ...(severity && { severity }),
    explanation: explain(captured(signature.pattern, shown.at(-1) ?? '')),
    evidence: [evidence('LOG', 'docker logs', shown.slice(-shownLines))],
    remedies,
  };
}

/** What the pattern caught of the line, as a sentence can hold it: the log writes it escaped, on one line. */
function captured(pattern: RegExp, line: string): string {
  const [, ...parts] = pattern.exec(line) ?? [];
  const text = parts.find((part) => part !== undefined) ?? '';
  return text
    .replaceAll(/\\n\s*/gu, ' ')
    .replaceAll('\\"', '"')
    .replace(/\.$/u, '')
    .slice(0, 400);
}

/** Where the disk is full, what Prometheus maps into memory faults before anything can be logged. */
function faults(lines: readonly LogLine[]): readonly Finding[] {
  const shown = lines.filter(({ text }) => faultInMapping.test(text)).map(({ text }) => text);
  if (shown.length === 0) return [];
  return [
    {
      code: 'F10',
      certainty: 'LIKELY',
      explanation:
        'Prometheus fell because a file that it maps into memory has no place on the disk: make room, or keep less.',
      evidence: [evidence('LOG', 'docker logs', shown.slice(-shownLines))],
      remedies: [
        { action: 'reclaim-space', why: 'Dangling images and build cache are the safest to give up.' },
      ],
    },
  ];
}
