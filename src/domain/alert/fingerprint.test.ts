import { describe, expect, it } from 'vitest';

import { fingerprintOf } from './fingerprint.ts';

const utf8 = new TextEncoder();

/** The definition, with whole numbers of 64 bits. */
function defined(labels: Readonly<Record<string, string>>): string {
  const bytes = Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([name, value]) => [...utf8.encode(name), 255, ...utf8.encode(value), 255]);
  const hash = bytes.reduce(
    (sum, byte) => BigInt.asUintN(64, (sum ^ BigInt(byte)) * 0x100000001b3n),
    0xcbf29ce484222325n,
  );
  return hash.toString(16).padStart(16, '0');
}

describe('The fingerprint of labels', () => {
  it.each([
    [{}],
    [{ alertname: 'Watchdog', severity: 'none' }],
    [{ alertname: 'TargetDown', instance: 'bot:8082', job: 'bot', severity: 'critical' }],
    [{ b: 'zwölf', a: '日本', c: '😀', empty: '' }],
  ])('is the FNV-1a of %j', (labels) => {
    expect(fingerprintOf(labels)).toBe(defined(labels));
  });

  it('is cbf29ce484222325 of none, and does not depend on their order', () => {
    expect(fingerprintOf({})).toBe('cbf29ce484222325');
    expect(fingerprintOf({ a: '1', b: '2' })).toBe(fingerprintOf({ b: '2', a: '1' }));
  });
});
