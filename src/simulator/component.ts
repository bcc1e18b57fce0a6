/** What can be simulated; the first six components of a stack are one of each. */
export const componentKinds = [
  'prometheus',
  'grafana',
  'alertmanager',
  'node-exporter',
  'docker-engine',
  'application',
] as const;
export type ComponentKind = (typeof componentKinds)[number];

/** How a component fails. */
export type Fault =
  /** Nothing listens on its port; where ports are shared, the connection is reset. */
  | 'refused'
  /** It takes requests and never answers them. */
  | 'silent'
  /** It answers after 2.4 seconds. */
  | 'slow'
  /** It answers 503 to everything. */
  | 'unavailable'
  /** Something else answers in its place. */
  | 'garbage'
  /** It runs, with the configuration from before its last reload. */
  | 'reload-failed';

/** Something that answers as the real one does. */
export interface Component {
  readonly name: string;
  readonly kind: ComponentKind;
  readonly url: string;
  /** Null: it is well. */
  readonly fault: Fault | null;
}

/** What a simulated Prometheus scrapes. */
export interface SimulatedTarget {
  readonly job: string;
  readonly instance: string;
  readonly scrapeUrl: string;
  /** Why the last scrape failed; null: it did not. */
  readonly lastError: string | null;
}
