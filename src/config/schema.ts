import { z } from 'zod';

import type { Json } from '../domain/health/check.ts';
import { whyNoPattern } from '../domain/redact.ts';
import { parseMatcher } from '../domain/service/matcher.ts';

const name = z
  .string()
  .regex(
    /^[A-Za-z0-9][A-Za-z0-9._-]{0,62}$/u,
    'must be letters, digits, dots, hyphens or underscores, at most 63',
  );
const milliseconds = (least: number, most: number) => z.number().int().min(least).max(most);
const httpUrl = z
  .url({
    protocol: /^https?$/u,
    error: 'must be an http or https address, such as http://127.0.0.1:9090',
  })
  .refine((text) => !/^[^/]*\/\/[^/?#]*@/u.test(text), {
    error: 'must hold no user name or password, since every viewer sees it: give them as `auth`',
  });
const json: z.ZodType<Json> = z.json();

const secret = z.string().min(1);
const file = z.string().min(1).describe('A file with the secret in it, read at the start.');
const username = z
  .string()
  .regex(/^[^:\p{Cc}]+$/u, 'must have no colon in it')
  .describe('For HTTP Basic.');

const auth = z
  .union(
    [
      z.strictObject({ token: secret.describe('Sent as `Authorization: Bearer`.') }),
      z.strictObject({ token_file: file }),
      z.strictObject({ username, password: secret }),
      z.strictObject({ username, password_file: file }),
    ],
    { error: 'must be { token }, { token_file }, { username, password } or { username, password_file }' },
  )
  .describe('With what requests to it are authorized.');
export type Auth = z.infer<typeof auth>;

const service = z.strictObject({
  name: name.describe('Its name, unique in its stack.'),
  kind: name.optional().describe('What it is, such as prometheus; may be left out when it is discovered.'),
  displayName: z.string().min(1).max(100).optional().describe('Its name as people write it.'),
  url: httpUrl.optional().describe('Where it answers.'),
  container: z.string().min(1).optional().describe('The name of its container.'),
  probeIntervalMs: milliseconds(250, 3_600_000).optional().describe('How often it is probed.'),
  labels: z.record(z.string(), z.string()).default({}).describe('Labels to filter by.'),
  settings: z.record(z.string(), json).default({}).describe('What its plugin is told about it.'),
  auth: auth.optional(),
  dependsOn: z
    .array(name)
    .optional()
    .describe('The services of its stack that it needs; omitted: what its kind usually needs.'),
});

/** How an engine is reached. */
export const enginePattern = /^(?:unix|tcp|http|https):\/\/.+/u;

const docker = z.strictObject({
  host: z
    .string()
    .regex(enginePattern, 'must be unix:///path/of/the/socket or tcp://host:port')
    .nullable()
    .default('unix:///var/run/docker.sock')
    .describe('Where the Docker engine answers; null: a stack without Docker.'),
  project: z.string().min(1).optional().describe('The compose project; by default the name of the stack.'),
});

const stack = z.strictObject({
  name: name.describe('Its name, unique.'),
  docker: docker.prefault({}),
  discover: z.boolean().default(true).describe('Whether services are looked for in Docker.'),
  services: z.array(service).default([]),
});

const secretPattern = z.string().superRefine((expression, context) => {
  const why = whyNoPattern(expression);
  if (why !== null) context.addIssue({ code: 'custom', message: `cannot be taken out: ${why}` });
});

const matcher = z.string().superRefine((text, context) => {
  try {
    parseMatcher(text);
  } catch (error) {
    context.addIssue({ code: 'custom', message: error instanceof Error ? error.message : String(error) });
  }
});

const alertRule = z.strictObject({
  matchers: z.array(matcher).min(1).describe('As in Alertmanager, such as team="trading"; all must match.'),
  service: name.describe('The service that such alerts are about.'),
  stack: name.optional().describe('In this stack only.'),
});

/** The configuration file: every option with its default. */
export const fileSchema = z.strictObject({
  server: z
    .strictObject({
      host: z.string().min(1).default('127.0.0.1').describe('The address to listen on.'),
      port: z.number().int().min(0).max(65_535).default(4000).describe('The port; 0 takes any free one.'),
      corsOrigins: z.array(z.string()).default([]).describe('Origins whose pages may call the API.'),
    })
    .prefault({}),
  storage: z
    .strictObject({
      dataDir: z.string().min(1).default('./data').describe('The folder of the database.'),
      retentionDays: z.number().int().min(1).max(3650).default(30).describe('How far the log reaches back.'),
    })
    .prefault({}),
  health: z
    .strictObject({
      probeIntervalMs: milliseconds(250, 3_600_000).default(5000),
      probeTimeoutMs: milliseconds(100, 60_000).default(3000),
      failureThreshold: z.number().int().min(1).max(100).default(2),
      successThreshold: z.number().int().min(1).max(100).default(2),
    })
    .prefault({}),
  diagnosis: z
    .strictObject({
      automatic: z
        .boolean()
        .default(true)
        .describe('Whether a service that goes DOWN of itself is diagnosed at once, not too often.'),
      timeoutMs: milliseconds(1000, 60_000).default(10_000).describe('Of a diagnosis that starts by itself.'),
    })
    .prefault({}),
  stacks: z.array(stack).optional().describe('Omitted: every compose project with a known service in it.'),
  plugins: z
    .strictObject({
      directories: z.array(z.string().min(1)).default([]).describe('Further folders of plugins.'),
      packages: z
        .boolean()
        .default(true)
        .describe('Whether installed packages named custos-plugin-*, or with that keyword, are plugins.'),
      settings: z
        .record(z.string(), z.record(z.string(), json))
        .default({})
        .describe('By plugin: what it is told of every service, unless the service says otherwise.'),
    })
    .prefault({}),
  redact: z
    .array(secretPattern)
    .default([])
    .describe('Regular expressions (RE2) of what is a secret here, beside what looks like one anyway.'),
  alerts: z
    .strictObject({
      reconcileIntervalMs: milliseconds(1000, 3_600_000)
        .default(30_000)
        .describe('How often the alerts of every Alertmanager and Prometheus are listed.'),
      services: z
        .array(alertRule)
        .default([])
        .describe(
          'Which services alerts are about, before what their labels say; the first that matches decides.',
        ),
    })
    .prefault({}),
  webhooks: z
    .strictObject({
      alertmanager: z
        .union([z.strictObject({ token: z.string().default('') }), z.strictObject({ token_file: file })], {
          error: 'must be { token } or { token_file }',
        })
        .default({ token: '' })
        .describe('With what webhooks of Alertmanager come; empty: a secret in the data folder.'),
    })
    .prefault({}),
});

export type FileConfig = z.infer<typeof fileSchema>;
