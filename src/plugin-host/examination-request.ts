import type { Examination, Neighbour } from '../application/ports/plugins.ts';
import type { Json } from '../domain/health/check.ts';
import type { Peer } from '../plugin-sdk/index.ts';
import type { Manifest } from './manifest.ts';
import type { ExaminationRequest } from './protocol.ts';

interface Told {
  readonly manifest: Manifest;
  readonly checks: readonly string[];
  /** What the plugin is told of every service, unless the service says otherwise. */
  readonly settings: Readonly<Record<string, Json>>;
  readonly now: number;
}

/** The kind whose services answer queries. */
const queriedKind = 'prometheus';

/** What a plugin's worker is told of one service's part of a diagnosis: the credentials that its manifest needs, no others. */
export function examinationRequest(
  { service, neighbours, timeoutMs }: Examination,
  { manifest, checks, settings, now }: Told,
): ExaminationRequest {
  const { permissions, reads } = manifest;
  const isAsked = ({ service: other }: Neighbour): boolean =>
    (other.id === service.id && permissions.includes('http')) ||
    permissions.includes('peers') ||
    (permissions.includes('query') && other.kind === queriedKind);
  const authorizations = neighbours
    .filter(isAsked)
    .flatMap(({ service: { name }, authorization }) =>
      authorization === null ? [] : [[name, authorization] as const],
    );
  const services = neighbours.map(peerOf);
  const own = services.find(({ name }) => name === service.name);
  if (!own) throw new Error(`${service.name} is not among the services of its stack`);
  return {
    service: own,
    services,
    settings: { ...settings, ...service.settings },
    permissions,
    reads,
    authorizations: Object.fromEntries(authorizations),
    queried: queried(service.name, neighbours),
    checks,
    timeoutMs,
    now,
  };
}

/** A Prometheus asks itself; of others the healthy ones come first. */
function queried(own: string, neighbours: readonly Neighbour[]): readonly string[] {
  const found = neighbours.filter(({ service }) => service.kind === queriedKind);
  if (found.some(({ service }) => service.name === own)) return [own];
  const isWell = ({ health }: Neighbour): number => Number(health !== 'HEALTHY');
  return [...found].sort((a, b) => isWell(a) - isWell(b)).map(({ service }) => service.name);
}

function peerOf({ service, health, dependsOn, dependents, authorization }: Neighbour): Peer {
  const { name, kind, url, labels, version, containerName } = service;
  const authorized = authorization !== null;
  return { name, kind, url, labels, authorized, version, health, containerName, dependsOn, dependents };
}
