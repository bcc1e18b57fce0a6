import { isIP } from 'node:net';

/** Where requests may come from. */
export interface Origins {
  /** The address that the server is bound to. */
  readonly host: string;
  /** Origins of pages elsewhere that may use the API, such as `https://ops.example`. */
  readonly corsOrigins: readonly string[];
  /** Names besides loopback ones by which a server bound to loopback may be called, such as behind a proxy. */
  readonly hostNames: readonly string[];
}

/** Whether an address or name means this machine only. */
function isLoopback(host: string): boolean {
  const name = host.replace(/^\[|\]$/g, '').toLowerCase();
  return (
    name === 'localhost' ||
    name.endsWith('.localhost') ||
    name === '::1' ||
    (isIP(name) === 4 && name.startsWith('127.'))
  );
}

/**
 * Whether the Host header of a request names this server. One bound to loopback is called by a loopback name:
 * any other was resolved to it by a foreign page (DNS rebinding), whose browser thinks that it is its own.
 */
export function isOwnHost(header: string | undefined, { host, hostNames }: Origins): boolean {
  if (!isLoopback(host)) return true;
  const name = hostName(header);
  return name !== null && (isLoopback(name) || hostNames.includes(name));
}

/** The name in a Host header, without its port; null when it is none. */
function hostName(header: string | undefined): string | null {
  try {
    return new URL(`http://${header ?? ''}`).hostname;
  } catch {
    return null;
  }
}

/**
 * Whether a page of this origin may open a WebSocket: the server's own pages and those of the list may.
 * Browsers always send an Origin, and ask nobody before they connect; what sends none is no browser.
 */
export function mayConnect(
  origin: string | undefined,
  host: string | undefined,
  { corsOrigins }: Origins,
): boolean {
  if (origin === undefined || corsOrigins.includes(origin)) return true;
  return host !== undefined && (origin === `http://${host}` || origin === `https://${host}`);
}
