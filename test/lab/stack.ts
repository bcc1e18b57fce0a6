import type Docker from 'dockerode';

import { archive } from './configuration.ts';
import { labImages } from './images.ts';
import { lastWords } from './last-words.ts';
import { freePort, isFree } from './ports.ts';
import {
  containerOptions,
  labLabel,
  labServices,
  networkName,
  projectLabels,
  specs,
  volumeName,
  type LabService,
} from './services.ts';
import { until } from './until.ts';

/** Gives a container of the lab another shape. */
export type Shape = (
  service: LabService,
  options: Docker.ContainerCreateOptions,
) => Docker.ContainerCreateOptions;

/** Which stack to bring up. */
interface StackPlan {
  readonly docker: Docker;
  /** The name of its compose project; what was there of that name is removed first. */
  readonly project: string;
  /** Any free ports, or those that the guide says. */
  readonly ports: 'free' | 'guide';
  /** Which services; by default all of them. */
  readonly services?: readonly LabService[];
  /** The address of the host on which they are published; by default 127.0.0.1. */
  readonly hostIp?: string;
  /** Another shape than compose gives a container. */
  readonly shape?: Shape;
}

/** The services of the guide in containers, as compose would have made them. */
export interface LabStack {
  readonly project: string;
  readonly docker: Docker;
  readonly services: readonly LabService[];
  containerName(service: LabService): string;
  /** Where it answers, such as `http://127.0.0.1:9090`: the same across restarts. */
  url(service: LabService): string;
  /** Sends SIGKILL; Docker does not restart what was killed through it. */
  kill(service: LabService): Promise<void>;
  start(service: LabService): Promise<void>;
  stop(service: LabService): Promise<void>;
  restart(service: LabService): Promise<void>;
  /** Freezes it. */
  pause(service: LabService): Promise<void>;
  unpause(service: LabService): Promise<void>;
  /** Resolves once it answers that it is ready. */
  ready(service: LabService): Promise<void>;
  /** Takes everything away. */
  down(): Promise<void>;
}

/** Prometheus is ready within a second of its start; slow machines and full disks take longer. */
const readyMs = 60_000;
const askMs = 2_000;

type Ports = Readonly<Partial<Record<LabService, number>>>;

/**
 * Brings a stack up and waits until it is ready; when that fails, nothing of it is left.
 * @throws Error that says which port is taken, which image cannot be had, or what is not ready in time.
 */
export async function up(plan: StackPlan): Promise<LabStack> {
  const { docker, project, services = labServices } = plan;
  await labImages(
    docker,
    services.map((service) => specs[service].image),
  );
  await down(docker, project);
  const ports = plan.ports === 'free' ? await freePorts(services) : await guidePorts(services);
  const stack = stackOf({ ...plan, services }, ports);
  try {
    await lay(stack);
    await Promise.all(services.map((service) => create(plan, service, ports[service] ?? 0)));
    await Promise.all(services.map((service) => stack.start(service)));
    await Promise.all(services.map((service) => stack.ready(service)));
    return stack;
  } catch (error) {
    await stack.down();
    throw error;
  }
}

/** Removes whatever bears the label of a project: containers with their volumes, networks, volumes. */
export async function down(docker: Docker, project: string): Promise<void> {
  const filters = { label: [`${labLabel}=${project}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  await Promise.all(volumes.map(({ Name }) => docker.getVolume(Name).remove()));
}

async function freePorts(services: readonly LabService[]): Promise<Ports> {
  const ports = new Set<number>();
  while (ports.size < services.length) ports.add(await freePort());
  const [...all] = ports;
  return Object.fromEntries(services.map((service, index) => [service, all[index]]));
}

async function guidePorts(services: readonly LabService[]): Promise<Ports> {
  for (const service of services) {
    const { hostPort } = specs[service];
    if (!(await isFree(hostPort)))
      throw new Error(`Something else listens at 127.0.0.1:${hostPort}, where ${service} is to answer.`);
  }
  return Object.fromEntries(services.map((service) => [service, specs[service].hostPort]));
}

/** What the containers stand on. */
async function lay({ docker, project, services }: LabStack): Promise<void> {
  await docker.createNetwork({
    Name: networkName(project),
    CheckDuplicate: true,
    Labels: projectLabels(project, { 'com.docker.compose.network': 'monitoring' }),
  });
  for (const service of services) {
    const [name, { volume }] = [volumeName(project, service), specs[service]];
    if (name === null || !volume) continue;
    const labels = projectLabels(project, { 'com.docker.compose.volume': volume.name });
    await docker.createVolume({ Name: name, Labels: labels });
  }
}

/** The shape that compose gives a container. */
const asCompose: Shape = (_service, options) => options;

async function create(plan: StackPlan, service: LabService, hostPort: number): Promise<void> {
  const { docker, project, hostIp = '127.0.0.1', shape = asCompose } = plan;
  const options = shape(service, containerOptions(project, service, { hostIp, hostPort }));
  const container = await docker.createContainer(options);
  const { files, folder } = specs[service];
  if (Object.keys(files).length > 0) await container.putArchive(await archive(files), { path: folder });
}

function stackOf(plan: StackPlan & { readonly services: readonly LabService[] }, ports: Ports): LabStack {
  const { docker, project, services, hostIp = '127.0.0.1', shape = asCompose } = plan;
  const nameOf = (service: LabService): string => {
    return shape(service, containerOptions(project, service, { hostIp, hostPort: 0 })).name ?? '';
  };
  const container = (service: LabService) => docker.getContainer(nameOf(service));
  const url = (service: LabService) => `http://${hostIp}:${String(ports[service])}`;
  return {
    project,
    docker,
    services,
    url,
    containerName: nameOf,
    kill: async (service) => {
      await container(service).kill({ signal: 'SIGKILL' });
    },
    start: async (service) => {
      await container(service).start();
    },
    stop: async (service) => {
      await container(service).stop();
    },
    restart: async (service) => {
      await container(service).restart();
    },
    pause: async (service) => {
      await container(service).pause();
    },
    unpause: async (service) => {
      await container(service).unpause();
    },
    ready: async (service) => {
      const address = `${url(service)}${specs[service].ready}`;
      const answers = until(`${service} is ready at ${url(service)}`, { withinMs: readyMs }, async () => {
        const { ok } = await fetch(address, { signal: AbortSignal.timeout(askMs) });
        return ok;
      });
      await answers.catch(async (error: unknown) => {
        throw new Error(`${String(error)}\n${await lastWords(container(service))}`, { cause: error });
      });
    },
    down: () => down(docker, project),
  };
}
