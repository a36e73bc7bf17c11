import type { Readable, Writable } from 'node:stream';
import type { MigrateOptions } from '../options.ts';
import type { MigrateResult } from '../result.ts';

/** The world around a run of the command line, so that tests can stand in for it. */
export interface Host {
  cwd: string;
  env: Readonly<Record<string, string | undefined>>;
  stdin: Readable & { isTTY?: boolean };
  stdout: Writable & { isTTY?: boolean };
  stderr: Writable & { isTTY?: boolean; columns?: number };
  /** Loads the core, which takes longer to load than `--help` may take. */
  loadMigrate(): Promise<(options: MigrateOptions) => Promise<MigrateResult>>;
}

/** The process itself. */
export function processHost(): Host {
  const { env, stdin, stdout, stderr } = process;
  return {
    cwd: process.cwd(),
    env,
    stdin,
    stdout,
    stderr,
    loadMigrate: async () => (await import('../migrate.ts')).migrate,
  };
}
