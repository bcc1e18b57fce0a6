import { Command, InvalidArgumentError, Option } from 'commander';

import type { AlertsOptions } from './alerts.ts';
import { alerts } from './alerts.ts';
import { asking } from './asking.ts';
import type { DiagnoseOptions } from './diagnose.ts';
import { diagnose } from './diagnose.ts';
import type { Examined } from './doctor.ts';
import { examineRunning, tellExamined } from './doctor.ts';
import type { ServerOptions } from './open-server.ts';
import { pluginCommand } from './plugin-command.ts';
import { runbookCommand } from './runbook-command.ts';
import { status } from './status.ts';
import type { StatusOptions } from './status.ts';
import { tokenCommand } from './token-command.ts';
import type { VerifyOptions } from './verify.ts';
import { verify } from './verify.ts';
import type { WatchOptions } from './watch.ts';
import { watch } from './watch.ts';
import type { World } from './world.ts';

/** What `custos serve` is told. */
export interface ServeOptions {
  readonly config?: string;
  readonly host?: string;
  readonly port?: number;
  readonly dataDir?: string;
  readonly logLevel?: string;
  /** Watches the built-in simulator, and nothing else. */
  readonly demo?: boolean;
  /** Loads a plugin anew when its files change. */
  readonly watchPlugins?: boolean;
}

/** What the commands do that are not asked of a server; given by the program. */
export interface Commands {
  serve(options: ServeOptions): Promise<void>;
  /** The world for a command that asks a server; made for the one that runs. */
  world(): World;
  /** Looks at all that Custos needs here. */
  examine(options: ServeOptions): Promise<readonly Examined[]>;
  /** Answers what is worth a warning. @throws when the configuration is not right */
  validate(file: string | undefined): void;
  /** The configuration in force, as YAML, without secrets. @throws when it is not right */
  printed(file: string | undefined): string;
  /** The JSON Schema of the configuration file. */
  schema(): object;
}

/** What the program is told about itself. */
export interface About {
  readonly version: string;
  readonly levels: readonly string[];
  /** Told the exit code of the command that ran. */
  readonly ended: (code: number) => void;
}

/** The command line: its words and what they take. A usage that is wrong throws commander's own error. */
export function createProgram(about: About, commands: Commands): Command {
  const program = new Command('custos')
    .description('Sees, explains and repairs a monitoring stack, and says so over GraphQL.')
    .version(about.version, '-V, --version', 'print the version and end')
    .helpOption('-h, --help', 'print this help and end')
    .helpCommand(false)
    .showSuggestionAfterError()
    .showHelpAfterError('custos --help says what there is.')
    .exitOverride()
    .addHelpText(
      'after',
      `
verify, diagnose, status and watch ask the Custos that runs on this machine, or the one at --url; where none runs they
look for themselves, for as long as they run, and keep nothing.

Data is written to standard output, messages to standard error. docs/command-line.md has examples, exit codes
and environment variables.`,
    );
  program.addCommand(serveCommand(about, commands));
  program.addCommand(verifyCommand(about, commands));
  program.addCommand(diagnoseCommand(about, commands));
  program.addCommand(statusCommand(about, commands));
  program.addCommand(watchCommand(about, commands));
  program.addCommand(alertsCommand(about, commands));
  program.addCommand(tokenCommand(about, commands));
  program.addCommand(pluginCommand(about, commands));
  program.addCommand(runbookCommand(about, commands));
  program.addCommand(configCommand(about, commands));
  program.addCommand(doctorCommand(about, commands));
  for (const command of [program, ...program.commands]) inherit(program, command);
  return program;
}

/** `addCommand` leaves a command as it was made: what it shares with the program is given to it here. */
function inherit(program: Command, command: Command): void {
  for (const child of command.commands) {
    child.copyInheritedSettings(program);
    inherit(program, child);
  }
}

function serveCommand({ levels }: About, commands: Commands): Command {
  return new Command('serve')
    .description('watch the stacks and serve the API')
    .option('-c, --config <file>', 'the configuration file (CUSTOS_CONFIG)')
    .option('--host <address>', 'the address to listen on (CUSTOS_HOST; by default 127.0.0.1)')
    .option('-p, --port <number>', 'the port, 0 for any free one (CUSTOS_PORT; by default 4000)', port)
    .option('--data-dir <folder>', 'the folder of the database (CUSTOS_DATA_DIR; by default ./data)')
    .addOption(new Option('--log-level <level>', 'how much is logged').choices(levels).default('info'))
    .option('--demo', 'watch a simulated stack whose services fail and recover, and nothing else')
    .option('--watch-plugins', 'load a plugin anew when its files change, for whoever is writing one')
    .action((options: ServeOptions) => commands.serve(options));
}

