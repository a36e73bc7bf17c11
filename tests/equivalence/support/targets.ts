import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../../src/run.ts';
import { applyChanges, source } from './halves.ts';
import { type Client, compile, root, type Run, runQueries, stage } from './project.ts';
import { listQueries } from './queries.ts';
import { sortRows } from './rows.ts';

/** What a project gives under another release than the one the suites compare. */
export interface AtTarget {
  typeErrors: string[];
  queries: number;
  /** Queries that give other rows than under 0.45.4, or fail. */
  different: string[];
  /** Queries that are reported as not done. */
  errors: string[];
}

/** The folder of a drizzle-orm release, among the packages of this repository or those that `npm run targets` installs. */
export function folderOf(release: string): string | undefined {
  const name = `drizzle-orm-${release.replace('1.0.0-', '').replace('.', '')}`;
  const homes = [root, ...(process.env['TARGETS_HOME'] === undefined ? [] : [process.env['TARGETS_HOME']])];
  if (release === '1.0.0-rc.5') return join(root, 'node_modules/drizzle-orm');
  return homes.map((home) => join(home, 'node_modules', name)).find((path) => existsSync(path));
}

/** Runs the queries of a project as written, with drizzle-orm 0.45.4. */
export async function runOriginal(name: string, client: Client): Promise<Run> {
  const folder = join(root, '.tmp/equivalence', name, 'original');
  await stage(source(name), folder, 'v0');
  await compile(folder);
  return runQueries(client, folder);
}

/** Rewrites a project for a release, runs its queries there and compares the rows. */
export async function runAtTarget(
  name: string,
  client: Client,
  target: string,
  original: Run,
  mode: 'full' | 'bridge' = 'full',
): Promise<AtTarget> {
  const folder = join(root, '.tmp/equivalence', name, `${mode}-${target}`);
  await stage(source(name), folder, { drizzle: folderOf(target)! });
  const { changes, findings } = await migrate({ cwd: source(name), target, mode });
  await applyChanges(changes, source(name), folder);
  const typeErrors = await compile(folder);
  const run = await runQueries(client, folder);
  const queries = listQueries(source(name));
  const different = queries.filter(({ name: query, kind }) => {
    const [left, right] = [original, run].map(({ results }) => {
      const outcome = results[query];
      if (outcome === undefined || 'error' in outcome) return outcome ?? 'was not run';
      return kind === 'ordered' ? outcome.rows : sortRows(outcome.rows);
    });
    return JSON.stringify(left) !== JSON.stringify(right);
  });
  return {
    typeErrors,
    queries: queries.length,
    different: different.map((query) => query.name),
    errors: findings.filter(({ level }) => level === 'error').map(({ code }) => code),
  };
}
