import { describe, expect, it } from 'vitest';
import { tabStorage } from './tab-storage.ts';

/** A browser's storage. */
function localStorage(): Storage {
  const stored = new Map<string, string>();
  return {
    getItem: (key) => stored.get(key) ?? null,
    setItem: (key, value) => void stored.set(key, value),
    removeItem: (key) => void stored.delete(key),
    clear: () => stored.clear(),
    key: (index) => [...stored.keys()][index] ?? null,
    get length() {
      return stored.size;
    },
  };
}
const samples = (...titles: string[]) => titles.map((title) => ({ title, query: title, variables: null }));

describe('What the page keeps', () => {
  it('is the tabs as they were left, as long as the samples are the same', () => {
    const browser = localStorage();
    tabStorage(browser, samples('A')).setItem('graphiql:tabState', 'edited');
    expect(tabStorage(browser, samples('A')).getItem('graphiql:tabState')).toBe('edited');
    expect(tabStorage(browser, samples('A', 'B')).getItem('graphiql:tabState')).toBeNull();
  });

  it('is the theme, whatever the samples', () => {
    const browser = localStorage();
    tabStorage(browser, samples('A')).setItem('graphiql:theme', 'dark');
    expect(tabStorage(browser, samples('B')).getItem('graphiql:theme')).toBe('dark');
  });
});
