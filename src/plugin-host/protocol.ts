import type {
  CheckCause,
  Evidence,
  Finding,
  Json,
  Outcome,
  Peer,
  Permission,
  WatchedService,
} from '../plugin-sdk/index.ts';

/** What the host and a plugin's worker may send each other at most; what exceeds it is misbehaviour. */
export const limits = {
  /** Of a report, as JSON. */
  reportCharacters: 256 * 1024,
  checks: 100,
  /** Of what an examination may ask its host, and have answered, as JSON. */
  readings: 500,
  answerCharacters: 8 * 1024 * 1024,
  findings: 50,
  evidence: 20,
  /** Of a piece of evidence, before the host cuts what is shown of it. */
  excerptCharacters: 16 * 1024,
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
  /** Where the worker says how many bytes it holds. */
  readonly said: Float64Array;
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
  | { readonly kind: 'examine'; readonly id: number; readonly request: ExaminationRequest }
  /** What was asked for: JSON, or why there is none. */
  | { readonly kind: 'read'; readonly call: number; readonly answer: string }
  | { readonly kind: 'unread'; readonly call: number; readonly failure: string }
  /** Nobody waits for this probe or examination any more. */
  | { readonly kind: 'abort'; readonly id: number };

/** What a worker needs for the checks of one service. */
export interface ExaminationRequest {
  readonly service: Peer;
  /** All services of the stack, this one among them. */
  readonly services: readonly Peer[];
  readonly settings: Readonly<Record<string, Json>>;
  readonly permissions: readonly Permission[];
  readonly reads: readonly string[];
  /** Values of the Authorization header by service, of those that the plugin may ask. */
  readonly authorizations: Readonly<Record<string, string>>;
  /** Names of the services to put a query to, the best first. */
  readonly queried: readonly string[];
  readonly checks: readonly string[];
  readonly timeoutMs: number;
  /** Custos's time at the beginning. */
  readonly now: number;
}

/** What a check asks its host to read. The host looks at it: it came out of a worker. */
export type Reading =
  | { readonly of: 'container'; readonly kind: 'inspect' | 'usage'; readonly service: string }
  | {
      readonly of: 'container';
      readonly kind: 'logs';
      readonly service: string;
      readonly tail: number;
      readonly since: number;
    }
  | { readonly of: 'container'; readonly kind: 'events'; readonly service: string; readonly since: number }
  | { readonly of: 'container'; readonly kind: 'archive'; readonly service: string; readonly path: string }
  | {
      readonly of: 'container';
      readonly kind: 'exec';
      readonly command: string;
      readonly parts: Readonly<Record<string, string>>;
    }
  | {
      readonly of: 'container';
      readonly kind: 'helper';
      readonly command: string;
      readonly parts: Readonly<Record<string, string>>;
      readonly network: 'none' | 'container' | 'host';
      readonly user: 'image' | 'root';
    }
  | { readonly of: 'engine'; readonly kind: 'info' | 'containers' | 'networks' | 'disk' | 'volumes' }
  | { readonly of: 'host'; readonly kind: 'listeners' }
  | { readonly of: 'host'; readonly kind: 'disk'; readonly path: string };

/** A check of an examination as it travels. */
export interface ReportedExamined {
  readonly name: string;
  readonly status: Outcome['status'];
  readonly summary: string;
  readonly cause: CheckCause | null;
  readonly durationMs: number;
  readonly observed: Json;
  readonly threshold: Json;
  readonly evidence: readonly Evidence[];
  readonly findings: readonly Finding[];
}

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
  /** A ReportedExamined as JSON. */
  | { readonly kind: 'examined'; readonly id: number; readonly check: string }
  /** Every check of the examination has ended. */
  | { readonly kind: 'done'; readonly id: number }
  /** A Reading as JSON, for an examination. */
  | { readonly kind: 'asked'; readonly id: number; readonly call: number; readonly reading: string }
  /** The plugin did what no plugin may, as the sentence says. */
  | { readonly kind: 'misbehaved'; readonly failure: string }
  | {
      readonly kind: 'printed';
      readonly stream: 'stdout' | 'stderr';
      readonly line: string;
    }
  | { readonly kind: 'dropped'; readonly lines: number };
