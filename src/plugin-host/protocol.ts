import type { CheckCause, Json, Outcome, Permission, WatchedService } from '../plugin-sdk/index.ts';

/** What the host and a plugin's worker may send each other at most; what exceeds it is misbehaviour. */
export const limits = {
  /** Of a report, as JSON. */
  reportCharacters: 256 * 1024,
  checks: 100,
  /** Of a sentence; the worker cuts what is longer. */
  summaryCharacters: 1000,
  versionCharacters: 100,
  /** What a plugin may print in a second; the worker drops and counts the rest. */
  linesPerSecond: 100,
  charactersPerSecond: 256 * 1024,
  /** Of one printed line; the worker cuts what is longer. */
  lineCharacters: 4096,
} as const;

/** What a worker is told when it is made. */
export interface WorkerData {
  /** URL of the plugin's module. */
  readonly plugin: string;
}

export interface ProbeRequest {
  readonly service: WatchedService;
  readonly settings: Readonly<Record<string, Json>>;
  /** Those that the manifest asked for, as the host validated them. */
  readonly permissions: readonly Permission[];
  readonly timeoutMs: number;
  /** Value of the Authorization header; the worker sends it, and the plugin does not see it. */
  readonly authorization: string | null;
}

export type ToWorker =
  | { readonly kind: 'probe'; readonly id: number; readonly request: ProbeRequest }
  /** Nobody waits for this probe any more. */
  | { readonly kind: 'abort'; readonly id: number };

/** A check as it travels: without the time of day, which only the host knows. */
export interface ReportedCheck {
  readonly name: string;
  readonly reference: string | null;
  readonly aspect: string | null;
  readonly status: Outcome['status'];
  readonly summary: string;
  readonly cause: CheckCause | null;
  readonly durationMs: number;
  /** How long before the end of the report it ended. */
  readonly endedAgoMs: number;
  readonly observed: Json;
  readonly threshold: Json;
}

export interface Report {
  readonly version: string | null;
  readonly checks: readonly ReportedCheck[];
}

export type FromWorker =
  /** The plugin's module is there: its default export as JSON, and whether it can probe. */
  | { readonly kind: 'loaded'; readonly manifest: string; readonly probes: boolean }
  /** It could not be imported. */
  | { readonly kind: 'unloadable'; readonly failure: string }
  /** A Report as JSON. */
  | { readonly kind: 'reported'; readonly id: number; readonly report: string }
  /** The plugin did what no plugin may, as the sentence says. */
  | { readonly kind: 'misbehaved'; readonly failure: string }
  | {
      readonly kind: 'printed';
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
    }
  | { readonly kind: 'dropped'; readonly lines: number };
