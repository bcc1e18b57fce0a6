import { defineConfig } from 'vitest/config';

/** What source and tests share: the `source` condition and one copy of graphql (its CommonJS build, as type-graphql loads it). */
export const shared = {
  resolve: { alias: [{ find: /^graphql$/, replacement: 'graphql/index.js' }] },
  ssr: { resolve: { conditions: ['source', 'module', 'node', 'import', 'default'] } },
};

export default defineConfig({
  ...shared,
  test: {
    include: ['{src,plugins,test}/**/*.test.ts'],
    exclude: ['**/*.long.test.ts', '**/node_modules/**', 'dist/**'],
  },
});
