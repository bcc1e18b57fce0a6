/** Identity and secrets. */
export interface Ids {
  /** The id of what has these parts: always the same for the same parts, `prefix_` and 16 characters. */
  of(prefix: string, ...parts: readonly string[]): string;
  /** A new secret of 256 bits, recognisable by its prefix `custos_`. */
  secret(): string;
  /** SHA-256 in hexadecimal. */
  hash(secret: string): string;
}