function verifyCommand({ ended }: About, commands: Commands): Command {
  return asking(new Command('verify'))
    .description('observe every service anew, and say whether the stack is well')
    .option('--service <name>', 'only this service; may be given several times', gather)
    .option('--stack <name>', 'only this stack')
    .option('--detailed', 'diagnose as well: list every check and what was found')
    .option('--ports', 'ask as well whose the ports are that the stack needs')
    .option('--json', 'print JSON (schemaVersion 1)')
    .option('--strict', 'end with 1 when there are warnings')
    .option('--timeout <seconds>', 'how long to wait for observations', seconds, 30)
    .addHelpText(
      'after',
      `
Exit codes: 0 well, 1 warnings with --strict, 2 something fails, 3 something could not be observed,
4 usage or configuration, 5 Docker does not answer and nothing was found, 124 nothing found out in time.`,
    )
    .action(async (options: VerifyOptions) => ended(await verify(commands.world(), options)));
}

function diagnoseCommand({ ended }: About, commands: Commands): Command {
  return asking(new Command('diagnose'))
    .description('find out why a service is ill: the cause, what shows it, what would help')
    .argument('<service>', 'the name of the service')
    .option('--problem <name>', 'only this problem, such as prometheus-not-starting or P01')
    .option('--stack <name>', 'the stack that it is in')
    .option('--json', 'print JSON (schemaVersion 1)')
    .option('--timeout <seconds>', 'when to give up on checks, 1 to 60', seconds, 10)
    .addHelpText(
      'after',
      `
Exit codes: 0 nothing is wrong, 2 something is, 3 something could not be found out, 4 usage or configuration.`,
    )
    .action(async (service: string, options: DiagnoseOptions) =>
      ended(await diagnose(commands.world(), service, options)),
    );
}

function statusCommand({ ended }: About, commands: Commands): Command {
  return asking(new Command('status'))
    .description('print the stacks and services with their health, the worst first')
    .option('--stack <name>', 'only this stack')
    .option('--json', 'print JSON')
    .action(async (options: StatusOptions) => ended(await status(commands.world(), options)));
}

function alertsCommand({ ended }: About, commands: Commands): Command {
  return asking(new Command('alerts'))
    .description('print the alerts that wait, fire or are silenced, the newest first')
    .argument('[matchers...]', 'only those whose labels match, such as severity="critical"')
    .option('--stack <name>', 'only this stack')
    .option('--past', 'those that are over, too')
    .option('--json', 'print JSON (schemaVersion 1)')
    .action(async (matchers: readonly string[], options: AlertsOptions) =>
      ended(await alerts(commands.world(), matchers, options)),
    );
}

function watchCommand({ ended }: About, commands: Commands): Command {
  return asking(new Command('watch'))
    .description('print everything that happens, as it happens, until Ctrl-C')
    .option('--after <cursor>', 'begin after this cursor of the log instead of now')
    .option('--json', 'print one JSON object a line')
    .action(async (options: WatchOptions) => ended(await watch(commands.world(), options)));
}

function configCommand({ ended }: About, commands: Commands): Command {
  const config = new Command('config').description(
    'validate or print the configuration, or print its schema',
  );
  const write = (text: string): void => {
    commands.world().out.write(text);
    ended(0);
  };
  config
    .command('validate [file]')
    .description('say OK, or every mistake with file, line and column')
    .action((file?: string) => {
      commands.validate(file);
      write(`${file ?? 'The configuration'} is OK.\n`);
    });
  config
    .command('print [file]')
    .description('print the configuration in force, with defaults and without secrets')
    .action((file?: string) => write(commands.printed(file)));
  config
    .command('schema')
    .description('print the JSON Schema of the file, for editors')
    .action(() => write(`${JSON.stringify(commands.schema(), null, 2)}\n`));
  return config;
}

function doctorCommand({ ended }: About, commands: Commands): Command {
  return asking(new Command('doctor'))
    .description('say what could keep Custos from working here; exit code 2 when something does')
    .option('--host <address>', 'as of serve')
    .option('-p, --port <number>', 'as of serve', port)
    .option('--data-dir <folder>', 'as of serve')
    .option('--json', 'print JSON')
    .action(async ({ json, ...options }: ServeOptions & ServerOptions & { readonly json?: boolean }) => {
      const world = commands.world();
      const examined = await commands.examine(options);
      const isReadable = !examined.some(({ name, status }) => name === 'configuration' && status === 'fail');
      const running = isReadable ? await examineRunning(world, options) : [];
      ended(tellExamined(world, [...examined, ...running], json === true));
    });
}

function gather(name: string, before: readonly string[] = []): readonly string[] {
  return [...before, name];
}

function port(text: string): number {
  const number = Number(text);
  if (/^\d+$/u.test(text) && number <= 65_535) return number;
  throw new InvalidArgumentError('Give a number from 0 to 65535.');
}

function seconds(text: string): number {
  const number = Number(text);
  if (/^\d+(?:\.\d+)?$/u.test(text) && number > 0 && number <= 86_400) return number;
  throw new InvalidArgumentError('Give a number of seconds, such as 30.');
}
