import { readdirSync, readFileSync } from 'node:fs';
import { defineConfig } from 'vitest/config';
import LongestFirst from './tests/longest-first.ts';

/**
 * Modules name `ts` a million times, and vitest asks through a getter and a proxy for each. In a variable it is asked for
 * once.
 */
const tsInVariable = {
  name: 'ts-in-variable',
  enforce: 'pre' as const,
  transform: (code: string) =>
    code.replace(
      /^import \{ ts \} from ('[./]*\/ts\.cts');$/m,
      'import * as tsModule from $1; const { ts } = tsModule;',
    ),
};

const files = readdirSync(new URL('tests', import.meta.url), { recursive: true, encoding: 'utf8' })
  .map((path) => `tests/${path.replaceAll('\\', '/')}`)
  .filter((path) => path.endsWith('.test.ts'));
/** Their programs and databases fill the memory, or they go to the limits of a process. */
const filling =
  /^tests\/(?:fixtures|targets|bridged|packaging|(?:equivalence|faults|fuzz|hostile|verify)\/.+|drizzle\/(?:values|column-values|postgres-js))\.test\.ts$/;
/** They change what other files would meet in the same process. */
const changing = /\bvi\b.* from 'vitest'|\bprocess\.(?:env.* =[^=]|chdir\()/;
const isolated = files.filter(
  (path) => filling.test(path) || changing.test(readFileSync(new URL(path, import.meta.url), 'utf8')),
);

export default defineConfig({
  plugins: [tsInVariable],
  test: {
    // What is not isolated shares a process with others: most tests take less time than loading all sources.
    projects: [
      { extends: true, test: { name: 'isolated', include: isolated } },
      { extends: true, test: { name: 'shared', include: files, exclude: isolated, isolate: false } },
    ],
    testTimeout: 30_000,
    hookTimeout: 60_000,
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    // Compiling PGlite well takes longer than it saves. As in bin/: Node 20 optimizes functions too early for what tests
    // run once.
    execArgv: ['--liftoff-only', ...(process.versions.v8.startsWith('11.3.') ? ['--interrupt-budget=400000'] : [])],
    // Its path functions are exchanged in windows.test.ts.
    server: { deps: { inline: ['get-tsconfig'] } },
    reporters: ['default', './tests/summary-reporter.ts'],
  },
});
