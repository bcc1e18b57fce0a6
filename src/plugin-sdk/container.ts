/** What Docker says about a container. Times are milliseconds since 1970, sizes bytes, null: none, or not told. */
export interface ContainerFacts {
  readonly id: string;
  readonly name: string;
  /** As it was created with, such as `prom/prometheus:v2.42.0`. */
  readonly image: string;
  readonly imageId: string;
  /** Who the image says that it runs as, such as `nobody` or `472`; empty: root. */
  readonly imageUser: string;
  readonly state: ContainerStateFacts;
  readonly restartCount: number;
  /** `no`, `always`, `unless-stopped` or `on-failure`. */
  readonly restartPolicy: string;
  /** Entry point and arguments, secrets taken out. */
  readonly command: readonly string[];
  /** Names of its variables; values only of those that hold no secret by their name and look. */
  readonly environment: Readonly<Record<string, string | null>>;
  /** Who it runs as; empty: as the image says. */
  readonly user: string;
  readonly labels: Readonly<Record<string, string>>;
  readonly mounts: readonly MountFacts[];
  readonly networks: readonly AttachmentFacts[];
  /** As it was told to publish, whether it runs or not. */
  readonly ports: readonly PublishedPort[];
  readonly memoryLimitBytes: number | null;
  /** Processors that it may use, such as 0.5; null: all. */
  readonly cpuLimit: number | null;
  readonly logging: { readonly driver: string; readonly options: Readonly<Record<string, string>> };
  /** `host`, or empty for one of its own. */
  readonly pidMode: string;
  /** `host`, `none`, `container:…`, or the name of a network. */
  readonly networkMode: string;
  readonly privileged: boolean;
  readonly readOnlyRoot: boolean;
  readonly extraHosts: readonly string[];
}

export interface ContainerStateFacts {
  /** `created`, `running`, `paused`, `restarting`, `removing`, `exited` or `dead`. */
  readonly status: string;
  readonly exitCode: number;
  /** Why it could not be started, in Docker's words; empty: it could. */
  readonly error: string;
  readonly oomKilled: boolean;
  readonly startedAt: number | null;
  readonly finishedAt: number | null;
  /** Its own health check; null when it has none. Of one that is stopped or paused it says nothing. */
  readonly health: {
    readonly status: 'starting' | 'healthy' | 'unhealthy';
    readonly failingStreak: number;
    /** What the newest runs printed, the oldest first. */
    readonly log: readonly { readonly at: number; readonly exitCode: number; readonly output: string }[];
  } | null;
}

export interface MountFacts {
  readonly type: 'volume' | 'bind' | 'tmpfs' | 'other';
  /** Of a volume its name, else the path on the host. */
  readonly source: string;
  /** Where it lies on the host; null where that is not told. */
  readonly hostPath: string | null;
  readonly destination: string;
  readonly readOnly: boolean;
  readonly propagation: string;
}

export interface AttachmentFacts {
  readonly network: string;
  readonly networkId: string;
  /** Empty while it does not run. */
  readonly address: string;
  readonly aliases: readonly string[];
}

export interface PublishedPort {
  readonly containerPort: number;
  readonly protocol: 'tcp' | 'udp' | 'sctp';
  /** Such as `127.0.0.1` or `0.0.0.0`; null: not published. */
  readonly hostIp: string | null;
  readonly hostPort: number | null;
}

/** A line of output; control characters are kept. */
export interface LogLine {
  readonly at: number;
  readonly stream: 'stdout' | 'stderr';
  readonly text: string;
}

/** Something that Docker says happened: `die`, `oom`, `restart`, `kill`, `health_status`, … */
export interface ContainerEvent {
  readonly at: number;
  readonly action: string;
  readonly exitCode: number | null;
  readonly signal: string | null;
  /** Of a `health_status`. */
  readonly health: string | null;
}

/** What a container uses. */
export interface UsageFacts {
  /** 100 being one core. */
  readonly cpuPercent: number | null;
  readonly throttledPeriods: number | null;
  readonly periods: number | null;
  /** Without the inactive file cache, as `docker stats` counts. */
  readonly memoryBytes: number | null;
  readonly memoryLimitBytes: number | null;
}

/** A file or folder of a container. */
export interface ArchivedFile {
  readonly path: string;
  readonly type: 'file' | 'directory' | 'link' | 'other';
  readonly uid: number;
  readonly gid: number;
  /** Permission bits, such as 0o644. */
  readonly mode: number;
  readonly size: number;
  readonly modifiedAt: number;
  /** Of a file: SHA-256 in hexadecimal; null when it was too large to be read. */
  readonly sha256: string | null;
  /** Of a text file of at most 1 MiB; null of everything else. Secrets are in it: it is for reading, not for showing. */
  readonly text: string | null;
}

/** What a command printed, and with what it ended. */
export interface CommandResult {
  /** Null when it did not end in time; it may still run. */
  readonly exitCode: number | null;
  /** Both streams in their order, the first and last 32 KiB of it. */
  readonly output: string;
}

/** How a one-shot container is made: of the service's own image, read-only mounts, removed afterwards. */
export interface HelperOptions {
  /** By default it has none. `container`: that of the service's container. `host`: the engine's own. */
  readonly network?: 'none' | 'container' | 'host';
  /** By default as the image says; `root` where files of others have to be looked at. */
  readonly user?: 'image' | 'root';
}

/**
 * Reading a container of the stack; that of the service itself unless another service is named. Each call is checked
 * against the manifest's permissions by the host. @throws ReadFailure when it cannot be read, with the reason.
 */
export interface ContainerReader {
  /** Null when the service has no container. Permission `docker:read`, as of the next four. */
  inspect(service?: string): Promise<ContainerFacts | null>;
  /** The newest lines, the oldest first, secrets taken out; of a stopped container too. By default 500. */
  logs(options?: {
    readonly tail?: number;
    readonly since?: number;
    readonly service?: string;
  }): Promise<readonly LogLine[]>;
  /** What happened since, the oldest first; Docker keeps the newest 256 of all containers, and none over its own restart. */
  events(options: { readonly since: number; readonly service?: string }): Promise<readonly ContainerEvent[]>;
  /** Null when it does not run. */
  usage(service?: string): Promise<UsageFacts | null>;
  /** Files below a path, at most 200 and 4 MiB of text; of a stopped container too. Permission `docker:archive`. */
  archive(path: string, service?: string): Promise<readonly ArchivedFile[]>;
  /** Runs one of the manifest's commands in the running container. Permission `docker:exec`. */
  exec(command: string, parts?: Readonly<Record<string, string>>): Promise<CommandResult>;
  /** Runs one of the manifest's commands in a one-shot container. Permission `docker:helper`. */
  helper(
    command: string,
    parts?: Readonly<Record<string, string>>,
    options?: HelperOptions,
  ): Promise<CommandResult>;
}

/** Why something could not be read. Left uncaught, it ends its check UNKNOWN with the reason. */
export class ReadFailure extends Error {
  override readonly name = 'ReadFailure';
}
