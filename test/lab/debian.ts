import { readFileSync } from 'node:fs';

/** The name of the Debian release that this machine runs, such as `bookworm`; null on any other system. */
export function codename(): string | null {
  let text: string;
  try {
    text = readFileSync('/etc/os-release', 'utf8');
  } catch {
    return null;
  }
  if (!/^ID=debian$/mu.test(text)) return null;
  return /^VERSION_CODENAME=(\w+)$/mu.exec(text)?.[1] ?? null;
}
