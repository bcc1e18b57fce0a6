import { z } from 'zod';
import { checkCauses, checkStatuses } from '../domain/health/check.ts';
import type { FromWorker, Report } from './protocol.ts';
import { limits } from './protocol.ts';

const sentence = z.string().max(limits.summaryCharacters);
const milliseconds = z.number().nonnegative();

const fromWorker = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('loaded'),
    manifest: z.string().max(limits.reportCharacters),
    probes: z.boolean(),
  }),
  z.strictObject({ kind: z.literal('unloadable'), failure: sentence }),
  z.strictObject({
    kind: z.literal('reported'),
    id: z.number().int(),
    report: z.string().max(limits.reportCharacters),
  }),
  z.strictObject({
    kind: z.literal('examined'),
    id: z.number().int(),
    check: z.string().max(limits.reportCharacters),
  }),
  z.strictObject({ kind: z.literal('done'), id: z.number().int() }),
  z.strictObject({
    kind: z.literal('asked'),
    id: z.number().int(),
    call: z.number().int(),
    reading: z.string().max(20_000),
  }),
  z.strictObject({ kind: z.literal('misbehaved'), failure: sentence }),
  z.strictObject({
    kind: z.literal('printed'),
    stream: z.enum(['stdout', 'stderr']),
    line: z.string().max(limits.lineCharacters),
  }),
  z.strictObject({ kind: z.literal('dropped'), lines: z.number().int().positive() }),
]);

const report = z.strictObject({
  version: z.string().max(limits.versionCharacters).nullable(),
  checks: z
    .array(
      z.strictObject({
        name: z.string().min(1).max(100),
        reference: z.string().max(20).nullable(),
        aspect: z.string().max(100).nullable(),
        status: z.enum(checkStatuses),
        summary: sentence,
        cause: z.enum(checkCauses).nullable(),
        durationMs: milliseconds,
        endedAgoMs: milliseconds,
        observed: z.json(),
        threshold: z.json(),
      }),
    )
    .max(limits.checks),
});

/** What came from a worker as a message; a string says, as a sentence, why it is none. */
export function readMessage(raw: unknown): FromWorker | string {
  const read = fromWorker.safeParse(raw);
  return read.success ? read.data : `It sent something that is no message: ${blame(read.error)}.`;
}

/** A report out of its JSON; a string says, as a sentence, why it is none. */
export function readReport(text: string): Report | string {
  const read = report.safeParse(parse(text));
  return read.success ? read.data : `Its report cannot be read: ${blame(read.error)}.`;
}

/** The value that a JSON text stands for; undefined when it is none. */
export function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** The first thing that is wrong, with where it is, short enough for a sentence. */
export function blame(error: z.ZodError): string {
  const [issue] = error.issues;
  if (!issue) return 'it is not valid';
  const path = issue.path.map(String).join('.');
  return `${path === '' ? '' : `${path}: `}${issue.message}`.slice(0, 300);
}
