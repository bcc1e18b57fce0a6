import type { CheckDefinition, Finding, NetworkFacts } from 'custos/plugin-sdk';
import { evidence, fail, pass, skipped, warn } from 'custos/plugin-sdk';
import { overlapping } from '../container/subnet.ts';

/** Are the networks that it is on right in themselves? */
export const netHealth: CheckDefinition = {
  name: 'net-health',
  title: 'Are the networks that it is on right in themselves?',
  reference: 'C34',
  of: 'containers',
  run: async (context) => {
    const facts = await context.container.inspect();
    if (!facts) return skipped('It has no container that is known.');
    const ids = new Set(facts.networks.map(({ networkId }) => networkId));
    const all = await context.engine.networks();
    const own = all.filter(({ id }) => ids.has(id));
    if (own.length === 0) return skipped('It is on no network of its own.');
    const published = facts.ports.some(({ hostPort }) => hostPort !== null);
    const findings = [
      ...own.flatMap((network) => overlaps(network, all)),
      ...(published && own.every(({ internal }) => internal) ? own.map(isInternal) : []),
      ...(/fully subnetted/iu.test(facts.state.error) ? [exhausted(facts.state.error)] : []),
    ];
    const observed = own.map(({ name, subnets, internal }) => ({ name, subnets, internal }));
    const [first] = findings;
    if (!first) return pass('Its networks are right in themselves.', { observed });
    return (first.severity === 'CRITICAL' ? fail : warn)(first.explanation, { observed, findings });
  },
};

function overlaps(network: NetworkFacts, all: readonly NetworkFacts[]): readonly Finding[] {
  const others = all.filter(
    (other) =>
      other.id !== network.id &&
      network.subnets.some((subnet) => other.subnets.some((one) => overlapping(subnet, one))),
  );
  return others.map((other) => ({
    code: 'NetworkOverlap',
    certainty: 'CONFIRMED',
    aspect: other.name,
    explanation: `The networks ${network.name} (${network.subnets.join(', ')}) and ${other.name} (${other.subnets.join(', ')}) overlap, so addresses lead astray: give one of them other addresses.`,
    evidence: [evidence('INSPECT', 'docker network inspect', [...network.subnets, ...other.subnets])],
  }));
}

function isInternal({ name }: NetworkFacts): Finding {
  return {
    code: 'NetworkInternal',
    certainty: 'CONFIRMED',
    explanation: `It publishes a port, and ${name} is internal, so nobody outside reaches it: connect it to a network that is not.`,
    evidence: [evidence('INSPECT', 'docker network inspect', `${name}: Internal true`)],
  };
}

function exhausted(error: string): Finding {
  return {
    code: 'NetworkPoolExhausted',
    certainty: 'CONFIRMED',
    severity: 'CRITICAL',
    explanation:
      'Docker has no addresses left for another network: remove networks that nobody uses, or give it more (default-address-pools).',
    evidence: [evidence('INSPECT', 'State.Error', error)],
  };
}
