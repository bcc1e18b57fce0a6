import { Command, Option } from 'commander';

import { asking } from './asking.ts';
import type { ServerOptions } from './open-server.ts';
import type { CreateOptions } from './token.ts';
import { createToken, listTokens, revokeToken } from './token.ts';
import type { World } from './world.ts';

/** `custos token`: who may come in. */
export function tokenCommand(
  { ended }: { readonly ended: (code: number) => void },
  commands: { world(): World },
): Command {
  const token = new Command('token').description('create, list and revoke tokens');
  asking(token.command('create <name>'))
    .description('make a token and print its secret; without a running server, in the data folder itself')
    .addOption(
      new Option('--role <role>', 'what it may do')
        .choices(['viewer', 'operator', 'admin'])
        .default('viewer'),
    )
    .option('--expires <when>', 'until when it is good: 30d, 12h, or a date; by default until it is revoked')
    .option('--data-dir <folder>', 'open this data folder instead of asking a server')
    .option('--json', 'print JSON')
    .action(async (name: string, options: CreateOptions) =>
      ended(await createToken(commands.world(), name, options)),
    );
  asking(token.command('list'))
    .description('list the tokens, the revoked ones too')
    .option('--json', 'print JSON')
    .action(async (options: ServerOptions & { readonly json?: boolean }) =>
      ended(await listTokens(commands.world(), options)),
    );
  asking(token.command('revoke <name>'))
    .description('revoke a token; whoever came in with it is let go')
    .action(async (name: string, options: ServerOptions) =>
      ended(await revokeToken(commands.world(), name, options)),
    );
  token
    .command('webhook')
    .description("print the secret with which Alertmanager's webhooks come")
    .option('-c, --config <file>', 'the configuration file')
    .action((options: { readonly config?: string }) => {
      const world = commands.world();
      world.out.write(`${world.webhookSecret(options.config)}\n`);
      ended(0);
    });
  return token;
}
