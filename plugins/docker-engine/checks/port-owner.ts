import type {
  CheckContext,
  CheckDefinition,
  ContainerFacts,
  Finding,
  PublishedPort,
} from 'custos/plugin-sdk';
import { evidence, excerpt, fail, pass, seemsToBe, skipped, unknown } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** What Docker says when a port is taken (20.10 and later). */
const takenByContainer = /port is already allocated/iu;
const takenByProcess = /address already in use|failed to bind host port/iu;
const places = /(\d{1,3}(?:\.\d{1,3}){3}|\[[0-9a-f:]+\]|:::?):(\d{1,5})/iu;

/** Whose are the ports that it publishes? */
export const portOwner: CheckDefinition = {
  name: 'port-owner',
  title: 'Whose are the ports that it publishes?',
  reference: 'C05',
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const wanted = facts.ports.filter(({ hostPort }) => hostPort !== null && hostPort > 0);
    const refused = facts.state.error;
    const isTaken = takenByContainer.test(refused) || takenByProcess.test(refused);
    if (isTaken && facts.state.status !== 'running') return await told(context, facts, refused);
    if (wanted.length === 0) return skipped('It publishes no port of the host.');
    const observed = wanted.map(({ hostIp, hostPort }) => `${hostIp ?? ''}:${String(hostPort)}`);
    // One that is paused keeps them.
    if (['running', 'paused'].includes(facts.state.status))
      return pass(`Its ports are its own: ${observed.join(', ')}.`, { observed });
    const holders = await Promise.all(wanted.map((port) => holderOf(context, facts, port)));
    const holder = holders.find((one) => one !== null && one !== undefined);
    if (holder) return taken(holder);
    const stranger = holders.includes(undefined) ? await strangerAt(context, wanted) : null;
    if (stranger) return taken(stranger);
    if (holders.includes(undefined)) return unknown('Who listens on the host cannot be seen from here.');
    return pass(`Its ports are free: ${observed.join(', ')}.`, { observed });
  },
};

/** Docker itself says that it could not be started for its port. */
async function told(context: CheckContext, facts: ContainerFacts, error: string) {
  const [, ip = '', port = ''] = places.exec(error) ?? [];
  const wanted = { containerPort: 0, protocol: 'tcp', hostIp: ip, hostPort: Number(port) } as const;
  const holder = await holderOf(context, facts, wanted).catch(() => undefined);
  if (holder === null) return wasTaken(Number(port), error);
  const code = takenByContainer.test(error) ? 'F03' : 'F04';
  return taken({ code, port: Number(port), who: null, ...(holder ?? {}), shown: error });
}

interface Holder {
  readonly code: 'F03' | 'F04';
  readonly port: number;
  /** Who has it, in words; null: not known. */
  readonly who: string | null;
  readonly shown: string;
}

/** Who else has a port; null: nobody, undefined: it cannot be seen. */
async function holderOf(
  { engine, host, service }: CheckContext,
  facts: ContainerFacts,
  { hostPort, hostIp }: PublishedPort,
): Promise<Holder | null | undefined> {
  const containers = await engine.containers();
  const other = containers.find(
    ({ id, status, ports }) =>
      id !== facts.id &&
      status === 'running' &&
      ports.some((port) => port.hostPort === hostPort && overlap(port.hostIp, hostIp)),
  );
  const port = hostPort ?? 0;
  if (other)
    return {
      code: 'F03',
      port,
      who: `the container ${other.name}`,
      shown: `${other.name} publishes ${String(port)}`,
    };
  const listeners = await host.listeners().catch(() => null);
  if (!listeners) return undefined;
  const found = listeners.find(
    // Docker's own doorman stands there for a container: this one, when it was just started.
    (one) => one.port === port && one.command !== 'docker-proxy' && overlap(one.address, hostIp),
  );
  if (!found) return null;
  const { pid, command } = found;
  const who =
    pid === null
      ? 'a process of the host'
      : `the process ${String(pid)} (${command ?? 'unknown'}) of the host`;
  return {
    code: 'F04',
    port,
    who,
    shown: `${found.address}:${String(port)} ${who}, wanted by ${service.name}`,
  };
}

/** Where the host cannot be looked at: whoever answers at the port of a container that does not run is another. */
async function strangerAt(
  { service, http }: CheckContext,
  wanted: readonly PublishedPort[],
): Promise<Holder | null> {
  const port = Number(/:(\d+)(?:\/|$)/u.exec(service.url ?? '')?.[1]);
  if (!wanted.some(({ hostPort }) => hostPort === port)) return null;
  const answer = await http.get('/').catch(() => null);
  if (!answer) return null;
  const who = seemsToBe([answer]) ?? 'something that answers HTTP';
  return { code: 'F04', port, who, shown: `${service.url ?? ''} answers ${excerpt(answer)}` };
}

const everywhere = new Set(['0.0.0.0', '::', '', null]);

function overlap(one: string | null, other: string | null): boolean {
  return one === other || everywhere.has(one) || everywhere.has(other);
}

function taken({ code, port, who, shown }: Holder) {
  const holder = who ?? (code === 'F03' ? 'another container' : 'a process of the host');
  const finding: Finding = {
    code,
    certainty: 'CONFIRMED',
    explanation:
      code === 'F03'
        ? `Port ${String(port)} is held by ${holder}, so it cannot be started: stop or move that one, or publish another port.`
        : `Port ${String(port)} is held by ${holder}, so it cannot be started: end that process if it may be ended, or publish another port.`,
    evidence: [evidence('INSPECT', 'State.Error', shown)],
    remedies: [
      ...(code === 'F03' ? [remedy('free-port', 'The other container lets the port go.')] : []),
      remedy('publish-port', 'It is published on a port that is free.'),
    ],
  };
  return fail(finding.explanation, { observed: { port, holder }, findings: [finding] });
}

/** Docker keeps why it could not be started, and nobody has the port any more. */
function wasTaken(port: number, error: string) {
  const finding: Finding = {
    code: takenByContainer.test(error) ? 'F03' : 'F04',
    certainty: 'LIKELY',
    explanation: `Port ${String(port)} was taken when it was to be started, and is free now: start it.`,
    evidence: [evidence('INSPECT', 'State.Error', error)],
    remedies: [remedy('start', 'It is started, now that its port is free.')],
  };
  return fail(finding.explanation, { observed: { port, holder: null }, findings: [finding] });
}
