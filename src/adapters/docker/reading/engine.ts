import type {
  ContainerListing,
  DiskShare,
  EngineFacts,
  NetworkFacts,
  VolumeFacts,
} from '../../../plugin-sdk/engine.ts';
import type { PublishedPort } from '../../../plugin-sdk/container.ts';
import { z } from 'zod';
import { nameOf } from '../container.ts';
import { within } from '../within.ts';
import type { DiskUsage } from './disk-usage.ts';
import { helperLabel } from './leftovers.ts';
import { alive, ask, type Reading, shortMs } from './reading.ts';
import { type ContainerLine, containerLine, engineInfo, networkList, volumeList } from './replies.ts';

/** The published types do not know that it takes a signal. */
interface Informed {
  info(options: { readonly abortSignal: AbortSignal }): Promise<unknown>;
}

/** What an engine says of itself. */
export async function readInfo(reading: Reading, signal: AbortSignal): Promise<EngineFacts> {
  const docker: Informed = reading.docker;
  const [info, version] = await Promise.all([
    ask(reading, { reply: engineInfo, ms: shortMs, signal }, (abortSignal) => docker.info({ abortSignal })),
    reading.client.version(signal),
  ]);
  return {
    version: version.Version,
    apiVersion: version.ApiVersion,
    operatingSystem: info.OperatingSystem ?? '',
    cgroupVersion: info.CgroupVersion || null,
    storageDriver: info.Driver ?? '',
    rootDirectory: info.DockerRootDir ?? '',
    cpus: info.NCPU ?? 0,
    memoryBytes: info.MemTotal ?? 0,
    liveRestore: info.LiveRestoreEnabled === true,
    loggingDriver: info.LoggingDriver ?? '',
    warnings: info.Warnings,
  };
}

/**
 * All containers but those made for reading. Ports are those in use: of a container that does not run its inspection
 * alone tells them. Which service it is, is known elsewhere.
 */
export async function readContainers(
  reading: Reading,
  signal: AbortSignal,
): Promise<readonly ContainerListing[]> {
  return (await linesOf(reading, signal)).map((line) => ({
    id: line.Id,
    name: nameOf(line),
    image: line.Image,
    status: line.State,
    service: null,
    ports: line.Ports.map(portOf),
    networks: networksOf(line),
  }));
}

/** All networks; who is attached is counted among the containers that run. */
export async function readNetworks(reading: Reading, signal: AbortSignal): Promise<readonly NetworkFacts[]> {
  const [networks, lines] = await Promise.all([
    ask(reading, { reply: networkList, ms: shortMs, signal }, (abortSignal) =>
      reading.docker.listNetworks({ abortSignal }),
    ),
    linesOf(reading, signal),
  ]);
  const attached = lines.filter(({ State }) => alive.has(State)).flatMap(networksOf);
  return networks.map((network) => ({
    id: network.Id,
    name: network.Name,
    driver: network.Driver ?? '',
    internal: network.Internal === true,
    subnets: (network.IPAM?.Config ?? []).flatMap(({ Subnet }) => (Subnet ? [Subnet] : [])),
    containers: attached.filter((name) => name === network.Name).length,
  }));
}

/** What takes room on the engine's disk, as `docker system df` counts. */
export async function readDisk(disk: DiskUsage, signal: AbortSignal): Promise<readonly DiskShare[]> {
  return (await disk.ask(signal)).shares;
}

/** So long their sizes are waited for: the volumes are worth more than that. */
const sizesMs = 2000;

/** All volumes, with their sizes where the engine measures them in time. */
export async function readVolumes(
  reading: Reading & { readonly disk: DiskUsage },
  signal: AbortSignal,
): Promise<readonly VolumeFacts[]> {
  const { clock, disk } = reading;
  const sizes = within({ clock, ms: sizesMs, signal }, () => disk.ask(signal)).then(
    ({ volumes }) => volumes,
    () => null,
  );
  const question = { reply: volumeList, ms: shortMs, signal };
  const { Volumes } = await ask(reading, question, (abortSignal) =>
    reading.docker.listVolumes({ abortSignal }),
  );
  const measured = await sizes;
  return Volumes.map(({ Name, Driver, Mountpoint }) => ({
    name: Name,
    driver: Driver ?? '',
    bytes: measured?.get(Name) ?? null,
    hostPath: Mountpoint ?? '',
  }));
}

async function linesOf(reading: Reading, signal: AbortSignal): Promise<readonly ContainerLine[]> {
  const question = { reply: z.array(containerLine), ms: shortMs, signal };
  const lines = await ask(reading, question, (abortSignal) =>
    reading.docker.listContainers({ all: true, abortSignal }),
  );
  return lines.filter(({ Labels }) => Labels[helperLabel] === undefined);
}

function networksOf({ NetworkSettings }: ContainerLine): readonly string[] {
  return Object.keys(NetworkSettings?.Networks ?? {});
}

const protocols = ['tcp', 'udp', 'sctp'] as const;

function portOf({ IP, PrivatePort, PublicPort, Type }: ContainerLine['Ports'][number]): PublishedPort {
  return {
    containerPort: PrivatePort,
    protocol: protocols.find((known) => known === Type) ?? 'tcp',
    hostIp: PublicPort ? IP || '0.0.0.0' : null,
    hostPort: PublicPort || null,
  };
}
