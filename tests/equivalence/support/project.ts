import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { cp, mkdir, readdir, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import ts from 'typescript';
import { shareDeclarations } from '../../shared-declarations.ts';

const run = promisify(execFile);

export const root = resolve(import.meta.dirname, '../../..');
const modules = join(root, 'node_modules');

/** Which drizzle packages a staged project sees under the plain names. */
export type Version = 'v0' | 'v1';

const drizzle: Record<Version, Record<string, string>> = {
  v0: { 'drizzle-orm': 'drizzle-orm-v0', 'drizzle-kit': 'drizzle-kit-v0' },
  v1: { 'drizzle-orm': 'drizzle-orm', 'drizzle-kit': 'drizzle-kit' },
};

const others = [
  '@electric-sql/pglite',
  '@libsql/client',
  '@types/better-sqlite3',
  '@types/node',
  'better-sqlite3',
  'mysql2',
];

/**
 * Copies a project and its seed to `target`, as if it had been installed there with that drizzle-orm.
 *
 * @param version one of the two that are compared, or the folder of another drizzle-orm
 */
export async function stage(source: string, target: string, version: Version | { drizzle: string }): Promise<void> {
  await rm(target, { recursive: true, force: true });
  await cp(source, target, { recursive: true });
  const seed = join(source, '../seed.sql');
  if (existsSync(seed)) await cp(seed, join(target, 'seed.sql'));
  const versions = typeof version === 'string' ? drizzle[version] : { 'drizzle-orm': version.drizzle };
  const links = { ...versions, ...Object.fromEntries(others.map((name) => [name, name])) };
  for (const [name, real] of Object.entries(links)) {
    const link = join(target, 'node_modules', name);
    await mkdir(dirname(link), { recursive: true });
    await symlink(resolve(modules, real), link, 'dir');
  }
}

/** Type-checks and compiles a staged project into its `dist`; the type errors, one a line. */
export async function compile(folder: string): Promise<string[]> {
  const config = ts.getParsedCommandLineOfConfigFile(join(folder, 'tsconfig.json'), undefined, {
    ...ts.sys,
    onUnRecoverableConfigFileDiagnostic: ({ messageText }) => {
      throw new Error(ts.flattenDiagnosticMessageText(messageText, '\n'));
    },
  })!;
  const host = ts.createCompilerHost(config.options);
  shareDeclarations(host, config.options, folder);
  const program = ts.createProgram(config.fileNames, config.options, host);
  const errors = [...config.errors, ...ts.getPreEmitDiagnostics(program), ...program.emit().diagnostics];
  await addExtensions(join(folder, 'dist'));
  return ts.sortAndDeduplicateDiagnostics(errors).map((error) => describe(error, folder));
}

/** An error as the compiler prints it, without the lines that explain it, which are long. */
function describe({ file, start = 0, code, messageText }: ts.Diagnostic, folder: string): string {
  const [message] = ts.flattenDiagnosticMessageText(messageText, '\n').split('\n');
  if (!file) return `error TS${code}: ${message}`;
  const { line, character } = file.getLineAndCharacterOfPosition(start);
  return `${relative(folder, file.fileName)}(${line + 1},${character + 1}): error TS${code}: ${message}`;
}

/** Node wants file extensions; a project that leaves bundling to others writes none. */
async function addExtensions(folder: string): Promise<void> {
  for (const [path, text] of await texts(folder, '.js')) {
    const complete = text.replace(/\b(from|import) (["'])(\.{1,2}\/[^"']+?)(?:\.js)?\2/g, '$1 $2$3.js$2');
    if (complete !== text) await writeFile(path, complete);
  }
}

export type Client = 'pglite' | 'better-sqlite3' | 'libsql' | 'mysql2';

/** What one query returned, or the message it failed with. */
export type Outcome = { rows: unknown } | { error: string; cause?: string };

/** A part taken away from a query, and whether that changed what it returned. */
export interface Mutant {
  call: number;
  path: string[];
  key: string;
  member?: number;
  changed: boolean;
}

export interface Run {
  results: Record<string, Outcome>;
  /** Only when asked for. */
  mutants: Record<string, Mutant[]>;
}

/** Optimizing PGlite, and functions that run a few times, takes longer than it saves. */
const flags = ['--liftoff-only', '--interrupt-budget=400000'];

/**
 * Runs all queries of a compiled project on a fresh database. With `mutants`, every condition, order, limit, … is
 * taken away in turn as well, to tell which of them the data notice.
 */
export async function runQueries(client: Client, folder: string, ...mode: 'mutants'[]): Promise<Run> {
  const { stdout } = await run(
    process.execPath,
    [...flags, join(import.meta.dirname, 'run-queries.mjs'), client, folder, ...mode],
    // A time zone with daylight saving, so that a date read in the wrong zone shows.
    { cwd: root, maxBuffer: 1 << 28, env: { ...process.env, TZ: 'America/New_York' } },
  );
  return JSON.parse(stdout) as Run;
}

/** Files below a folder, `node_modules` left out, with their texts. */
export async function texts(folder: string, extension = ''): Promise<Map<string, string>> {
  const entries = await readdir(folder, { recursive: true, withFileTypes: true });
  const files = entries
    .filter((entry) => entry.isFile() && entry.name.endsWith(extension))
    .map((entry) => join(entry.parentPath, entry.name))
    .filter((path) => !path.slice(folder.length).includes('/node_modules/'));
  return new Map(await Promise.all(files.map(async (path) => [path, await readFile(path, 'utf8')] as const)));
}
