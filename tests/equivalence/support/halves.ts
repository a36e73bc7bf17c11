import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative } from 'node:path';
import type { FileChange } from '../../../src/edits/edit.ts';
import type { MigrateOptions } from '../../../src/options.ts';
import type { MigrateResult } from '../../../src/result.ts';
import { migrate } from '../../../src/migrate.ts';
import { type Client, compile, root, type Run, runQueries, stage } from './project.ts';

export interface Half extends Run {
  folder: string;
  typeErrors: string[];
}

/** What the codemod made of it, too. */
export interface After extends Half {
  migration: MigrateResult;
  /** What a second run on the result proposes. */
  again: MigrateResult;
}

/** How the codemod is run. */
export type Options = Omit<MigrateOptions, 'cwd' | 'target'>;

export const target = '1.0.0-rc.5';
export const source = (name: string) => join(root, 'tests/equivalence', name, 'before');
const scratch = (name: string, side: string) => join(root, '.tmp/equivalence', name, side);

const befores = new Map<string, Promise<Half>>();

/** The project as written, compiled and run with drizzle-orm 0.45.4; once per process. */
export function runBefore(name: string, client: Client): Promise<Half> {
  if (!befores.has(name)) befores.set(name, runUnchanged(name, client));
  return befores.get(name)!;
}

async function runUnchanged(name: string, client: Client): Promise<Half> {
  const folder = scratch(name, 'before');
  await stage(source(name), folder, 'v0');
  const typeErrors = await compile(folder);
  return { folder, typeErrors, ...(await runQueries(client, folder, 'mutants')) };
}

/** Applies changes proposed for one folder to a copy of it. */
export async function applyChanges(changes: FileChange[], from: string, to: string): Promise<void> {
  for (const { path, after } of changes) {
    const target = join(to, relative(from, path));
    await mkdir(dirname(target), { recursive: true });
    await (after === undefined ? rm(target) : writeFile(target, after));
  }
}

const afters = new Map<string, Promise<After>>();

/** The project as the codemod rewrites it, compiled and run with drizzle-orm 1.0.0-rc.5; once per process. */
export function runAfter(name: string, client: Client, options: Options = {}): Promise<After> {
  const key = JSON.stringify([name, options]);
  if (!afters.has(key)) afters.set(key, runRewritten(name, client, options));
  return afters.get(key)!;
}

async function runRewritten(name: string, client: Client, options: Options): Promise<After> {
  const migration = await migrate({ ...options, cwd: source(name), target });
  const folder = scratch(name, 'after');
  await stage(source(name), folder, 'v1');
  await applyChanges(migration.changes, source(name), folder);
  const again = await migrate({ ...options, cwd: folder, target });
  const typeErrors = await compile(folder);
  const run = await runQueries(client, folder).catch((error: Error) => ({
    results: { '(start)': { error: error.message } },
    mutants: {},
  }));
  return { folder, typeErrors, migration, again, ...run };
}
