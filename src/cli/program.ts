import { Command, InvalidArgumentError, Option } from 'commander';

/** What `custos serve` is told. */
export interface ServeOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly logLevel?: string;
}

/** What the commands do. */
export interface Commands {
  serve(options: ServeOptions): Promise<void>;
}

/** The command line: its words and what they take. A usage that is wrong throws commander's own error. */
export function createProgram(version: string, levels: readonly string[], commands: Commands): Command {
  const program = new Command('custos')
    .description('Sees, explains and repairs a monitoring stack, and says so over GraphQL.')
    .version(version, '-V, --version', 'print the version and end')
    .helpOption('-h, --help', 'print this help and end')
    .helpCommand(false)
    .showSuggestionAfterError()
    .exitOverride();
  program
    .command('serve')
    .description('watch the stacks and serve the API')
    .option('-c, --config <file>', 'the configuration file (CUSTOS_CONFIG)')
    .option('--host <address>', 'the address to listen on (CUSTOS_HOST; by default 127.0.0.1)')
    .option('-p, --port <number>', 'the port, 0 for any free one (CUSTOS_PORT; by default 4000)', port)
    .option('--data-dir <folder>', 'the folder of the database (CUSTOS_DATA_DIR; by default ./data)')
    .addOption(new Option('--log-level <level>', 'how much is logged').choices(levels).default('info'))
    .exitOverride()
    .action((options: ServeOptions) => commands.serve(options));
  return program;
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/u.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}
