import type { Peer } from '../check.ts';
import type {
  ArchivedFile,
  CommandResult,
  ContainerEvent,
  ContainerFacts,
  LogLine,
  UsageFacts,
} from '../container.ts';
import type {
  ContainerListing,
  DiskFacts,
  DiskShare,
  EngineFacts,
  Listener,
  NetworkFacts,
  VolumeFacts,
} from '../engine.ts';
import type { CheckCause } from '../outcome.ts';
import type { Json } from '../json.ts';
import type { Sample } from '../metrics.ts';

/** What a fake service answers: a text with status 200, a JSON value, a whole answer, or why there is none. */
export type FakeAnswer =
  | string
  | { readonly json: Json }
  | {
      readonly status: number;
      readonly text?: string;
      readonly headers?: Readonly<Record<string, string>>;
      readonly durationMs?: number;
    }
  | { readonly failure: CheckCause };

/** Answers by path; of a list, each asking takes the next one, and the last stays. Of POST: `POST /path`. */
export type FakeRoutes = Readonly<Record<string, FakeAnswer | readonly FakeAnswer[]>>;

/** A container in a test: what is not said is that of one that runs well. */
export interface FakeContainer extends Omit<Partial<ContainerFacts>, 'state'> {
  readonly state?: Partial<ContainerFacts['state']>;
  readonly logs?: readonly (string | LogLine)[];
  readonly events?: readonly ContainerEvent[];
  readonly usage?: Partial<UsageFacts> | null;
  /** Files by their path: a text, or more of it. */
  readonly files?: Readonly<Record<string, string | Partial<ArchivedFile>>>;
  /** Results by the command's name; of a helper container, `helper NAME`. A text ended with 0. */
  readonly commands?: Readonly<Record<string, string | CommandResult>>;
}

/** The world that a check is shown in a test. Whatever is not said cannot be read, with that reason. */
export interface FakeWorld {
  readonly service?: Partial<Peer>;
  readonly settings?: Readonly<Record<string, Json>>;
  /** The other services. */
  readonly peers?: readonly (Partial<Peer> & { readonly name: string; readonly routes?: FakeRoutes })[];
  /** What the service answers. A path that is not there answers 404. */
  readonly routes?: FakeRoutes;
  /** Answers of the stack's Prometheus by expression; of any other it answers nothing (an empty vector). */
  readonly queries?: Readonly<Record<string, readonly Sample[]>>;
  /** The service's container; null: it has none. */
  readonly container?: FakeContainer | null;
  /** Containers of the other services, by their name. */
  readonly containers?: Readonly<Record<string, FakeContainer>>;
  readonly engine?: {
    readonly info?: Partial<EngineFacts>;
    readonly containers?: readonly Partial<ContainerListing>[];
    readonly networks?: readonly Partial<NetworkFacts>[];
    readonly disk?: readonly DiskShare[];
    readonly volumes?: readonly VolumeFacts[];
  };
  readonly host?: {
    readonly listeners?: readonly Listener[];
    /** By path. */
    readonly disks?: Readonly<Record<string, DiskFacts>>;
  };
  /** By default 2026-01-01T00:00:00Z. */
  readonly now?: number;
}
