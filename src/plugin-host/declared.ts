import { z } from 'zod';

/** Names of kinds, checks, problems, actions and commands. */
export const name = z
  .string()
  .max(50)
  .regex(/^[a-z][a-z0-9]*(-[a-z0-9]+)*$/, 'must be lower-case letters, digits and hyphens');

const sentence = z.string().min(1).max(1000);
const row = z.string().min(1).max(200);
const code = z
  .string()
  .max(60)
  .regex(/^[A-Z][A-Za-z0-9]*$/, 'must be upper camel case, such as F16');
const scope = z.union([z.literal('containers'), z.array(name).max(20)]).optional();

const check = z.strictObject({
  name,
  title: sentence,
  reference: row.optional(),
  covers: z.array(row).max(50).default([]),
  of: scope,
});

const finding = z.strictObject({
  code,
  title: sentence,
  severity: z.enum(['CRITICAL', 'WARNING', 'INFO']),
  covers: z.array(row).max(50).default([]),
  symptomOf: z.union([z.literal('*'), z.array(z.union([code, z.literal('*')])).max(100)]).default([]),
});

const problem = z.strictObject({
  name,
  title: sentence,
  of: scope,
  symptoms: z.array(sentence).max(50),
  reference: row.optional(),
  checks: z.array(name).min(1).max(100),
});

const action = z.strictObject({
  name,
  title: sentence,
  description: z.string().min(1).max(4000),
  scope: z.enum(['SERVICE', 'STACK']).default('SERVICE'),
  of: scope,
  risk: z.enum(['SAFE', 'DISRUPTIVE', 'DESTRUCTIVE']),
  playbook: z.boolean().default(false),
  manual: z.boolean().default(false),
  parameters: z.record(z.string(), z.json()).default({ type: 'object', additionalProperties: false }),
  reference: row.optional(),
});

const command = z
  .strictObject({
    name,
    argv: z.array(z.string().min(1).max(1000)).min(1).max(50),
    parts: z.record(z.string().regex(/^[a-z][A-Za-z]*$/), z.string().max(300)).default({}),
  })
  .refine(
    ({ argv: [program = ''] }) => !program.startsWith('-') && !program.includes('{'),
    'must begin with the name of a program',
  )
  .refine(({ parts }) => Object.values(parts).every(isPattern), 'has a part whose pattern cannot be read');

function isPattern(pattern: string): boolean {
  try {
    return new RegExp(pattern, 'u') instanceof RegExp;
  } catch {
    return false;
  }
}

/** No two of a list have one name. */
const distinct =
  <T>(key: (one: T) => string) =>
  (list: readonly T[], context: z.RefinementCtx): void => {
    const seen = new Set<string>();
    for (const one of list) {
      if (seen.has(key(one))) context.addIssue({ code: 'custom', message: `${key(one)} is there twice` });
      seen.add(key(one));
    }
  };
const byName = distinct<{ readonly name: string }>((one) => one.name);

/** What a plugin declares beside its kinds. */
export const declarations = {
  checks: z.array(check).max(100).default([]).superRefine(byName),
  findings: z
    .array(finding)
    .max(200)
    .default([])
    .superRefine(distinct((one) => one.code)),
  problems: z.array(problem).max(50).default([]).superRefine(byName),
  actions: z.array(action).max(50).default([]).superRefine(byName),
  commands: z.array(command).max(50).default([]).superRefine(byName),
  reads: z
    .array(z.string().regex(/^\/[^?#]*$/))
    .max(20)
    .default([]),
};
