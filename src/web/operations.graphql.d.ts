import type { Tab } from './tabs.ts';

/** The sample operations as tabs, as far as the committed schema has them: see vite.config.ts. */
export declare const tabs: readonly Tab[];
