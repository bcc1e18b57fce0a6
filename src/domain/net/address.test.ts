import { describe, expect, it } from 'vitest';

import { isForbiddenAddress } from './address.ts';

describe('An address', () => {
  it.each([
    '169.254.169.254',
    '169.254.0.1',
    '0.0.0.0',
    '0.1.2.3',
    '224.0.0.1',
    '255.255.255.255',
    '100.100.100.200',
    '192.0.0.192',
    '::',
    '::ffff:169.254.169.254',
    '::ffff:a9fe:a9fe',
    '64:ff9b::169.254.169.254',
    '::169.254.169.254',
    'fe80::1',
    'fe80::1%eth0',
    'febf::1',
    'ff02::1',
    'fd00:ec2::254',
    '[fe80::1]',
    'localhost',
    '',
    '1.2.3',
    '1.2.3.256',
    '1:2',
    'a::b::c',
  ])('%s is never asked', (ip) => {
    expect(isForbiddenAddress(ip)).toBe(true);
  });

  it.each([
    '127.0.0.1',
    '10.0.0.1',
    '172.17.0.1',
    '192.168.1.1',
    '100.64.0.1',
    '8.8.8.8',
    '::1',
    '[::1]',
    '::ffff:127.0.0.1',
    'fd00::7',
    'fec0::1',
    '2001:db8::1',
    '1:2:3:4:5:6:7:8',
  ])('%s may be', (ip) => {
    expect(isForbiddenAddress(ip)).toBe(false);
  });
});
