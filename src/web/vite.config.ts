import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { defineConfig, type Plugin } from 'vite';
import { tabs } from './tabs.ts';

const committedSchema = fileURLToPath(new URL('../../schema.graphql', import.meta.url));

/** Makes a file of operations importable as tabs, as far as the schema has them at build time. */
export function operationsAsTabs(schemaFile: string): Plugin {
  return {
    name: 'operations-as-tabs',
    transform: {
      filter: { id: /\.graphql$/ },
      handler(operations) {
        this.addWatchFile(schemaFile);
        const found = tabs(operations, readFileSync(schemaFile, 'utf8'));
        return { code: `export const tabs = ${JSON.stringify(found)};`, map: null, moduleType: 'js' };
      },
    },
  };
}

export default defineConfig({
  root: fileURLToPath(new URL('.', import.meta.url)),
  base: '/graphiql/',
  plugins: [operationsAsTabs(committedSchema)],
  worker: { format: 'es' },
  build: {
    outDir: fileURLToPath(new URL('../../dist/web', import.meta.url)),
    emptyOutDir: true,
    // In kB: the editor alone is 2,800. It is loaded once, from the machine next door.
    chunkSizeWarningLimit: 3000,
    rolldownOptions: {
      onLog(level, log, handle) {
        // 'use client' means something to a server that renders React; here is none.
        if (log.code !== 'MODULE_LEVEL_DIRECTIVE') handle(level, log);
      },
    },
  },
});
