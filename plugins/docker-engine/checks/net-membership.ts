import type { CheckContext, CheckDefinition, ContainerFacts, Finding, Peer } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { remedy } from '../container/remedies.ts';

/** Networks in which nobody has a name. */
const nameless = new Set(['bridge', 'host', 'none']);

/** Does it share a network, and a name in it, with those that it works with? */
export const netMembership: CheckDefinition = {
  name: 'net-membership',
  title: 'Does it share a network, and a name in it, with those that it works with?',
  reference: 'C33',
  of: 'containers',
  run: async (context) => {
    const own = await context.container.inspect();
    if (!own) return skipped('It has no container that is known.');
    if (own.networkMode === 'host') return skipped('It uses the network of the host.');
    if (own.state.status !== 'running' && own.state.status !== 'paused')
      return skipped(`Its container is ${own.state.status}: it has no network now.`);
    const others = await partners(context);
    const pairs = others.map((other) => ({ ...other, shared: sharedWith(own, other.facts) }));
    const apart = pairs.filter(({ shared }) => shared.length === 0);
    const observed = Object.fromEntries(pairs.map(({ peer, shared }) => [peer.name, shared]));
    const isAlone = own.networks.length === 0;
    const findings = isAlone
      ? [cutOff(own)]
      : [...apart.map((pair) => partition(own, pair)), ...unnamed(own)];
    const first = findings.find(({ severity }) => severity !== 'INFO');
    if (first) return fail(first.explanation, { observed, findings });
    if (findings.length > 0) return warn('It works with some over the host alone.', { observed, findings });
    if (pairs.length === 0) return skipped('It works with no other container of the stack.');
    return pass('It shares a network with all that it works with.', { observed });
  },
};

interface Partner {
  readonly peer: Peer;
  readonly facts: ContainerFacts;
}

/** Those that it needs, or that need it, as far as they run in containers with networks of their own. */
async function partners({ service, services, container }: CheckContext): Promise<readonly Partner[]> {
  const names = new Set([...service.dependsOn, ...service.dependents]);
  const peers = services.filter((peer) => names.has(peer.name) && peer.containerName !== null);
  const found = await Promise.all(
    peers.map(async (peer) => ({ peer, facts: await container.inspect(peer.name).catch(() => null) })),
  );
  return found.flatMap(({ peer, facts }) =>
    facts && facts.state.status === 'running' && facts.networkMode !== 'host' && peer.kind !== 'docker-engine'
      ? [{ peer, facts }]
      : [],
  );
}

function sharedWith(own: ContainerFacts, other: ContainerFacts): readonly string[] {
  const mine = new Set(own.networks.map(({ networkId }) => networkId));
  return other.networks
    .filter(({ network, networkId }) => mine.has(networkId) && !nameless.has(network))
    .map(({ network }) => network);
}

function cutOff({ name }: ContainerFacts): Finding {
  return {
    code: 'NetworkPartition',
    certainty: 'CONFIRMED',
    explanation: `The container ${name} is attached to no network: nobody reaches it, and it reaches nobody. Connect it to the network of its stack, with its names.`,
    evidence: [evidence('INSPECT', 'NetworkSettings.Networks', 'none')],
    remedies: [remedy('reconnect-network', 'It is connected again, with its names.')],
  };
}

/** Whoever knows the host by a name may go by way of the ports that are published there. */
function partition(own: ContainerFacts, { peer, facts }: Partner): Finding {
  const networks = own.networks.map(({ network }) => network).join(', ');
  const overHost = own.extraHosts.length > 0 || facts.extraHosts.length > 0;
  return {
    code: 'NetworkPartition',
    certainty: overHost ? 'POSSIBLE' : 'CONFIRMED',
    ...(overHost && { severity: 'INFO' as const }),
    aspect: peer.name,
    explanation: `${own.name} (on ${networks}) and ${peer.name} share no network in which they have names, so they cannot reach each other${overHost ? ' but over the host' : ''}: connect both to one.`,
    evidence: [
      evidence('INSPECT', 'NetworkSettings.Networks', [
        `${own.name}: ${networks}`,
        `${facts.name}: ${facts.networks.map(({ network }) => network).join(', ') || 'none'}`,
      ]),
    ],
    remedies: [remedy('reconnect-network', 'They are connected to one network, with their names.')],
  };
}

/** Whom compose made has its service's name in each of its networks, until it is connected by hand without. */
function unnamed({ name, labels, networks }: ContainerFacts): readonly Finding[] {
  const wanted = labels['com.docker.compose.service'];
  if (wanted === undefined || wanted === name) return [];
  const named = networks.filter(({ network }) => !nameless.has(network));
  if (named.length === 0 || named.some(({ aliases }) => aliases.includes(wanted))) return [];
  return [
    {
      code: 'NetworkNameMissing',
      certainty: 'CONFIRMED',
      explanation: `Nobody finds ${wanted} by that name: the container ${name} is connected without it (${named.map(({ network }) => network).join(', ')}). Connect it again with the name ${wanted}.`,
      evidence: [
        evidence(
          'INSPECT',
          'NetworkSettings.Networks',
          named.map(({ network, aliases }) => `${network}: ${aliases.join(', ') || 'no names'}`),
        ),
      ],
      remedies: [remedy('reconnect-network', 'It is connected again, with its names.')],
    },
  ];
}
