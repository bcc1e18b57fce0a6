import type { Labels } from './alert.ts';

/** What stands between names and values: a byte that UTF-8 has not. */
const separator = 0xff;

/**
 * Alertmanager's fingerprint of labels: FNV-1a in 64 bits over names and values in the order of the names, each
 * followed by the byte 255 (github.com/prometheus/common, model/signature.go), as 16 hexadecimal digits.
 */
export function fingerprintOf(labels: Labels): string {
  const encoder = new TextEncoder();
  const hash = new Fnv64();
  // The order of Go's bytes too, but for names with characters beyond U+FFFF.
  for (const name of Object.keys(labels).sort()) {
    hash.add(encoder.encode(name));
    hash.addByte(separator);
    hash.add(encoder.encode(labels[name] ?? ''));
    hash.addByte(separator);
  }
  return hash.digest();
}

/** In two halves: whole numbers of 64 bits cost thirty times as much. */
class Fnv64 {
  #high = 0xcbf29ce4;
  #low = 0x84222325;

  add(bytes: Uint8Array): void {
    for (const byte of bytes) this.addByte(byte);
  }

  addByte(byte: number): void {
    const low = (this.#low ^ byte) >>> 0;
    // Times 2^40 + 0x1b3, modulo 2^64.
    const product = low * 0x1b3;
    this.#high = (Math.imul(this.#high, 0x1b3) + Math.floor(product / 2 ** 32) + (low << 8)) >>> 0;
    this.#low = product >>> 0;
  }

  digest(): string {
    return [this.#high, this.#low].map((half) => half.toString(16).padStart(8, '0')).join('');
  }
}
