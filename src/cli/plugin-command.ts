import { Command, InvalidArgumentError } from 'commander';

import type { NewPluginOptions } from './plugin-new.ts';
import { createPlugin } from './plugin-new.ts';
import type { World } from './world.ts';

/** `custos plugin`: for those who write plugins. */
export function pluginCommand(
  { ended }: { readonly ended: (code: number) => void },
  commands: { world(): World },
): Command {
  const plugin = new Command('plugin').description('begin a plugin of your own (docs/writing-a-plugin.md)');
  plugin
    .command('new <name>')
    .description('write a plugin that works, with a test')
    .option('--port <number>', 'where its service answers inside its container', portOf, 9000)
    .option('--image <name>', "the name of its service's image, by which it is recognised")
    .option('--into <folder>', 'the folder in which its folder is made', 'plugins')
    .action((name: string, options: NewPluginOptions) =>
      ended(createPlugin(commands.world(), name, options)),
    );
  return plugin;
}

function portOf(text: string): number {
  const number = Number(text);
  if (/^\d+$/u.test(text) && number >= 1 && number <= 65_535) return number;
  throw new InvalidArgumentError('Give a number from 1 to 65535.');
}
