import { z } from 'zod';
import { evidenceKinds } from '../domain/diagnosis/evidence.ts';
import { certainties, severities } from '../domain/diagnosis/finding.ts';
import { checkCauses, checkStatuses } from '../domain/health/check.ts';
import { limits } from './protocol.ts';
import type { Reading, ReportedExamined } from './protocol.ts';
import { blame, parse } from './read-message.ts';

const sentence = z.string().max(limits.summaryCharacters);
const short = z.string().min(1).max(100);
const evidence = z
  .array(
    z.strictObject({
      kind: z.enum(evidenceKinds),
      source: z.string().max(limits.summaryCharacters),
      excerpt: z.string(),
      at: z.number().nonnegative().optional(),
    }),
  )
  .max(limits.evidence);

const examined = z.strictObject({
  name: short,
  status: z.enum(checkStatuses),
  summary: sentence,
  cause: z.enum(checkCauses).nullable(),
  durationMs: z.number().nonnegative(),
  observed: z.json(),
  threshold: z.json(),
  evidence,
  findings: z
    .array(
      z.strictObject({
        code: short,
        certainty: z.enum(certainties),
        severity: z.enum(severities).optional(),
        explanation: sentence,
        aspect: z.string().min(1).max(200).optional(),
        service: short.optional(),
        evidence: evidence.optional(),
        remedies: z
          .array(
            z.strictObject({
              action: short,
              service: short.optional(),
              arguments: z.record(z.string(), z.json()).optional(),
              why: sentence,
            }),
          )
          .max(10)
          .optional(),
      }),
    )
    .max(limits.findings),
});

const path = z
  .string()
  .max(4096)
  .regex(/^\/[^\0]*$/, 'must be an absolute path');
const service = short;
const time = z.number().nonnegative();
const parts = z.record(z.string().max(100), z.string().max(4096));
const container = z.literal('container');
const reading = z.union([
  z.strictObject({ of: container, kind: z.enum(['inspect', 'usage']), service }),
  z.strictObject({
    of: container,
    kind: z.literal('logs'),
    service,
    tail: z.number().int().min(1).max(2000),
    since: time,
  }),
  z.strictObject({ of: container, kind: z.literal('events'), service, since: time }),
  z.strictObject({ of: container, kind: z.literal('archive'), service, path }),
  z.strictObject({ of: container, kind: z.literal('exec'), command: short, parts }),
  z.strictObject({
    of: container,
    kind: z.literal('helper'),
    command: short,
    parts,
    network: z.enum(['none', 'container', 'host']),
    user: z.enum(['image', 'root']),
  }),
  z.strictObject({
    of: z.literal('engine'),
    kind: z.enum(['info', 'containers', 'networks', 'disk', 'volumes']),
  }),
  z.strictObject({ of: z.literal('host'), kind: z.literal('listeners') }),
  z.strictObject({ of: z.literal('host'), kind: z.literal('disk'), path }),
]);

/** A check of an examination out of its JSON; a string says, as a sentence, why it is none. */
export function readExamined(text: string): ReportedExamined | string {
  const read = examined.safeParse(parse(text));
  return read.success
    ? (read.data as ReportedExamined)
    : `What a check ended with cannot be read: ${blame(read.error)}.`;
}

/** What a check asks to be read; a string says, as a sentence, why that is nothing that can be. */
export function readReading(text: string): Reading | string {
  const read = reading.safeParse(parse(text));
  return read.success ? read.data : `What was asked for cannot be read: ${blame(read.error)}.`;
}
