/** Something that can be wrong with a kind of service, and that a plugin can find out. */
export interface Problem {
  readonly id: string;
  /** Unique, such as `prometheus-not-starting`. */
  readonly name: string;
  readonly title: string;
  /** The kinds of service that can have it. */
  readonly kinds: readonly string[];
  readonly symptoms: readonly string[];
  /** A row of the runbook, such as `P01`, or an address; null when it is described nowhere. */
  readonly reference: string | null;
  /** Names of the checks that tell its causes apart. */
  readonly checks: readonly string[];
  /** The plugin that declares it. */
  readonly plugin: string;
}
