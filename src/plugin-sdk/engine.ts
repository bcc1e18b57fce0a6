import type { PublishedPort } from './container.ts';

/** Any container of the engine, as far as it may be told: of those outside of the stack nothing more. */
export interface ContainerListing {
  readonly id: string;
  readonly name: string;
  readonly image: string;
  readonly status: string;
  /** Name of the service of the stack that it is; null when it is none. */
  readonly service: string | null;
  readonly ports: readonly PublishedPort[];
  readonly networks: readonly string[];
}

export interface NetworkFacts {
  readonly id: string;
  readonly name: string;
  readonly driver: string;
  readonly internal: boolean;
  readonly subnets: readonly string[];
  /** How many containers are attached. */
  readonly containers: number;
}

/** What a sort of thing takes on the engine's disk. */
export interface DiskShare {
  readonly type: 'images' | 'containers' | 'volumes' | 'build-cache';
  readonly bytes: number;
  readonly reclaimableBytes: number;
}

export interface EngineFacts {
  readonly version: string;
  readonly apiVersion: string;
  readonly operatingSystem: string;
  readonly cgroupVersion: string | null;
  readonly storageDriver: string;
  readonly rootDirectory: string;
  readonly cpus: number;
  readonly memoryBytes: number;
  readonly liveRestore: boolean;
  readonly loggingDriver: string;
  /** What the engine itself warns of. */
  readonly warnings: readonly string[];
}

/** A volume of the engine. */
export interface VolumeFacts {
  readonly name: string;
  readonly driver: string;
  /** Null when it was not measured. */
  readonly bytes: number | null;
  readonly hostPath: string;
}

/** Reading the engine. Permission `docker:read`. @throws ReadFailure */
export interface EngineReader {
  info(): Promise<EngineFacts>;
  containers(): Promise<readonly ContainerListing[]>;
  networks(): Promise<readonly NetworkFacts[]>;
  /** Takes the engine a while where it has many images. */
  disk(): Promise<readonly DiskShare[]>;
  volumes(): Promise<readonly VolumeFacts[]>;
}

/** A socket that listens on the engine's host. */
export interface Listener {
  readonly address: string;
  readonly port: number;
  /** Whose it is; null where that may not be seen. */
  readonly pid: number | null;
  readonly command: string | null;
}

/** A file system of the engine's host. */
export interface DiskFacts {
  readonly bytes: number;
  readonly availableBytes: number;
  readonly inodes: number;
  readonly availableInodes: number;
}

/**
 * The engine's host, where Custos runs on it. Permission `host`. @throws ReadFailure where it does not, or may not
 * look: then nothing is known of it.
 */
export interface HostReader {
  /** What listens on TCP. */
  listeners(): Promise<readonly Listener[]>;
  /** The file system on which a path of the host lies. */
  disk(path: string): Promise<DiskFacts>;
}
