import { createRequire } from 'node:module';
import { posix } from 'node:path';
import Database from 'better-sqlite3';
import { PGlite } from '@electric-sql/pglite';
import ts from 'typescript';
import { plain } from '../equivalence/support/plain.mjs';
import type { FuzzDialect } from './kinds.ts';
import type { World } from './model.ts';
import { seedOf } from './project.ts';

/** Files of a project by their path. */
export type Files = Record<string, string>;

const load = createRequire(import.meta.url);
const compiled = new Map<string, string>();

function compile(text: string): string {
  let code = compiled.get(text);
  if (code === undefined) {
    const options = { module: ts.ModuleKind.CommonJS, target: ts.ScriptTarget.ES2022, esModuleInterop: true };
    code = ts.transpileModule(text, { compilerOptions: options }).outputText;
    if (compiled.size > 500) compiled.clear();
    compiled.set(text, code);
  }
  return code;
}

/** Runs the modules of a project in this process, with one of the installed drizzle-orm. */
function loader(files: Files, drizzle: 'drizzle-orm-v0' | 'drizzle-orm'): (path: string) => Record<string, unknown> {
  const modules = new Map<string, { exports: Record<string, unknown> }>();
  const run = (path: string): Record<string, unknown> => {
    const known = modules.get(path);
    if (known) return known.exports;
    const text = files[path];
    if (text === undefined) throw new Error(`There is no module ${path}`);
    const module = { exports: {} };
    modules.set(path, module);
    const require = (name: string) =>
      name.startsWith('.')
        ? run(`${posix.join(posix.dirname(path), name.replace(/\.[jt]s$/, ''))}.ts`)
        : load(name.replace(/^drizzle-orm(?=\/|$)/, drizzle));
    new Function('exports', 'require', 'module', compile(text))(module.exports, require, module);
    return module.exports;
  };
  return run;
}

export type Outcome = { rows: unknown } | { error: string };

type QueryFunction = (db: unknown, args: unknown) => unknown;

/** Runs queries by `<file>#<name>` and returns what each gave. */
export async function runQueries(
  files: Files,
  version: 'v0' | 'v1',
  client: unknown,
  queries: readonly { file: string; name: string }[],
): Promise<Outcome[]> {
  const module = loader(files, version === 'v0' ? 'drizzle-orm-v0' : 'drizzle-orm');
  const attempt = async (action: () => unknown): Promise<Outcome> => {
    try {
      return { rows: plain(await action()) };
    } catch (error) {
      const { message, cause } = error as Error & { cause?: Error };
      return { error: cause ? `${message.split('\n')[0]} – ${cause.message}` : message };
    }
  };
  let db: unknown;
  let args: Record<string, unknown>;
  try {
    db = (module('db.ts').createDb as (client: unknown) => unknown)(client);
    args = module('args.ts').args as Record<string, unknown>;
  } catch (error) {
    return queries.map(() => ({ error: `The project does not start: ${(error as Error).stack}` }));
  }
  const outcomes: Outcome[] = [];
  for (const { file, name } of queries) {
    outcomes.push(await attempt(() => (module(file)[name] as QueryFunction)(db, args[name])));
  }
  return outcomes;
}

let pg: { client: PGlite; uses: number } | undefined;

/** A client of a database that holds a world's data. */
export async function openDatabase(world: World): Promise<unknown> {
  if (world.dialect === 'sqlite') {
    const client = new Database(':memory:');
    client.exec(seedOf(world));
    return client;
  }
  if (pg && pg.uses > 400) await closeDatabases();
  pg ??= { client: new PGlite(), uses: 0 };
  pg.uses++;
  const schemas = `select nspname from pg_namespace where nspname !~ '^pg_|information_schema'`;
  const { rows } = await pg.client.query<{ nspname: string }>(schemas);
  const drop = rows.map(({ nspname }) => `drop schema "${nspname}" cascade;`).join(' ');
  await pg.client.exec(`deallocate all; ${drop} create schema public;`);
  await pg.client.exec(seedOf(world));
  return pg.client;
}

export async function closeDatabases(): Promise<void> {
  await pg?.client.close();
  pg = undefined;
}

export const dialects: readonly FuzzDialect[] = ['pg', 'sqlite'];
