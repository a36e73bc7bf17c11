import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    include: ['tests/**/*.test.ts'],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    // As in bin/: Node 20 optimizes functions too early for what tests run once.
    execArgv: process.versions.v8.startsWith('11.3.') ? ['--interrupt-budget=400000'] : [],
    // Its path functions are exchanged in windows.test.ts.
    server: { deps: { inline: ['get-tsconfig'] } },
    reporters: ['default', './tests/summary-reporter.ts'],
  },
});
