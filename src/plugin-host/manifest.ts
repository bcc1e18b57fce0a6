import { z } from 'zod';
import { sdkVersion } from '../plugin-sdk/index.ts';
import { declarations, name } from './declared.ts';
import type { FromWorker } from './protocol.ts';
import { blame, parse } from './read-message.ts';
import { rangePattern, satisfies } from './sdk-range.ts';

const portNumber = z.number().int().min(1).max(65_535);
const variable = z.string().regex(/^[A-Z][A-Z0-9_]*$/, 'must be the name of a variable');
const tellers = z
  .strictObject({
    flags: z
      .array(z.string().regex(/^--?[a-z]/, 'must be a flag such as --web.listen-address'))
      .max(10)
      .default([]),
    environment: z.array(variable).max(10).default([]),
    onlyIf: variable.nullable().default(null),
  })
  .prefault({});

const manifest = z.object({
  name,
  // The pattern that semver.org publishes, without build metadata.
  version: z
    .string()
    .regex(
      /^(0|[1-9]\d*)\.(0|[1-9]\d*)\.(0|[1-9]\d*)(-[0-9A-Za-z-]+(\.[0-9A-Za-z-]+)*)?$/,
      'must be a version such as 1.0.0',
    ),
  description: z.string().min(1).max(500),
  sdk: z.string().regex(rangePattern, 'must be a range such as ^1.0.0'),
  kinds: z
    .array(
      z
        .strictObject({
          name,
          displayName: z.string().min(1).max(100),
          images: z.array(z.string().min(1).max(200)).max(50),
          port: portNumber,
          hostPorts: z.array(portNumber).max(10).optional(),
          needs: z.array(name).max(20).default([]),
          listens: tellers,
          prefix: tellers,
        })
        .transform((kind) => ({ ...kind, hostPorts: kind.hostPorts ?? [kind.port] })),
    )
    .min(1)
    .max(20),
  permissions: z.array(
    z.enum([
      'http',
      'peers',
      'query',
      'docker:read',
      'docker:archive',
      'docker:exec',
      'docker:helper',
      'host',
    ]),
  ),
  ...declarations,
  settings: z.record(z.string(), z.json()).optional(),
});

/** What a plugin says of itself, as far as it was validated. */
export type Manifest = z.infer<typeof manifest>;

/** What a module said of itself when it was loaded; a string says, as a sentence, why that is not acceptable. */
export function readManifest(loaded: FromWorker & { readonly kind: 'loaded' }): Manifest | string {
  const read = manifest.safeParse(parse(loaded.manifest));
  if (!read.success) return `Its manifest is not valid: ${blame(read.error)}.`;
  if (!loaded.probes) return 'Its manifest is not valid: probe: must be a function.';
  if (!satisfies(sdkVersion, read.data.sdk))
    return `It was written for ${read.data.sdk} of the plugin SDK; this is ${sdkVersion}.`;
  return read.data;
}
