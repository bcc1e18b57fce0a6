import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

import { newPlugin } from './new-plugin.ts';
import type { World } from './world.ts';
import { CannotDo, exits } from './world.ts';

/** What `custos plugin new` is told. */
export interface NewPluginOptions {
  /** Where its service answers inside its container. */
  readonly port: number;
  /** The name of its service's image. */
  readonly image?: string;
  /** The folder in which its folder is made. */
  readonly into: string;
}

const namePattern = /^[a-z][a-z0-9]*(?:-[a-z0-9]+)*$/u;

/**
 * Writes a plugin that works, with a test. Answers the exit code.
 * @throws CannotDo when the name is not right, or there is something of that name already
 */
export function createPlugin(world: World, name: string, { port, image, into }: NewPluginOptions): number {
  if (!namePattern.test(name) || name.length > 50)
    throw new CannotDo(
      exits.usage,
      `${JSON.stringify(name)} cannot be the name of a plugin: give lower-case letters, digits and hyphens, such as redis-exporter.`,
    );
  const folder = join(into, name);
  if (existsSync(folder))
    throw new CannotDo(exits.usage, `${folder} is there already: nothing was written. Give another name.`);
  const files = newPlugin({ name, port, image: image ?? `example/${name}` });
  try {
    mkdirSync(folder, { recursive: true });
    for (const [file, text] of Object.entries(files)) writeFileSync(join(folder, file), text);
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new CannotDo(exits.warn, `The plugin could not be written to ${folder}: ${reason}`);
  }
  world.out.write(`${Object.keys(files)
    .map((file) => join(folder, file))
    .join('\n')}
Next: node --test ${join(folder, 'plugin.test.js')}   then name ${into} under plugins.directories in the configuration file.
`);
  return exits.pass;
}
