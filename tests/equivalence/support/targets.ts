import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { newestTarget } from '../../../src/drizzle/capabilities.ts';
import { migrate } from '../../../src/migrate.ts';
import { applyChanges, source } from './halves.ts';
import { type Difference, type KnownDifference, knownDifferences } from './known-differences.ts';
import { type Client, compile, root, type Run, runQueries, stage } from './project.ts';
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

const originals = new Map<string, Promise<Run>>();

/** Runs the queries of a project as written, with drizzle-orm 0.45.4; once per process. */
export function runOriginal(name: string, client: Client): Promise<Run> {
  if (!originals.has(name)) originals.set(name, run());
  return originals.get(name)!;

  async function run(): Promise<Run> {
    const folder = join(root, '.tmp/equivalence', name, 'original');
    await stage(source(name), folder, 'v0');
    await compile(folder);
    return runQueries(client, folder);
  }
}

const atNewest = new Map<string, Promise<AtTarget>>();

/** What a project gives under the newest release; once per process. */
export function runAtNewest(name: string, client: Client): Promise<AtTarget> {
  if (!atNewest.has(name)) atNewest.set(name, runAtTarget(name, client, newestTarget));
  return atNewest.get(name)!;
}

/** Rewrites a project for a release, runs its queries there and compares the rows. */
export async function runAtTarget(
  name: string,
  client: Client,
  target: string,
  mode: Mode = 'full',
): Promise<AtTarget> {
  const original = await runOriginal(name, client);
  const folder = join(root, '.tmp/equivalence', name, `${mode}-${target}`);
  await stage(source(name), folder, { drizzle: folderOf(target)! });
  const { changes: files, findings } = await migrate({
    cwd: source(name),
    target,
    mode: mode === 'bridge' ? 'bridge' : 'full',
    leaveHardQueries: mode === 'mixed',
  });
  await applyChanges(files, source(name), folder);
  const typeErrors = await compile(folder);
  const run = await runQueries(client, folder);
  const queries = listQueries(source(name));
  const errors = findings.filter(({ level }) => level === 'error');
  const refused = queries.filter((query) => errors.some(({ file, line }) => isWithin([query], file, line)));
  const names = new Set(refused.map((query) => query.name));
  const left = listQueries(folder).filter((query) => names.has(query.name));
  const different = queries.flatMap(({ name: query, kind }): [string, Difference[]][] => {
    const [before, after] = [original.results[query], run.results[query]];
    if (before === undefined || 'error' in before) throw new Error(`${query} does not run under 0.45.4`);
    if (after === undefined || 'error' in after) return [[query, [{ error: after?.error ?? 'was not run' }]]];
    const [left, right] = [before.rows, after.rows].map((rows) => (kind === 'ordered' ? rows : sortRows(rows)));
    const found = changes(left, right);
    return found.length > 0 ? [[query, found]] : [];
  });
  return {
    typeErrors: typeErrors.filter((error) => {
      const [, file = '', line = ''] = /^(.+?)\((\d+),/.exec(error) ?? [];
      return !isWithin(left, join(folder, file), Number(line));
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
