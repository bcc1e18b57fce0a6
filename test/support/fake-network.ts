import { isIP } from 'node:net';

import type { Network } from '../../src/application/ports/network.ts';

/** A network in which names lead where the test says. */
export class FakeNetwork implements Network {
  readonly names = new Map<string, readonly string[]>();

  addressesOf(host: string): Promise<readonly string[]> {
    const address = host.replace(/^\[|\]$/gu, '');
    return Promise.resolve(isIP(address) === 0 ? (this.names.get(host) ?? []) : [address]);
  }

  isOwn(address: string): boolean {
    return address === '127.0.0.1' || address === '::1';
  }
}
