/** A receiver of the running configuration, and where its integrations send to. */
export interface Receiver {
  readonly name: string;
  /** Such as `webhook`; empty: it tells nobody. */
  readonly integrations: readonly string[];
  readonly endpoints: readonly Endpoint[];
  /** Whether an address is not shown, as that of a webhook from 0.26 on. */
  readonly hides: boolean;
}

/** What is connected to; of a URL neither its path nor who it is for, which may be secret. */
export interface Endpoint {
  readonly scheme: 'http' | 'https' | 'smtp';
  readonly host: string;
  readonly port: number;
}

const addressKeys = /^\s+(?:- )?(?:url|api_url|webhook_url|server_url|smarthost): *(.*)$/;

/** The receivers of a configuration as Alertmanager writes it. */
export function receiversOf(configuration: string): readonly Receiver[] {
  const lines = sectionOf(configuration, 'receivers');
  const starts = lines.flatMap((line, index) => (/^- name: /.test(line) ? [index] : []));
  return starts.map((start, index) => receiverOf(lines.slice(start, starts[index + 1])));
}

function receiverOf(lines: readonly string[]): Receiver {
  const addresses = lines.map((line) => addressKeys.exec(line)?.[1]).filter((found) => found !== undefined);
  return {
    name: unquoted((lines[0] ?? '').slice('- name: '.length)),
    integrations: lines.flatMap((line) => /^ {2}(\w+)_configs:/.exec(line)?.[1] ?? []),
    endpoints: distinct(addresses.flatMap((address) => endpointOf(unquoted(address)) ?? [])),
    hides: addresses.some((address) => address.includes('<secret>')),
  };
}

/** The endpoints of all URLs of a configuration file, in whatever form it is written. */
export function endpointsIn(text: string): readonly Endpoint[] {
  const lines = text.split('\n').filter((line) => !/^\s*#/.test(line));
  const urls = lines.flatMap((line) => line.match(/https?:\/\/[^\s"',}\]]+/g) ?? []);
  return distinct(urls.flatMap((url) => endpointOf(url) ?? []));
}

/** The part of the configuration below a key without indentation. */
export function sectionOf(configuration: string, key: string): readonly string[] {
  const lines = configuration.split('\n');
  const start = lines.indexOf(`${key}:`);
  if (start < 0) return [];
  const below = lines.slice(start + 1);
  const end = below.findIndex((line) => /^[a-z_]+:/.test(line));
  return end < 0 ? below : below.slice(0, end);
}

function endpointOf(address: string): Endpoint | null {
  const smarthost = /^([\w.-]+):(\d+)$/.exec(address);
  if (smarthost) return { scheme: 'smtp', host: smarthost[1] ?? '', port: Number(smarthost[2]) };
  if (!/^https?:\/\//.test(address)) return null;
  try {
    const { protocol, hostname, port } = new URL(address);
    const scheme = protocol === 'https:' ? 'https' : 'http';
    return { scheme, host: hostname, port: port === '' ? (scheme === 'https' ? 443 : 80) : Number(port) };
  } catch {
    return null;
  }
}

function distinct(endpoints: readonly Endpoint[]): readonly Endpoint[] {
  return [...new Map(endpoints.map((endpoint) => [shownEndpoint(endpoint), endpoint])).values()];
}

/** As a sentence shows it: `http://hook:8080`. */
export function shownEndpoint({ scheme, host, port }: Endpoint): string {
  return `${scheme}://${host}:${String(port)}`;
}

function unquoted(text: string): string {
  return text.trim().replace(/^(['"])(.*)\1$/, '$2');
}
