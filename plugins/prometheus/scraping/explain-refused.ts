import type { Listener, PublishedPort } from 'custos/plugin-sdk';
import { evidence } from 'custos/plugin-sdk';
import { explainByContainer } from './explain-container.ts';
import type { Place } from './place.ts';
import { isNetworked } from './place.ts';
import type { Case, Explanation } from './trouble.ts';
import { reconfigure } from './trouble.ts';

/** Why a target refuses connections (F17): its address is wrong, or what should listen there does not. */
export async function explainRefused(failing: Case): Promise<Explanation> {
  const { target, around, place } = failing;
  if (isLoopback(target.host) && around.own && isNetworked(around.own)) return itself(failing);
  // A paused container refuses nothing that it would not refuse anyway: its kernel answers, or nobody.
  const told = place?.container?.state.status === 'paused' ? null : explainByContainer(failing);
  if (told) return told;
  if (place?.container) return otherPort(failing, place) ?? silent(failing, place);
  return (await onHost(failing)) ?? nobody(failing);
}

export function isLoopback(host: string): boolean {
  return host === 'localhost' || host === '::1' || host.startsWith('127.');
}

function itself({ target, around }: Case): Explanation {
  const meant = around.places.find(({ container }) =>
    container?.ports.some(({ hostPort, containerPort }) => (hostPort ?? containerPort) === target.port),
  );
  const port = meant?.container?.ports.find(
    ({ hostPort, containerPort }) => (hostPort ?? containerPort) === target.port,
  )?.containerPort;
  const instead = meant ? `${meant.peer.name}:${String(port)}` : 'the name of its container';
  return {
    certainty: 'CONFIRMED',
    because: `inside its container ${target.host} is Prometheus itself, and nothing listens there on port ${String(target.port)}. Scrape ${instead} instead.`,
    remedies: [reconfigure(`The target ${target.host}:${String(target.port)} has to be ${instead}.`)],
  };
}

/** Its container is known, and has other ports than this one. */
function otherPort({ target }: Case, { peer, container }: Place): Explanation | null {
  const ports = container?.ports.filter(({ protocol }) => protocol === 'tcp') ?? [];
  const right = rightPort(ports, target.port);
  if (right === null) return null;
  const isPublished = ports.some(({ hostPort }) => hostPort === target.port);
  const why = isPublished
    ? `${String(target.port)} is the port on the host; between containers it is ${String(right)}`
    : `it listens on ${ports.map(({ containerPort }) => String(containerPort)).join(', ')}`;
  return {
    certainty: 'CONFIRMED',
    because: `${peer.name} runs, but not on port ${String(target.port)}: ${why}. Scrape ${target.host}:${String(right)}.`,
    remedies: [reconfigure(`The port of ${target.host} has to be ${String(right)}.`)],
    evidence: [evidence('INSPECT', `ports of container ${container?.name ?? ''}`, JSON.stringify(ports))],
  };
}

/** The port that must have been meant by one that is none of these; null: it is one, or none is known. */
function rightPort(ports: readonly PublishedPort[], port: number): number | null {
  if (ports.some(({ containerPort }) => containerPort === port)) return null;
  const published = ports.find(({ hostPort }) => hostPort === port);
  return (published ?? ports[0])?.containerPort ?? null;
}

function silent({ target }: Case, { peer, container }: Place): Explanation {
  return {
    certainty: 'CONFIRMED',
    because: `the container ${container?.name ?? peer.name} runs, but nothing in it listens on port ${String(target.port)}: its process is starting, has failed, or listens only on its own loopback. See its log.`,
    remedies: [
      {
        action: 'restart',
        service: peer.name,
        why: `Its container runs without what should listen on port ${String(target.port)}.`,
      },
    ],
  };
}

/** The host itself is scraped, such as the engine's own metrics: what listens there can be seen. */
async function onHost({ target, context, around }: Case): Promise<Explanation | null> {
  const named = around.own?.extraHosts.some((line) => line.startsWith(`${target.host}:`)) ?? false;
  if (!named && target.host !== 'host.docker.internal') return null;
  const listeners = await context.host.listeners().catch((): readonly Listener[] | null => null);
  const there = listeners?.filter(({ port }) => port === target.port);
  if (!there) return hostRefuses(target.host, target.port);
  const [first] = there;
  const because = first
    ? `on the host ${first.command ?? 'its process'} listens only on ${there.map(({ address }) => address).join(', ')}, which no container reaches. Let it listen on the address of docker0.`
    : `nothing listens on port ${String(target.port)} of the host. Start what should.`;
  const seen = there.map(({ address, port, command }) =>
    `${address}:${String(port)} ${command ?? ''}`.trim(),
  );
  return {
    certainty: 'CONFIRMED',
    because,
    evidence: [evidence('INSPECT', 'listeners of the host', seen.length > 0 ? seen : 'none on this port')],
  };
}

function hostRefuses(host: string, port: number): Explanation {
  return {
    certainty: 'CONFIRMED',
    because: `on the host (${host}) nothing listens on port ${String(port)} that containers can reach: it does not run, or listens on 127.0.0.1 alone.`,
  };
}

function nobody({ target }: Case): Explanation {
  const where = `${target.host}:${String(target.port)}`;
  return {
    certainty: 'CONFIRMED',
    because: `nothing listens on ${where}: the address or the port is wrong, or what should listen there does not run.`,
    remedies: [reconfigure(`If ${where} is not where it should be, the target has to be corrected.`)],
  };
}
