import type Docker from 'dockerode';

import { archive } from './configuration.ts';
import { labImages } from './images.ts';
import { lastWords } from './last-words.ts';
import { freePort, isFree } from './ports.ts';
import {
  containerName,
  containerOptions,
  labServices,
  networkName,
  projectLabels,
  specs,
  volumeName,
  type LabService,
} from './services.ts';
import { until } from './until.ts';

/** Which stack to bring up. */
interface StackPlan {
  readonly docker: Docker;
  /** The name of its compose project; what was there of that name is removed first. */
  readonly project: string;
  /** Any free ports of 127.0.0.1, or 9090 and 9093, as the guide says. */
  readonly ports: 'free' | 'guide';
}

/** A Prometheus and an Alertmanager in containers, as compose would have made them. */
export interface LabStack {
  readonly project: string;
  readonly docker: Docker;
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

type Ports = Readonly<Record<LabService, number>>;

/**
 * Brings a stack up and waits until it is ready; when that fails, nothing of it is left.
 * @throws Error that says which port is taken, which image cannot be had, or what is not ready in time.
 */
export async function up({ docker, project, ports: which }: StackPlan): Promise<LabStack> {
  await labImages(docker);
  await down(docker, project);
  const ports = which === 'free' ? await freePorts() : await guidePorts();
  const stack = stackOf({ docker, project, ports });
  try {
    await lay(docker, project);
    await Promise.all(labServices.map((service) => create(stack, service, ports[service])));
    for (const service of labServices) await stack.start(service);
    for (const service of labServices) await stack.ready(service);
    return stack;
  } catch (error) {
    await stack.down();
    throw error;
  }
}

/** Removes whatever bears the label of a project: containers with their volumes, networks, volumes. */
export async function down(docker: Docker, project: string): Promise<void> {
  const filters = { label: [`com.docker.compose.project=${project}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const networks = await docker.listNetworks({ filters });
  await Promise.all(networks.map(({ Id }) => docker.getNetwork(Id).remove()));
  const { Volumes: volumes } = await docker.listVolumes({ filters });
  await Promise.all(volumes.map(({ Name }) => docker.getVolume(Name).remove()));
}

async function freePorts(): Promise<Ports> {
  const prometheus = await freePort();
  let alertmanager = prometheus;
  while (alertmanager === prometheus) alertmanager = await freePort();
  return { prometheus, alertmanager };
}

async function guidePorts(): Promise<Ports> {
  for (const service of labServices) {
    const { port } = specs[service];
    if (!(await isFree(port)))
      throw new Error(`Something else listens at 127.0.0.1:${port}, where ${service} is to answer.`);
  }
  return { prometheus: specs.prometheus.port, alertmanager: specs.alertmanager.port };
}

/** What the containers stand on. */
async function lay(docker: Docker, project: string): Promise<void> {
  await docker.createNetwork({
    Name: networkName(project),
    CheckDuplicate: true,
    Labels: projectLabels(project, { 'com.docker.compose.network': 'monitoring' }),
  });
  for (const service of labServices)
    await docker.createVolume({
      Name: volumeName(project, service),
      Labels: projectLabels(project, { 'com.docker.compose.volume': specs[service].volume }),
    });
}

async function create({ docker, project }: LabStack, service: LabService, hostPort: number): Promise<void> {
  const container = await docker.createContainer(containerOptions(project, service, hostPort));
  const { files, folder } = specs[service];
  await container.putArchive(await archive(files), { path: folder });
}

function stackOf({ docker, project, ports }: Omit<StackPlan, 'ports'> & { readonly ports: Ports }): LabStack {
  const container = (service: LabService) => docker.getContainer(containerName(project, service));
  const url = (service: LabService) => `http://127.0.0.1:${ports[service]}`;
  return {
    project,
    docker,
    url,
    containerName: (service) => containerName(project, service),
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
      const address = `${url(service)}/-/ready`;
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
