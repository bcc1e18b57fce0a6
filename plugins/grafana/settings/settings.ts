import type { CheckContext, ContainerFacts } from 'custos/plugin-sdk';
import { filesAt } from './files.ts';

/** What Grafana was told, out of its file and its environment. */
export interface Settings {
  /** A value by section and key, such as `server`, `root_url`; the environment wins. Null: not said, or a secret. */
  get(section: string, key: string): string | null;
  readonly environment: Readonly<Record<string, string | null>>;
  /** The lines of its file that say something, as `section.key`. Secrets are among them. */
  readonly file: Readonly<Record<string, string>>;
  readonly path: string;
}

/** Where the image keeps them. */
const usual = { config: '/etc/grafana/grafana.ini', provisioning: '/etc/grafana/provisioning' } as const;

/** Null where it runs in no container. @throws ReadFailure where the container cannot be read */
export async function settingsOf(context: CheckContext): Promise<Settings | null> {
  const facts = await context.container.inspect();
  if (!facts) return null;
  const path = configPath(facts);
  // A file that is not there says nothing: the image's defaults hold.
  const [read] = (await filesAt(context, path)) ?? [];
  const file = iniIn(read?.text ?? '');
  const { environment } = facts;
  return {
    environment,
    file,
    path,
    get: (section, key) => environment[variableOf(section, key)] ?? file[`${section}.${key}`] ?? null,
  };
}

/** Where its provisioning files are. */
export function provisioningPath(settings: Settings): string {
  return settings.get('paths', 'provisioning') ?? usual.provisioning;
}

/** Such as `GF_SERVER_ROOT_URL`; dots and dashes of a section turn into underscores. */
function variableOf(section: string, key: string): string {
  return `GF_${section}_${key}`.toUpperCase().replace(/[.-]/g, '_');
}

function configPath({ environment, command }: ContainerFacts): string {
  const flag = command.find((one) => one.startsWith('--config='))?.slice('--config='.length);
  return flag ?? environment['GF_PATHS_CONFIG'] ?? usual.config;
}

/** What an INI file says, as `section.key`; comments begin with `;` or `#`. */
function iniIn(text: string): Readonly<Record<string, string>> {
  const said: Record<string, string> = {};
  let section = '';
  for (const line of text.split('\n').map((one) => one.trim())) {
    const [, title] = /^\[([^\]]+)\]$/.exec(line) ?? [];
    const [, key = '', value = ''] = /^([\w.-]+)\s*=\s*(.*)$/.exec(line) ?? [];
    if (title !== undefined) section = title;
    else if (key !== '') said[`${section}.${key}`] = value.replace(/^"(.*)"$/, '$1');
  }
  return said;
}
