/** What of a browser's storage is needed to keep a token. */
export type TokenStorage = Pick<Storage, 'getItem' | 'setItem' | 'removeItem'>;

/** The window, as far as the token comes through it. */
export interface Door {
  readonly location: Pick<Location, 'hash' | 'pathname' | 'search'>;
  readonly history: Pick<History, 'replaceState' | 'state'>;
  readonly sessionStorage: TokenStorage;
}

const key = 'custos:token';

/**
 * The token of this browser tab: from the fragment of the address (`#token=...`), else as kept before; null
 * when there is none.
 *
 * A fragment is never sent to a server, and is taken out of the address and of the history at once, so that
 * the token is in no screenshot, bookmark or copied link. It lives as long as the tab and is not shared with others.
 */
export function takeToken({ location, history, sessionStorage }: Door): string | null {
  const parameters = new URLSearchParams(location.hash.slice(1));
  const given = parameters.get('token')?.trim();
  if (given === undefined) return sessionStorage.getItem(key);
  history.replaceState(history.state, '', location.pathname + location.search);
  if (given === '') return sessionStorage.getItem(key);
  keepToken(sessionStorage, given);
  return given;
}

/** Keeps a token until the browser tab is closed. */
export function keepToken(storage: TokenStorage, token: string): void {
  storage.setItem(key, token);
}

/** Forgets the token, because the server does not know it or because somebody signs out. */
export function forgetToken(storage: TokenStorage): void {
  storage.removeItem(key);
}
