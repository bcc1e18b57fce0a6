import { describe, expect, it } from 'vitest';

import { systemClock } from './clock.ts';
import { systemNetwork } from './network.ts';

const network = systemNetwork(systemClock);

describe('The network of this machine', () => {
  it.each([
    ['a literal address', '10.0.0.7', ['10.0.0.7']],
    ['one in brackets, as in a URL', '[::1]', ['::1']],
    ['no name at all', 'a..b', []],
  ])('knows where %s leads', async (_, host, addresses) => {
    expect(await network.addressesOf(host)).toEqual(addresses);
  });

  it('resolves names as its services are resolved', async () => {
    const addresses = await network.addressesOf('localhost');
    expect(addresses.length).toBeGreaterThan(0);
    expect(addresses.every((address) => network.isOwn(address))).toBe(true);
  });

  it('gives a name up that is not resolved in time', async () => {
    const impatient = systemNetwork({ ...systemClock, sleep: () => Promise.resolve() });
    expect(await impatient.addressesOf('localhost')).toEqual([]);
  });

  it.each(['127.0.0.1', '127.8.9.10', '::1'])('knows %s as its own', (address) => {
    expect(network.isOwn(address)).toBe(true);
  });

  it('does not take an address of documentation for its own', () => {
    expect(network.isOwn('192.0.2.1')).toBe(false);
  });
});
