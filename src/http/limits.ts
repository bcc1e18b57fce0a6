/**
 * What requests are held to, over HTTP and WebSocket alike. The API shows them as `server.limits`.
 *
 * Where the numbers come from: the standard introspection query is 15 deep and the deepest sample operation 7;
 * the costliest sample costs about half of `cost`; 2,000 tokens of the worst kind validate in under 50 ms on a
 * slow core; a page of 100 and its default of 50 are in the contract.
 */
export interface Limits {
  /** How deep a document may be, counted in fields. */
  readonly depth: number;
  /** What an operation may cost, as `gate/measure.ts` reckons it. */
  readonly cost: number;
  /** How many tokens a document may have. */
  readonly tokens: number;
  /** How many aliases and repeated fields a document may have. */
  readonly aliases: number;
  /** How many directives a document may have. */
  readonly directives: number;
  /** How large a page may be. */
  readonly pageSize: number;
  /** How large the body of a request may be, in bytes. */
  readonly bodyBytes: number;
  /** How large the body of a webhook may be, in bytes: 10,000 alerts have about 6 MB. */
  readonly webhookBytes: number;
  /** How large a message on a WebSocket may be, in bytes. */
  readonly frameBytes: number;
  /** How many operations one socket may have open at a time, subscriptions above all. */
  readonly subscriptionsPerSocket: number;
  /** How many sockets may be open at a time. */
  readonly sockets: number;
  /** How long a query may take, in milliseconds. */
  readonly queryTimeoutMs: number;
  /** How long a mutation may take, in milliseconds: it may wait for what it began, which is bounded by itself. */
  readonly mutationTimeoutMs: number;
}

export const defaultLimits: Limits = {
  depth: 15,
  cost: 10_000,
  tokens: 2_000,
  aliases: 30,
  directives: 20,
  pageSize: 100,
  bodyBytes: 262_144,
  webhookBytes: 33_554_432,
  frameBytes: 262_144,
  subscriptionsPerSocket: 100,
  sockets: 12_000,
  queryTimeoutMs: 10_000,
  mutationTimeoutMs: 330_000,
};
