import { defineConfig } from 'vitest/config';
import { shared } from './vitest.config.ts';

/**
 * The tests that take minutes: crashes by the hundred, soaks, storms. One file at a time, so that what they
 * measure is theirs.
 */
export default defineConfig({
  ...shared,
  test: {
    include: ['{src,plugins,test}/**/*.long.test.ts'],
    fileParallelism: false,
    testTimeout: 600_000,
    hookTimeout: 120_000,
  },
});
