import { lookup } from 'node:dns/promises';
import { BlockList, isIPv6 } from 'node:net';
import { networkInterfaces } from 'node:os';

import type { Clock } from '../../application/ports/clock.ts';
import type { Network } from '../../application/ports/network.ts';

/** A name server that takes longer does not keep a request waiting. */
const resolveMs = 1000;

const loopback = new BlockList();
loopback.addSubnet('127.0.0.0', 8);
loopback.addAddress('::1', 'ipv6');

/** The network as this machine sees it. */
export function systemNetwork(clock: Clock): Network {
  return {
    addressesOf: async (host) => {
      const over = new AbortController();
      const late = clock.sleep(resolveMs, over.signal).then(() => []);
      const found = lookup(host.replace(/^\[|\]$/gu, ''), { all: true }).catch(() => []);
      const addresses = await Promise.race([found, late]);
      over.abort();
      return addresses.map(({ address }) => address);
    },
    isOwn: (address) =>
      loopback.check(address, isIPv6(address) ? 'ipv6' : 'ipv4') ||
      Object.values(networkInterfaces()).some((all) => all?.some((own) => own.address === address)),
  };
}
