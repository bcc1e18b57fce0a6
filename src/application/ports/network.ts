/** The network around this machine. */
export interface Network {
  /**
   * All addresses that a host of a URL leads to, a literal one to itself; none when its name cannot be resolved
   * within a second. Never rejects.
   */
  addressesOf(host: string): Promise<readonly string[]>;
  /** Whether an address is one of this machine itself. */
  isOwn(address: string): boolean;
}
