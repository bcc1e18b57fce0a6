/** Whether two subnets of IPv4, such as `172.18.0.0/16`, have addresses in common; of others it is not known: no. */
export function overlapping(one: string, other: string): boolean {
  const [a, b] = [rangeOf(one), rangeOf(other)];
  return a !== null && b !== null && a.first <= b.last && b.first <= a.last;
}

function rangeOf(subnet: string): { readonly first: number; readonly last: number } | null {
  const [, a, b, c, d, bits] = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/u.exec(subnet) ?? [];
  if (bits === undefined) return null;
  const size = 2 ** (32 - Number(bits));
  const address = [a, b, c, d].reduce((sum, part) => sum * 256 + Number(part), 0);
  const first = Math.floor(address / size) * size;
  return { first, last: first + size - 1 };
}
