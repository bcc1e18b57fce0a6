import type { CheckContext, ContainerFacts, Peer } from 'custos/plugin-sdk';

/** Where a Prometheus of the stack can be reached from Grafana, as far as Docker tells. */
export interface Place {
  readonly peer: Peer;
  /** Names and addresses that it has on Docker's networks. */
  readonly hosts: readonly string[];
  /** On which it listens inside its container. */
  readonly port: number;
  /** What a data source should say; null where the two share no network. */
  readonly url: string | null;
  /** Networks that both are attached to. */
  readonly shared: readonly string[];
  /** `running`, `exited`, … */
  readonly status: string;
}

/** What is known of where Grafana runs, and of each Prometheus beside it. */
export interface Surroundings {
  /** Whether `localhost` is Grafana's own container; null: not known. */
  readonly isContained: boolean | null;
  /** Names of the networks that Grafana is attached to. */
  readonly networks: readonly string[];
  readonly places: readonly Place[];
  /** Every Prometheus of the stack, in a container or not. */
  readonly peers: readonly Peer[];
}

/** Looks around. What Docker does not tell is left out. */
export async function surroundings(context: CheckContext): Promise<Surroundings> {
  const own = await inspect(context);
  const peers = context.services.filter(({ kind }) => kind === 'prometheus');
  const found = await Promise.all(
    peers.map(async (peer) => {
      const facts = await inspect(context, peer.name);
      return facts && placeOf(peer, facts, own);
    }),
  );
  return {
    isContained: own && own.networkMode !== 'host',
    networks: own?.networks.map(({ network }) => network) ?? [],
    places: found.filter((place) => place !== null),
    peers,
  };
}

/** The Prometheus that a host name or address stands for, at whatever port. */
export function placeAt({ places }: Surroundings, host: string): Place | null {
  return places.find(({ hosts }) => hosts.includes(host)) ?? null;
}

/** Null where it has no container, or that cannot be read. */
async function inspect(context: CheckContext, service?: string): Promise<ContainerFacts | null> {
  return await context.container.inspect(service).catch(() => null);
}

function placeOf(peer: Peer, facts: ContainerFacts, own: ContainerFacts | null): Place {
  const near = facts.networks.filter(({ network }) => own?.networks.some((one) => one.network === network));
  const names = [facts.labels['com.docker.compose.service'] ?? '', ...near.flatMap(({ aliases }) => aliases)];
  // On the default bridge no name is resolved; what looks like the beginning of an id is none to write down.
  const name = near.every(({ network }) => network === 'bridge')
    ? near[0]?.address
    : [...names, facts.name].find((one) => one !== '' && !/^[0-9a-f]{12}$/.test(one));
  const port = portOf(facts.command);
  const hosts = [
    facts.name,
    ...names,
    ...facts.networks.flatMap(({ aliases, address }) => [...aliases, address]),
  ];
  return {
    peer,
    hosts: [...new Set(hosts.filter((host) => host !== ''))],
    port,
    url: near.length > 0 && name ? `http://${name}:${String(port)}${prefixOf(facts.command)}` : null,
    shared: near.map(({ network }) => network),
    status: facts.state.status,
  };
}

/** 9090 is what Prometheus listens on unless it is told otherwise. */
function portOf(command: readonly string[]): number {
  const port = Number(/:(\d+)$/.exec(flagOf(command, 'web.listen-address'))?.[1]);
  return Number.isInteger(port) && port > 0 ? port : 9090;
}

function prefixOf(command: readonly string[]): string {
  const prefix =
    flagOf(command, 'web.route-prefix') ||
    /^https?:\/\/[^/]*(\/.*)$/.exec(flagOf(command, 'web.external-url'))?.[1];
  const path = (prefix ?? '').replace(/^\/+|\/+$/g, '');
  return path === '' ? '' : `/${path}`;
}

/** The value of `--name=value` or `--name value`. */
function flagOf(command: readonly string[], name: string): string {
  const at = command.findIndex((one) => one === `--${name}` || one.startsWith(`--${name}=`));
  if (at < 0) return '';
  const given = command[at] ?? '';
  return given.includes('=') ? given.slice(given.indexOf('=') + 1) : (command[at + 1] ?? '');
}
