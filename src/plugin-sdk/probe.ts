import type { HttpClient } from './http.ts';
import type { Json } from './json.ts';
import type { Outcome } from './outcome.ts';

/** The service that is looked at. */
export interface WatchedService {
  readonly name: string;
  readonly kind: string;
  readonly url: string | null;
  readonly labels: Readonly<Record<string, string>>;
  /** Whether credentials are configured for it: they are sent with every request, and never shown to a plugin. */
  readonly authorized: boolean;
}

/**
 * Runs one check, at once, and keeps its outcome with its name and duration. What it throws ends it: an
 * HttpFailure as FAIL with its cause, anything else as UNKNOWN with PLUGIN_FAILED. Answers the outcome either way.
 */
export type Check = (
  name: string,
  run: () => Promise<Outcome> | Outcome,
  more?: { readonly reference?: string; readonly aspect?: string },
) => Promise<Outcome>;

/** What a probe is given. Read-only: a probe asks, it touches nothing. */
export interface ProbeContext {
  readonly service: WatchedService;
  /** The settings of this service, as configured. */
  readonly settings: Readonly<Record<string, Json>>;
  readonly http: HttpClient;
  readonly check: Check;
  /** Aborts at the deadline. */
  readonly signal: AbortSignal;
}

/** What a probe found beside its checks. */
export interface ProbeResult {
  /** As the service says itself. */
  readonly version: string | null;
}
