import type { Storage as GraphiQLStorage } from '@graphiql/toolkit';
import type { Tab } from './tabs.ts';

/** What GraphiQL keeps about its tabs; the rest (theme, history, sizes) does not depend on the samples. */
const aboutTabs = /:(?:tabState|query|variables|headers|operationName)$/;

/**
 * A storage in which tabs as they were left last come back only with the samples that they were made from:
 * after an upgrade that has other samples, the page opens with those.
 */
export function tabStorage(storage: Storage, samples: readonly Tab[]): GraphiQLStorage {
  const edition = digest(JSON.stringify(samples));
  const keyOf = (key: string) => (aboutTabs.test(key) ? `${key}:${edition}` : key);
  return {
    getItem: (key) => storage.getItem(keyOf(key)),
    setItem: (key, value) => storage.setItem(keyOf(key), value),
    removeItem: (key) => storage.removeItem(keyOf(key)),
    clear: () => storage.clear(),
    get length() {
      return storage.length;
    },
  };
}

/** FNV-1a in 32 bits: tells editions apart, proves nothing. */
function digest(text: string): string {
  let hash = 0x811c9dc5;
  for (let index = 0; index < text.length; index += 1)
    hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
  return (hash >>> 0).toString(36);
}
