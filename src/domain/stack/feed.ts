/** The ways by which Custos learns about a stack, as far as there are any yet. */
export const feedKinds = [
  'DOCKER_EVENTS',
  'DOCKER_LISTING',
  'PROMETHEUS_LISTING',
  'ALERTMANAGER_LISTING',
  'ALERTMANAGER_WEBHOOK',
] as const;
export type FeedKind = (typeof feedKinds)[number];

/** A way by which Custos learns about a stack; one that falls silent is itself a failure. */
export interface Feed {
  readonly kind: FeedKind;
  readonly stackId: string;
  /** The service that it comes from; null for Docker's. */
  readonly serviceId: string | null;
  /** When it last brought something or said that it lives; null when it never did. */
  readonly lastSeenAt: Date | null;
  /** How often it should; null when it speaks only when something happens. */
  readonly everyMs: number | null;
  readonly stale: boolean;
  /** Why it is silent, in a sentence; null when it is not, or nobody knows. */
  readonly failure: string | null;
}
