import { describe, expect, it } from 'vitest';
import { forgetToken, keepToken, takeToken, type Door } from './token.ts';

/** A browser tab that was opened at an address. */
function openedAt(href: string, kept: Record<string, string> = {}): Door & { readonly shown: () => string } {
  const { pathname, search, hash } = new URL(href, 'http://custos');
  const stored = new Map(Object.entries(kept));
  let shown = pathname + search + hash;
  return {
    location: { pathname, search, hash },
    history: { state: null, replaceState: (_state, _title, url) => void (shown = String(url)) },
    sessionStorage: {
      getItem: (key) => stored.get(key) ?? null,
      setItem: (key, value) => void stored.set(key, value),
      removeItem: (key) => void stored.delete(key),
    },
    shown: () => shown,
  };
}

describe('The token of the page', () => {
  it('comes from the fragment of the address, which is shown without it from then on', () => {
    const tab = openedAt('/graphiql/?a=1#token=secret%2B1');
    expect(takeToken(tab)).toBe('secret+1');
    expect(tab.shown()).toBe('/graphiql/?a=1');
  });

  it('is kept, and a newer one takes its place', () => {
    const tab = openedAt('/graphiql/#token=first');
    takeToken(tab);
    const later = { ...tab, location: openedAt('/graphiql/').location };
    expect(takeToken(later)).toBe('first');
    keepToken(tab.sessionStorage, 'second');
    expect(takeToken(later)).toBe('second');
  });

  it.each(['/graphiql/', '/graphiql/#', '/graphiql/#token=', '/graphiql/#other'])(
    'is not there at %s',
    (href) => {
      expect(takeToken(openedAt(href))).toBeNull();
    },
  );

  it('leaves a fragment alone that is not about it', () => {
    const tab = openedAt('/graphiql/#other');
    takeToken(tab);
    expect(tab.shown()).toBe('/graphiql/#other');
  });

  it('is forgotten when it is of no use', () => {
    const tab = openedAt('/graphiql/', { 'custos:token': 'old' });
    forgetToken(tab.sessionStorage);
    expect(takeToken(tab)).toBeNull();
  });
});
