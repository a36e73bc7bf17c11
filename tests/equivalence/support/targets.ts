import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { migrate } from '../../../src/migrate.ts';
import type { MigrateResult } from '../../../src/result.ts';
import { applyChanges, type Half, runAfter, runBefore, source } from './halves.ts';
import { type Difference, type KnownDifference, knownDifferences } from './known-differences.ts';
import { type Client, compile, root, runQueries, stage } from './project.ts';
import { isWithin, listQueries } from './queries.ts';
import { changes, sortRows } from './rows.ts';

/** What a project gives under a release of 1.0. */
export interface AtTarget {
  /** Apart from those in queries that are reported as not done. */
  typeErrors: string[];
  queries: number;
  /** Queries that are reported as not done. */
  refused: string[];
  /** The codes of all that is told. */
  findings: string[];
  /** Every query that gives other rows than under 0.45.4, with each difference, or fails. */
  different: Record<string, Difference[]>;
}

/** How a project is rewritten; `mixed` leaves hard queries on v1. */
export type Mode = 'full' | 'bridge' | 'mixed';

/** The folder of a drizzle-orm release, among the packages of this repository or those that `npm run targets` installs. */
export function folderOf(release: string): string | undefined {
  const name = `drizzle-orm-${release.replace('1.0.0-', '').replace('.', '')}`;
  const homes = [root, ...(process.env['TARGETS_HOME'] === undefined ? [] : [process.env['TARGETS_HOME']])];
  if (release === '1.0.0-rc.5') return join(root, 'node_modules/drizzle-orm');
  return homes.map((home) => join(home, 'node_modules', name)).find((path) => existsSync(path));
}

const atNewest = new Map<string, Promise<AtTarget>>();

/** What a project gives under the newest release; once per process. */
export function runAtNewest(name: string, client: Client): Promise<AtTarget> {
  if (!atNewest.has(name)) atNewest.set(name, run());
  return atNewest.get(name)!;

  async function run(): Promise<AtTarget> {
    const after = await runAfter(name, client);
    return compare(name, await runBefore(name, client), after, after.migration);
  }
}

/** Rewrites a project for a release, runs its queries there and compares the rows. */
export async function runAtTarget(
  name: string,
  client: Client,
  target: string,
  mode: Mode = 'full',
): Promise<AtTarget> {
  const folder = join(root, '.tmp/equivalence', name, `${mode}-${target}`);
  await stage(source(name), folder, { drizzle: folderOf(target)! });
  const migration = await migrate({
    cwd: source(name),
    target,
    mode: mode === 'bridge' ? 'bridge' : 'full',
    leaveHardQueries: mode === 'mixed',
  });
  await applyChanges(migration.changes, source(name), folder);
  const typeErrors = await compile(folder);
  const after = { folder, typeErrors, ...(await runQueries(client, folder)) };
  return compare(name, await runBefore(name, client), after, migration);
}

/** Compares what a project gives before and after a migration. */
function compare(name: string, before: Half, after: Half, { findings }: MigrateResult): AtTarget {
  const queries = listQueries(source(name));
  const errors = findings.filter(({ level }) => level === 'error');
  const refused = queries.filter((query) => errors.some(({ file, line }) => isWithin([query], file, line)));
  const names = new Set(refused.map((query) => query.name));
  const left = listQueries(after.folder).filter((query) => names.has(query.name));
  const different = queries.flatMap(({ name: query, kind }): [string, Difference[]][] => {
    const [expected, found] = [before.results[query], after.results[query]];
    if (expected === undefined || 'error' in expected) throw new Error(`${query} does not run under 0.45.4`);
    if (found === undefined || 'error' in found) return [[query, [{ error: found?.error ?? 'was not run' }]]];
    const [rows, others] = [expected.rows, found.rows].map((it) => (kind === 'ordered' ? it : sortRows(it)));
    const differences = changes(rows, others);
    return differences.length > 0 ? [[query, differences]] : [];
  });
  return {
    typeErrors: after.typeErrors.filter((error) => {
      const [, file = '', line = ''] = /^(.+?)\((\d+),/.exec(error) ?? [];
      return !isWithin(left, join(after.folder, file), Number(line));
    }),
    queries: queries.length,
    refused: [...names],
    findings: [...new Set(findings.map(({ code }) => code))],
    different: Object.fromEntries(different),
  };
}

/** Why the queries of a project differ at a target. */
export interface Explained {
  /** Queries that differ in the same way in 1.0.0-rc.5, for which the suite of the project declares it. */
  asNewest: string[];
  /** Queries by what the release does otherwise. */
  known: Map<KnownDifference, string[]>;
  unexplained: Record<string, Difference[]>;
}

/** Explains every difference by the newest release or by what is known of the release; `newest` is the run with rc.5. */
export function explain(
  project: string,
  target: string,
  run: AtTarget,
  newest: AtTarget,
  mode: Mode = 'full',
): Explained {
  const result: Explained = { asNewest: [], known: new Map(), unexplained: {} };
  const possible = knownDifferences.filter(
    (it) => it.project === project && it.releases.includes(target) && (it.bridged === undefined || mode === 'bridge'),
  );
  for (const [query, differences] of Object.entries(run.different)) {
    if (run.refused.includes(query)) continue;
    const declared = new Set(newest.different[query]?.map((it) => JSON.stringify(it)));
    const own = differences.filter((it) => !declared.has(JSON.stringify(it)));
    const known = new Set(own.map((it) => possible.find(({ explains }) => explains(it))));
    if (own.length === 0) result.asNewest.push(query);
    else if (known.has(undefined)) result.unexplained[query] = own;
    else for (const it of known) result.known.set(it!, [...(result.known.get(it!) ?? []), query]);
  }
  return result;
}
