import type {
  AttachmentFacts,
  ContainerFacts,
  ContainerStateFacts,
  MountFacts,
  PublishedPort,
} from '../../../plugin-sdk/container.ts';
import { redact } from '../../../domain/redact.ts';
import { portBindings } from '../ports.ts';
import type { WholeInspection } from './replies.ts';
import { commandOf, environmentOf, withoutSecrets } from './secrets.ts';

/** Docker keeps up to 4 KiB of each run of a health check; what matters is at its beginning. */
const longestOutput = 4096;

/** What a container is, as plugins are told it; `imageUser` is null where the image does not say it any more. */
export function factsOf(inspected: WholeInspection, imageUser: string | null): ContainerFacts {
  const { Config: config, HostConfig: host } = inspected;
  const user = config.User ?? '';
  return {
    id: inspected.Id,
    name: inspected.Name.replace(/^\//u, ''),
    image: config.Image,
    imageId: inspected.Image,
    imageUser: imageUser ?? user,
    state: stateOf(inspected.State),
    restartCount: inspected.RestartCount ?? 0,
    restartPolicy: host.RestartPolicy?.Name || 'no',
    command: commandOf([inspected.Path ?? '', ...inspected.Args].filter((word) => word !== '')),
    environment: environmentOf(config.Env),
    user,
    labels: withoutSecrets(config.Labels),
    mounts: mountsOf(inspected),
    networks: attachmentsOf(inspected),
    ports: portsOf(inspected),
    ...limitsOf(host),
    ...settingOf(host),
  };
}

function stateOf(state: WholeInspection['State']): ContainerStateFacts {
  return {
    status: state.Status,
    exitCode: state.ExitCode ?? 0,
    error: redact(state.Error ?? ''),
    oomKilled: state.OOMKilled === true,
    startedAt: timeOf(state.StartedAt),
    finishedAt: timeOf(state.FinishedAt),
    health: healthOf(state),
  };
}

const healths = ['starting', 'healthy', 'unhealthy'] as const;

/** Of one that does not run Docker tells `unhealthy`, which is no result of anything. */
function healthOf({ Status, Health }: WholeInspection['State']): ContainerStateFacts['health'] {
  const status = healths.find((known) => known === Health?.Status);
  if (!Health || !status || Status !== 'running') return null;
  const log = Health.Log.map(({ Start, ExitCode, Output }) => ({
    at: timeOf(Start) ?? 0,
    exitCode: ExitCode,
    output: redact(Output ?? '').slice(0, longestOutput),
  }));
  return { status, failingStreak: Health.FailingStreak ?? 0, log };
}

/** Docker's "never" is the first day of the year 1. */
function timeOf(text: string | null | undefined): number | null {
  if (!text || text.startsWith('0001-01-01')) return null;
  const at = Date.parse(text);
  return Number.isNaN(at) ? null : at;
}

const mountTypes = ['volume', 'bind', 'tmpfs'] as const;

function mountsOf({ Mounts, HostConfig }: WholeInspection): readonly MountFacts[] {
  const mounts = Mounts.map((mount): MountFacts => {
    const type = mountTypes.find((known) => known === mount.Type) ?? 'other';
    return {
      type,
      source: (type === 'volume' ? mount.Name : null) ?? mount.Source ?? '',
      hostPath: mount.Source || null,
      destination: mount.Destination,
      readOnly: mount.RW === false,
      propagation: mount.Propagation ?? '',
    };
  });
  // Those of `--tmpfs` are in no list of mounts.
  const inMemory = Object.entries(HostConfig.Tmpfs).map(([destination, options]): MountFacts => {
    const readOnly = options.split(',').includes('ro');
    return { type: 'tmpfs', source: '', hostPath: null, destination, readOnly, propagation: '' };
  });
  return [...mounts, ...inMemory];
}

function attachmentsOf({ Id, NetworkSettings }: WholeInspection): readonly AttachmentFacts[] {
  return Object.entries(NetworkSettings.Networks).map(([network, end]) => ({
    network,
    networkId: end?.NetworkID ?? '',
    address: end?.IPAddress || (end?.GlobalIPv6Address ?? ''),
    // Older engines put the container's short id among them.
    aliases: (end?.Aliases ?? []).filter((alias) => alias !== Id.slice(0, 12)),
  }));
}

const protocols = { TCP: 'tcp', UDP: 'udp', SCTP: 'sctp' } as const;

/** As they were asked for; those that Docker chose itself, where it runs, as it chose them. */
function portsOf(inspected: WholeInspection): readonly PublishedPort[] {
  const asked = inspected.HostConfig.PortBindings;
  const given = Object.entries(inspected.NetworkSettings.Ports).filter(([port]) => !isFixed(asked[port]));
  const PortBindings = { ...asked, ...Object.fromEntries(given) };
  const told = portBindings({ ...inspected, HostConfig: { ...inspected.HostConfig, PortBindings } }, false);
  return told.map((port) => ({ ...port, protocol: protocols[port.protocol] }));
}

function isFixed(places: WholeInspection['HostConfig']['PortBindings'][string] | undefined): boolean {
  return !!places && places.length > 0 && places.every(({ HostPort }) => HostPort);
}

function settingOf(host: WholeInspection['HostConfig']) {
  const { LogConfig: log } = host;
  return {
    logging: { driver: log?.Type ?? '', options: withoutSecrets(log?.Config ?? {}) },
    pidMode: host.PidMode ?? '',
    networkMode: host.NetworkMode ?? '',
    privileged: host.Privileged === true,
    readOnlyRoot: host.ReadonlyRootfs === true,
    extraHosts: host.ExtraHosts,
  };
}

/** Docker takes a tenth of a second for a period where none is said. */
const usualPeriod = 100_000;

function limitsOf(host: WholeInspection['HostConfig']) {
  const { NanoCpus: nano, CpuQuota: quota, CpuPeriod: period } = host;
  const byQuota = quota && quota > 0 ? quota / (period || usualPeriod) : null;
  return { memoryLimitBytes: host.Memory || null, cpuLimit: nano ? nano / 1e9 : byQuota };
}
