import path from 'node:path';
import { defineConfig } from 'vitest/config';

/** The tests of the real app, one after the other: they share a display and two cores. */
export default defineConfig({
  root: path.join(import.meta.dirname, '../..'),
  test: {
    include: ['test/e2e/**/*.test.ts', 'test/packaging/**/*.test.ts'],
    globalSetup: 'test/support/temporary-files.ts',
    pool: 'forks',
    fileParallelism: false,
    maxWorkers: 1,
    testTimeout: 180_000,
    hookTimeout: 180_000,
  },
});
