import type { Readable, Writable } from 'node:stream';
import type { MigrateOptions } from '../options.ts';
import type { MigrateResult } from '../result.ts';

/** The environment of a run of the command line, which tests can replace. */
export interface Host {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  packages: typeof packages;
  /** Loads `migrate`, which would take too long for `--help`. */
  loadMigrate(): Promise<(options: MigrateOptions) => Promise<MigrateResult>>;
}

/**
 * Packages that are needed seldom, and are ES modules only. They are loaded from here because code with a code cache
 * (`code-cache.ts`) cannot import.
 */
export const packages = {
  chalk: () => import('chalk'),
  prompts: () => import('@clack/prompts'),
};

/** The environment of the present process. */
export function processHost(): Host {
  const { env, stdin, stdout, stderr } = process;
  return {
    cwd: process.cwd(),
    env,
    stdin,
    stdout,
    stderr,
    packages,
    loadMigrate: async () => (await import('../main.ts')).migrate,
  };
}
