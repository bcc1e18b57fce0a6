/** States of a container, Docker's own words in upper case. */
export const containerStates = [
  'CREATED',
  'RUNNING',
  'PAUSED',
  'RESTARTING',
  'REMOVING',
  'EXITED',
  'DEAD',
  'UNKNOWN',
] as const;
export type ContainerState = (typeof containerStates)[number];

/** What a container's own health check says. */
export const containerHealths = ['STARTING', 'HEALTHY', 'UNHEALTHY'] as const;
export type ContainerHealth = (typeof containerHealths)[number];

export const portProtocols = ['TCP', 'UDP', 'SCTP'] as const;
export const mountKinds = ['VOLUME', 'BIND', 'TMPFS', 'OTHER'] as const;

/** A port of a container; host address and port are null when it is not published. */
export interface PortBinding {
  readonly containerPort: number;
  readonly protocol: (typeof portProtocols)[number];
  readonly hostIp: string | null;
  readonly hostPort: number | null;
}

/** Something mounted into a container. */
export interface Mount {
  readonly kind: (typeof mountKinds)[number];
  readonly source: string | null;
  readonly destination: string;
  readonly readOnly: boolean;
}

/** A container as Docker describes it now. */
export interface Container {
  /** Docker's own id, 64 hexadecimal digits. */
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly imageDigest: string | null;
  readonly state: ContainerState;
  /** Docker's words, such as `Up 3 hours (healthy)`. */
  readonly status: string;
  readonly health: ContainerHealth | null;
  readonly restartCount: number;
  readonly restartPolicy: string | null;
  /** With what it exited; null while it runs. */
  readonly exitCode: number | null;
  readonly oomKilled: boolean;
  readonly createdAt: Date;
  readonly startedAt: Date | null;
  readonly finishedAt: Date | null;
  readonly composeProject: string | null;
  readonly composeService: string | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly ports: readonly PortBinding[];
  readonly mounts: readonly Mount[];
  readonly networks: readonly string[];
  /** Its address on each of its networks, by network; empty while it does not run. */
  readonly addresses: Readonly<Record<string, string>>;
  /** Its entry point and its arguments. */
  readonly command: readonly string[];
  /** Its variables. Among them are secrets: nothing of it is stored, logged or shown. */
  readonly environment: Readonly<Record<string, string>>;
}

/** What a container uses, as `docker stats` counts it. */
export interface ContainerUsage {
  readonly observedAt: Date;
  /** Processor time, 100 being one core; null on the first of two measurements. */
  readonly cpuPercent: number | null;
  /** Memory without the inactive file cache. */
  readonly memoryBytes: number | null;
  /** Null when it has none. */
  readonly memoryLimitBytes: number | null;
  readonly memoryPercent: number | null;
}

export const logStreams = ['STDOUT', 'STDERR'] as const;

/** A line of a container's output. */
export interface LogLine {
  readonly at: Date;
  readonly stream: (typeof logStreams)[number];
  /** Without its end, cut at 16 KiB. */
  readonly text: string;
}

/** The Docker engine of a stack, as it was when it was last asked. */
export interface DockerHost {
  readonly endpoint: string;
  readonly reachable: boolean;
  /** Why it did not answer, in a sentence; null when it did. */
  readonly failure: string | null;
  readonly observedAt: Date | null;
  readonly version: string | null;
  readonly apiVersion: string | null;
  readonly operatingSystem: string | null;
}

/** Something that Docker says happened to a container. */
export interface ContainerNotice {
  readonly at: Date;
  readonly containerId: string;
  readonly containerName: string;
  /** Docker's word: `start`, `die`, `oom`, `pause`, `unpause`, `rename`, `health_status`, `destroy`. */
  readonly action: string;
  /** With what it exited, of a `die`. */
  readonly exitCode: number | null;
  /** What its own health check says, of a `health_status`. */
  readonly health: ContainerHealth | null;
}
