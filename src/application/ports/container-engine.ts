import type {
  Container,
  ContainerNotice,
  ContainerUsage,
  DockerHost,
  LogLine,
} from '../../domain/container/container.ts';

/** What following an engine brings. */
export type EngineNews =
  /** The whole truth: at the beginning, after every reconnect, and every so often. All containers, stopped ones too. */
  | { readonly kind: 'listed'; readonly containers: readonly Container[]; readonly at: Date }
  /** Something happened; `container` is how it is since, null when it is gone. */
  | { readonly kind: 'noticed'; readonly notice: ContainerNotice; readonly container: Container | null }
  /** The engine does not answer any more; `listed` follows when it does again. */
  | { readonly kind: 'lost'; readonly failure: string; readonly at: Date };

/** Which output: so many of the newest lines, from a time on. */
export interface Tail {
  readonly tail: number;
  readonly since: Date | null;
}

/** A Docker engine as a sense: reads only. */
export interface ContainerEngine {
  readonly endpoint: string;
  /** How the engine was when it was last asked; asks it when that is longer ago than a moment. Never rejects. */
  host(): Promise<DockerHost>;
  /** The same without asking: what it said last. */
  lastHost(): DockerHost;
  /**
   * The containers of these names as they are now, null for each that is not there or could not be asked in
   * time. One listing and side-by-side inspections, whatever the number. Never rejects.
   */
  describe(names: readonly string[]): Promise<readonly (Container | null)[]>;
  /**
   * What containers use now, by their ids; null for each that does not run or could not be measured in time.
   * Never rejects.
   */
  usage(containerIds: readonly string[]): Promise<readonly (ContainerUsage | null)[]>;
  /** A container's newest output, the oldest line first, secrets redacted; null when it could not be read. Never rejects. */
  logs(containerId: string, tail: Tail): Promise<readonly LogLine[] | null>;
  /** What happens, until the signal aborts; reconnects by itself with backoff, from where it was cut off. */
  follow(signal: AbortSignal): AsyncIterable<EngineNews>;
}
