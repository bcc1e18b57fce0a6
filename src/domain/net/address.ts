/** Ranges that no service of a stack has an address in, as prefix and length in bits. */
const forbidden: readonly (readonly [string, number])[] = [
  // Unspecified: "this host" to some systems, whatever it is bound to.
  ['0.0.0.0', 8],
  ['::', 128],
  // Link-local, where clouds answer for their metadata (169.254.169.254), and multicast, broadcast.
  ['169.254.0.0', 16],
  ['224.0.0.0', 3],
  ['fe80::', 10],
  ['ff00::', 8],
  // Metadata of clouds at other addresses: Alibaba, Oracle, Amazon over IPv6.
  ['100.100.100.200', 32],
  ['192.0.0.192', 32],
  ['fd00:ec2::254', 128],
];

const ranges = forbidden.map(([prefix, bits]) => ({ prefix: bytesOf(prefix) ?? [], bits }));

/**
 * Whether an address is one that nothing is ever asked at (promises T9): metadata of clouds, link-local,
 * unspecified, multicast. Loopback and private ranges are where stacks live. What is no address is forbidden too.
 */
export function isForbiddenAddress(ip: string): boolean {
  const bytes = bytesOf(ip.replace(/^\[|\]$/gu, '').replace(/%.*$/u, ''));
  if (!bytes) return true;
  const plain = unmapped(bytes);
  return ranges.some(({ prefix, bits }) => prefix.length === plain.length && shares(plain, prefix, bits));
}

function shares(bytes: readonly number[], prefix: readonly number[], bits: number): boolean {
  return prefix.every((byte, index) => {
    const significant = Math.min(8, Math.max(0, bits - index * 8));
    return byte >> (8 - significant) === (bytes[index] ?? 0) >> (8 - significant);
  });
}

/** An IPv4 address in IPv6 (mapped, translated, or compatible) as itself: it leads to the same place. */
function unmapped(bytes: readonly number[]): readonly number[] {
  if (bytes.length === 4) return bytes;
  const head = bytes.slice(0, 12);
  const isZero = (some: readonly number[]) => some.every((byte) => byte === 0);
  const mapped = isZero(head.slice(0, 10)) && head[10] === 255 && head[11] === 255;
  const compatible = isZero(head) && !isZero(bytes.slice(12, 15));
  const translated = head.slice(0, 4).join('.') === '0.100.255.155' && isZero(head.slice(4));
  return mapped || compatible || translated ? bytes.slice(12) : bytes;
}

function bytesOf(ip: string): readonly number[] | null {
  return ip.includes(':') ? bytesOfV6(ip) : bytesOfV4(ip);
}

function bytesOfV4(ip: string): readonly number[] | null {
  const parts = ip.split('.');
  const bytes = parts.map(Number);
  const isRight = parts.length === 4 && parts.every((part) => /^\d{1,3}$/u.test(part));
  return isRight && bytes.every((byte) => byte <= 255) ? bytes : null;
}

function bytesOfV6(ip: string): readonly number[] | null {
  const tail = /(?<v4>\d+\.\d+\.\d+\.\d+)$/u.exec(ip)?.groups?.['v4'];
  const v4 = tail === undefined ? [] : bytesOfV4(tail);
  if (v4 === null) return null;
  const text = tail === undefined ? ip : ip.slice(0, -tail.length).replace(/([^:]):$/u, '$1');
  const halves = text.split('::').map((half) => groupsOf(half));
  const [left, right = []] = halves;
  if (!left || !right || halves.length > 2) return null;
  const missing = 16 - v4.length - left.length - right.length;
  const isWhole = halves.length === 2 ? missing >= 0 : missing === 0;
  return isWhole ? [...left, ...new Array<number>(missing).fill(0), ...right, ...v4] : null;
}

function groupsOf(text: string): readonly number[] | null {
  if (text === '') return [];
  const groups = text.split(':');
  if (!groups.every((group) => /^[0-9a-f]{1,4}$/iu.test(group))) return null;
  return groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]);
}
