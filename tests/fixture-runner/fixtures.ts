import { existsSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { dirname, join, relative, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Level } from '../../src/findings.ts';
import type { MigrateOptions } from '../../src/options.ts';
import type { MigrateResult } from '../../src/result.ts';
import { writeFiles } from '../temp-dir.ts';

/** A finding without its wording and column. */
export interface ReportedFinding {
  code: string;
  level: Level;
  /** Relative to the project. */
  file: string;
  line: number;
}

/** `report.json` of a fixture. */
export interface FixtureReport {
  findings: ReportedFinding[];
  /** The findings for earlier releases, each up to the one that is named. */
  earlier?: Record<string, ReportedFinding[]>;
  /** Options other than `cwd`, where the construct is about one. */
  options?: Omit<MigrateOptions, 'cwd'>;
  /** Why a side is not type-checked. */
  typecheck?: { before?: string; after?: string };
  /** Why the new relations are not imported at run time. */
  import?: string;
}

/** One mini project: `before/`, `after/` and what the tool says about it. */
export interface Fixture {
  name: string;
  dir: string;
  report: FixtureReport;
}

/** Files by their path in the project, in order. */
export type Tree = Record<string, string>;

export const repository = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const home = process.env['FIXTURES_HOME'] ?? join(repository, 'fixtures');

/** All fixtures, `not-modified` first. */
export function listFixtures(): Fixture[] {
  const names = readdirSync(home)
    .filter((name) => existsSync(join(home, name, 'before')))
    .sort((a, b) => Number(b === 'not-modified') - Number(a === 'not-modified') || (a < b ? -1 : 1));
  return names.map((name) => {
    const dir = join(home, name);
    const path = join(dir, 'report.json');
    const report: FixtureReport = existsSync(path)
      ? (JSON.parse(readFileSync(path, 'utf8')) as FixtureReport)
      : { findings: [] };
    return { name, dir, report };
  });
}

export function readTree(dir: string): Tree {
  if (!existsSync(dir)) return {};
  const paths = readdirSync(dir, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => relative(dir, join(entry.parentPath, entry.name)))
    .sort();
  return Object.fromEntries(paths.map((path) => [path, readFileSync(join(dir, path), 'utf8')]));
}

/** The project with the proposed changes made. */
export function applyChanges(tree: Tree, { root, changes }: MigrateResult): Tree {
  const result = { ...tree };
  for (const { path, after } of changes) {
    const name = relative(root, path);
    if (after === undefined) delete result[name];
    else result[name] = after;
  }
  return Object.fromEntries(Object.entries(result).sort(([a], [b]) => (a < b ? -1 : 1)));
}

export function reportedFindings({ root, findings }: MigrateResult): ReportedFinding[] {
  return findings
    .map(({ code, level, file, line }) => ({ code, level, file: relative(root, file), line }))
    .sort((a, b) => (a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || (a.code < b.code ? -1 : 1)));
}

/** Records what the tool does now as what it should do; to be read before it is committed. */
export function updateFixture({ dir, report }: Fixture, after: Tree, findings: ReportedFinding[]): void {
  rmSync(join(dir, 'after'), { recursive: true, force: true });
  writeFiles(join(dir, 'after'), after);
  report.findings = findings;
  writeReport(dir, report);
}

/** Writes `report.json`, with every finding on a line of its own. */
export function writeReport(dir: string, report: FixtureReport): void {
  const { findings, ...rest } = report;
  const text = JSON.stringify({ findings, ...rest }, undefined, 2);
  const inline = text.replace(
    /\{\s+("code": [^{}]*?)\s+\}/g,
    (_, members: string) => `{ ${members.replace(/\n\s+/g, ' ')} }`,
  );
  writeFileSync(join(dir, 'report.json'), `${inline}\n`);
}
