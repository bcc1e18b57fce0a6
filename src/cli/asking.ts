import type { Command } from 'commander';

/** The options of a command that asks a server. */
export function asking(command: Command): Command {
  return command
    .option('--url <address>', 'the server to ask (CUSTOS_URL; by default the one that runs here)')
    .option('--token-file <file>', 'the file with the token for it (CUSTOS_TOKEN: the token itself)')
    .option('-c, --config <file>', 'the configuration file (CUSTOS_CONFIG)');
}
