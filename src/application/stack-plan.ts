import type { Json } from '../domain/health/check.ts';

/** A service that the configuration names: it adds to what is discovered, or overrides it, by name. */
export interface ConfiguredService {
  readonly name: string;
  /** Null: as discovered. */
  readonly kind: string | null;
  readonly displayName: string | null;
  readonly url: string | null;
  /** Name of its container. */
  readonly container: string | null;
  readonly probeIntervalMs: number | null;
  readonly labels: Readonly<Record<string, string>>;
  readonly settings: Readonly<Record<string, Json>>;
  /** Names of the services of its stack that it needs; null: what its kind usually needs. */
  readonly dependsOn: readonly string[] | null;
  /** Value of the Authorization header for requests to it. */
  readonly authorization: string | null;
}

/** What is to be watched as one stack, or as many as there are compose projects. */
export interface StackPlan {
  /** Null: every compose project with a known service in it is a stack, named after the project. */
  readonly name: string | null;
  /** Where its Docker engine answers; null: it has none. */
  readonly endpoint: string | null;
  /** Whose containers belong to it; ignored when `name` is null. */
  readonly project: string | null;
  readonly discover: boolean;
  readonly services: readonly ConfiguredService[];
}
