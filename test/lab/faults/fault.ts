import type Docker from 'dockerode';

import { archive, type Files } from '../configuration.ts';
import { containerOptions, specs, type LabService } from '../services.ts';
import type { LabStack } from '../stack.ts';
import { until } from '../until.ts';

/** Something that breaks in a stack, and what a diagnosis must say of it. */
export interface Fault {
  /** What breaks, in a few words; unique. */
  readonly name: string;
  /** The service that is diagnosed; by default Prometheus. */
  readonly service?: LabService;
  /** What Custos is given to ask the service with; by default nothing. */
  readonly authorization?: string;
  /** Codes of which the first finding must be one. */
  readonly expected: readonly string[];
  /** Breaks it, and waits until it shows. Says how to clear away what the stack does not take with it. */
  readonly inject: (stack: LabStack, afterwards: Afterwards) => Promise<void>;
}

/** Takes what is to be done when the fault is over. */
export type Afterwards = (clear: () => Promise<unknown>) => void;

/** How long a fault may take to show. */
const showsMs = 60_000;

/** Waits until a fault shows. */
export async function shows(what: string, ask: () => Promise<boolean> | boolean): Promise<void> {
  await until(what, { withinMs: showsMs, everyMs: 200 }, ask);
}

export const container = (stack: LabStack, service: LabService): Docker.Container =>
  stack.docker.getContainer(stack.containerName(service));

/** Puts files into a container, over those that it has. */
export async function write(
  stack: LabStack,
  service: LabService,
  files: Files,
  folder?: string,
): Promise<void> {
  await container(stack, service).putArchive(await archive(files), { path: folder ?? specs[service].folder });
}

/** Runs something in a container as root; answers what it printed. */
export async function inside(
  stack: LabStack,
  service: LabService,
  ...argv: readonly string[]
): Promise<string> {
  const exec = await container(stack, service).exec({
    Cmd: [...argv],
    User: '0',
    AttachStdout: true,
    AttachStderr: true,
    Tty: true,
  });
  const output = await exec.start({ hijack: true, stdin: false });
  let text = '';
  output.on('data', (chunk: Buffer) => (text += chunk.toString()));
  await new Promise((ended) => output.on('end', ended));
  const { ExitCode: code } = await exec.inspect();
  if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${String(code)}: ${text}`);
  return text;
}

/** What the container was told to be, changed; it is made anew, with its files and volumes, and started. */
export async function recreate(
  stack: LabStack,
  service: LabService,
  change: (options: Docker.ContainerCreateOptions) => Docker.ContainerCreateOptions,
): Promise<void> {
  const { hostname, port } = new URL(stack.url(service));
  const options = change(
    containerOptions(stack.project, service, { hostIp: hostname, hostPort: Number(port) }),
  );
  await container(stack, service).remove({ force: true });
  const made = await stack.docker.createContainer(options);
  const { files, folder } = specs[service];
  // Some are made so that nothing can be mounted, and they cannot be started.
  if (Object.keys(files).length > 0)
    await made.putArchive(await archive(files), { path: folder }).catch(() => undefined);
  await made.start().catch(() => undefined);
}

/** Ends a container's restarts, so that it stays as it is, and starts it again at the end of what is done meanwhile. */
export async function whileStopped(
  stack: LabStack,
  service: LabService,
  work: () => Promise<void>,
): Promise<void> {
  await container(stack, service).stop();
  await work();
  await container(stack, service).start();
}

/** Runs a command on the volumes of a stopped service, as root, in a container of busybox. */
export async function onVolumes(
  stack: LabStack,
  service: LabService,
  ...argv: readonly string[]
): Promise<void> {
  const helper = await stack.docker.createContainer({
    Image: 'lab/busybox:1',
    Cmd: [...argv],
    User: '0',
    Labels: { 'custos.lab.project': stack.project, 'custos.ignore': 'true' },
    HostConfig: { VolumesFrom: [stack.containerName(service)], NetworkMode: 'none' },
  });
  try {
    await helper.start();
    const { StatusCode: code } = (await helper.wait()) as { StatusCode: number };
    if (code !== 0) throw new Error(`${argv.join(' ')} ended with ${String(code)}`);
  } finally {
    await helper.remove({ force: true });
  }
}

export async function state(stack: LabStack, service: LabService) {
  const { State, RestartCount } = await container(stack, service).inspect();
  return { ...State, restarts: RestartCount };
}

/** Waits until a service falls again and again. */
export async function loops(stack: LabStack, service: LabService): Promise<void> {
  await shows(
    `${service} is restarted again and again`,
    async () => (await state(stack, service)).restarts >= 2,
  );
}

export async function reload(stack: LabStack, service: LabService): Promise<Response> {
  return await fetch(`${stack.url(service)}/-/reload`, { method: 'POST' });
}

/** Waits until the log of a container has a text. */
export async function logged(stack: LabStack, service: LabService, text: string): Promise<void> {
  await shows(`the log of ${service} has ${text}`, async () => {
    const log = await container(stack, service).logs({ stdout: true, stderr: true, tail: 500 });
    return log.toString().includes(text);
  });
}

interface TargetsAnswer {
  readonly data: {
    readonly activeTargets: readonly {
      readonly labels: { readonly job: string };
      readonly health: string;
      readonly lastError: string;
    }[];
  };
}

/** Waits until the target of a job is down, with what Prometheus says of it. */
export async function targetDown(stack: LabStack, job: string, error = ''): Promise<void> {
  await shows(`the target ${job} is down`, async () => {
    const answer = await fetch(`${stack.url('prometheus')}/api/v1/targets?state=active`);
    const { data } = (await answer.json()) as TargetsAnswer;
    return data.activeTargets.some(
      ({ labels, health, lastError }) => labels.job === job && health === 'down' && lastError.includes(error),
    );
  });
}
