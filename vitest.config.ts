import { defineConfig } from 'vitest/config';

/**
 * Modules name `ts` a million times, and vitest asks through a getter and a proxy for each. In a variable it is asked for
 * once.
 */
const tsInVariable = {
  name: 'ts-in-variable',
  enforce: 'pre' as const,
  transform: (code: string) =>
    code.replace(/^import \{ ts \} from ('[./]*\/ts\.cts');$/m, 'import * as tsModule from $1; const { ts } = tsModule;'),
};

export default defineConfig({
  plugins: [tsInVariable],
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
