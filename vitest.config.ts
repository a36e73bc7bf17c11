import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // Its path functions are exchanged in windows.test.ts.
    server: { deps: { inline: ['get-tsconfig'] } },
    reporters: ['default', './tests/summary-reporter.ts'],
  },
});
