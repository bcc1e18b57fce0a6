import { readFileSync } from 'node:fs';
import { resolve } from 'node:path';

import type { StackPlan } from './application/stack-plan.ts';
import { authorizationOf, webhookTokenOf } from './config/authorization.ts';
import type { FileConfig } from './config/schema.ts';
import { enginePattern } from './config/schema.ts';
import { ConfigurationInvalid, parseConfiguration } from './config/yaml.ts';

export { ConfigurationInvalid } from './config/yaml.ts';

/** What `custos serve` was told on the command line; undefined: nothing. */
export interface Flags {
  readonly config?: string | undefined;
  readonly host?: string | undefined;
  readonly port?: number | undefined;
  readonly dataDir?: string | undefined;
  readonly logLevel?: string | undefined;
  /** Whether the built-in simulator is watched, and nothing else. */
  readonly demo?: boolean | undefined;
  /** Whether a plugin is loaded anew when its files change. */
  readonly watchPlugins?: boolean | undefined;
}

type Environment = Readonly<Record<string, string | undefined>>;

/** Everything that the server is told, from file, environment and command line; the later one wins. */
export interface Config {
  readonly server: FileConfig['server'];
  readonly storage: FileConfig['storage'];
  readonly health: FileConfig['health'];
  readonly diagnosis: FileConfig['diagnosis'];
  readonly plugins: FileConfig['plugins'];
  readonly redact: FileConfig['redact'];
  readonly alerts: FileConfig['alerts'];
  /** With what webhooks of Alertmanager come; null: with the secret in the data folder. */
  readonly webhookToken: string | null;
  readonly stacks: readonly StackPlan[];
  /** Given by the environment: the secret of the first admin token. */
  readonly adminToken: string | null;
  readonly logLevel: string;
  /** Whether what is watched is simulated. */
  readonly demo?: boolean;
}

/** The Docker engine that is asked when nobody names one. */
const usualEngine = 'unix:///var/run/docker.sock';
/** A secret shorter than this can be guessed. */
const shortestSecret = 16;

/** The environment of this process: the only place where it is read. */
const environment: Environment = process.env;

/**
 * Puts the configuration together.
 * @throws ConfigurationInvalid when the file cannot be read, or an option is outside what it takes.
 */
export function readConfig(flags: Flags, env: Environment = environment): Config {
  const file = flags.config ?? env['CUSTOS_CONFIG'];
  const read = parseConfiguration({
    file: file ?? 'configuration',
    text: file === undefined ? '' : contentOf(file),
    variables: env,
  });
  return {
    ...read,
    server: {
      ...read.server,
      host: flags.host ?? env['CUSTOS_HOST'] ?? read.server.host,
      port: flags.port ?? portIn(env) ?? read.server.port,
    },
    storage: {
      ...read.storage,
      dataDir: resolve(flags.dataDir ?? env['CUSTOS_DATA_DIR'] ?? read.storage.dataDir),
    },
    stacks: plansOf(read, env),
    adminToken: adminTokenIn(env),
    logLevel: flags.logLevel ?? 'info',
    webhookToken: webhookTokenOf(read.webhooks.alertmanager),
  };
}

/** What the environment tells a command that asks a server. */
export interface ClientSettings {
  readonly url: string | null;
  readonly token: string | null;
  /** Whether nobody wants colours (https://no-color.org). */
  readonly plain: boolean;
}

/** Reads CUSTOS_URL, CUSTOS_TOKEN, NO_COLOR and TERM; an empty one counts as not set. */
export function readClientSettings(env: Environment = environment): ClientSettings {
  const given = (name: string): string | null => (env[name] === '' ? null : (env[name] ?? null));
  return {
    url: given('CUSTOS_URL'),
    token: given('CUSTOS_TOKEN'),
    plain: given('NO_COLOR') !== null || env['TERM'] === 'dumb',
  };
}

const unreadable: Readonly<Record<string, string>> = {
  ENOENT: 'it is not there',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

function contentOf(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : '';
    const why = unreadable[code] ?? String(error);
    throw new ConfigurationInvalid([
      `The configuration file ${file} cannot be read: ${why}. Correct --config or CUSTOS_CONFIG, or the file.`,
    ]);
  }
}

function portIn(env: Environment): number | undefined {
  const text = env['CUSTOS_PORT'];
  if (text === undefined || text === '') return undefined;
  const port = Number(text);
  if (Number.isInteger(port) && port >= 0 && port <= 65_535) return port;
  throw new ConfigurationInvalid([
    `CUSTOS_PORT is ${JSON.stringify(text)}, which is not a port: give 0 to 65535.`,
  ]);
}

function adminTokenIn(env: Environment): string | null {
  const secret = env['CUSTOS_ADMIN_TOKEN'];
  if (secret === undefined || secret === '') return null;
  if (secret.length >= shortestSecret && /^[\x21-\x7e]+$/u.test(secret)) return secret;
  throw new ConfigurationInvalid([
    `CUSTOS_ADMIN_TOKEN must have at least ${String(shortestSecret)} characters, none of them a space; one is made with: openssl rand -hex 32`,
  ]);
}

function engineIn(env: Environment): string {
  const endpoint = env['DOCKER_HOST'] ?? '';
  if (endpoint === '') return usualEngine;
  if (enginePattern.test(endpoint) && URL.canParse(endpoint)) return endpoint;
  throw new ConfigurationInvalid([
    `DOCKER_HOST is ${JSON.stringify(endpoint)}, which cannot be asked: give unix:///path/of/the/socket or tcp://host:port. An engine behind ssh is reached by forwarding its socket: ssh -L /tmp/docker.sock:/var/run/docker.sock HOST`,
  ]);
}

/** Without stacks in the file: every compose project of the usual engine, or of DOCKER_HOST. */
function plansOf(read: FileConfig, env: Environment): readonly StackPlan[] {
  if (!read.stacks) {
    const endpoint = engineIn(env);
    return [{ name: null, endpoint, project: null, discover: true, services: [] }];
  }
  return read.stacks.map((stack) => ({
    name: stack.name,
    endpoint: stack.docker.host,
    project: stack.docker.project ?? stack.name,
    discover: stack.discover,
    services: stack.services.map((service) => ({
      name: service.name,
      kind: service.kind ?? null,
      displayName: service.displayName ?? null,
      url: service.url ?? null,
      container: service.container ?? null,
      probeIntervalMs: service.probeIntervalMs ?? null,
      labels: service.labels,
      settings: service.settings,
      dependsOn: service.dependsOn ?? null,
      authorization: service.auth ? authorizationOf(service.auth, service.name) : null,
    })),
  }));
}
