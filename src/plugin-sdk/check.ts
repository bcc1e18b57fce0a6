import type { ContainerReader } from './container.ts';
import type { EngineReader, HostReader } from './engine.ts';
import type { Growth } from './growing.ts';
import type { HttpAnswer } from './http.ts';
import type { Json } from './json.ts';
import type { Metrics, Sample } from './metrics.ts';
import type { Checked } from './outcome.ts';
import type { WatchedService } from './probe.ts';

/** A question that a diagnosis asks. It only reads. */
export interface CheckDefinition {
  /** Unique in the plugin, such as `targets`. */
  readonly name: string;
  /** What it asks, in a line. */
  readonly title: string;
  /** A row of the runbook, such as `C09`. */
  readonly reference?: string;
  /** Further rows that it covers, such as `X21`. */
  readonly covers?: readonly string[];
  /** The kinds of service that it is asked of; `containers`: whatever runs in one. Omitted: the plugin's kinds. */
  readonly of?: readonly string[] | 'containers';
  /**
   * Looks. What it throws ends it: an HttpFailure as FAIL with its cause, anything else as UNKNOWN with the reason.
   * Whatever could not be run is UNKNOWN, never PASS; what does not apply is SKIPPED and says why.
   */
  run(context: CheckContext): Promise<Checked> | Checked;
}

/** Another service of the stack. */
export interface Peer extends WatchedService {
  readonly version: string | null;
  readonly health: 'HEALTHY' | 'DEGRADED' | 'DOWN' | 'UNKNOWN';
  readonly containerName: string | null;
  /** Names of the services that it needs. */
  readonly dependsOn: readonly string[];
  /** Names of the services that need it. */
  readonly dependents: readonly string[];
}

/** Answers to what is asked more than once come from one asking, as long as the diagnosis lasts. */
export interface Asking {
  /** @param path Below the service's URL. @throws HttpFailure when no whole answer came. Permission `http`. */
  get(path: string): Promise<HttpAnswer>;
  /** Only to a path that the manifest lists in `reads`, and never kept: it must only read. Permission `http`. */
  post(path: string, body: Json): Promise<HttpAnswer>;
}

/** What a check is given. */
export interface CheckContext {
  /** The service that is looked at. */
  readonly service: Peer;
  /** The settings of this service, as configured. */
  readonly settings: Readonly<Record<string, Json>>;
  /** All services of the stack, this one among them. */
  readonly services: readonly Peer[];
  /** HTTP to the service itself. */
  readonly http: Asking;
  /** HTTP to another service of the stack. Permission `peers`. */
  peer(service: string): Asking;
  /** The service's own metrics, read from itself at `/metrics`. @throws HttpFailure */
  metrics(): Promise<Metrics>;
  /**
   * These counters of the service and how much each grew just now, label set by label set. Where all are zero it is
   * answered at once, with nothing; else a second sample is taken a second and a half after the first, and shared by
   * all checks.
   * @throws HttpFailure
   */
  growing(...counters: readonly string[]): Promise<readonly Growth[]>;
  /**
   * The answer of the stack's Prometheus to a PromQL expression that gives a vector; a Prometheus asks itself.
   * @throws HttpFailure when none answers it. Permission `query`.
   */
  query(expression: string): Promise<readonly Sample[]>;
  readonly container: ContainerReader;
  readonly engine: EngineReader;
  readonly host: HostReader;
  /** Custos's time, in milliseconds since 1970. */
  now(): number;
  /** Says where the check is: told when it does not end in time. */
  progress(sentence: string): void;
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
}
