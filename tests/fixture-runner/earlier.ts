import { readdirSync, rmSync } from 'node:fs';
import { join } from 'node:path';
import { isCheckedTarget, newestTarget, releases } from '../../src/drizzle/capabilities.ts';
import { writeFiles } from '../temp-dir.ts';
import { type Fixture, listFixtures, readTree, type ReportedFinding, type Tree, writeReport } from './fixtures.ts';

/** What the tool makes of a fixture. */
export interface Outcome {
  files: Tree;
  findings: ReportedFinding[];
}

/** The releases that fixtures are written for, oldest first. */
export const targets = releases.filter(isCheckedTarget);

/** Fixtures that can be written for any release: what is on 1.0 already has chosen its own, v1 is kept in some only. */
export function listPortable(): Fixture[] {
  return listFixtures().filter(
    ({ dir, report }) =>
      report.options?.target === undefined &&
      report.options?.mode !== 'bridge' &&
      !/"drizzle-orm": "1\./.test(readTree(join(dir, 'before'))['package.json'] ?? ''),
  );
}

/** Whether what is written for a release, or what is told, is not what it is for the newest one. */
export function differsAt({ dir, report }: Fixture, target: string): boolean {
  return holdsAt(treesOf(dir), target) !== undefined || holdsAt(report.earlier ?? {}, target) !== undefined;
}

/** What is to come out for a release: `after`, with the files of the `after@<release>` that holds for it. */
export function expectedAt({ dir, report }: Fixture, target: string): Outcome {
  const files = { ...newestAt(readTree(join(dir, 'after')), target), ...holdsAt(treesOf(dir), target) };
  return { files: sorted(files), findings: holdsAt(report.earlier ?? {}, target) ?? report.findings };
}

/** Writes what comes out for earlier releases, as far as it is not what comes out for the newest. */
export function updateEarlier({ dir, report }: Fixture, outcomes: ReadonlyMap<string, Outcome>): void {
  for (const target of Object.keys(treesOf(dir))) rmSync(join(dir, `after@${target}`), { recursive: true });
  const after = readTree(join(dir, 'after'));
  const trees = distinct<Tree>(outcomes, {}, ({ files }, target) => {
    const common = newestAt(after, target);
    return Object.fromEntries(Object.entries(files).filter(([path, text]) => text !== common[path]));
  });
  for (const [target, files] of trees) writeFiles(join(dir, `after@${target}`), files);
  const earlier = distinct(outcomes, report.findings, ({ findings }) => findings);
  if (earlier.length > 0) report.earlier = Object.fromEntries(earlier);
  else delete report.earlier;
  writeReport(dir, report);
}

/** The last release of every run of releases that have the same, for those before the newest run. */
function distinct<T>(outcomes: ReadonlyMap<string, Outcome>, newest: T, of: (outcome: Outcome, target: string) => T) {
  const found: [target: string, T][] = [];
  for (const target of targets.toReversed()) {
    const own = of(outcomes.get(target)!, target);
    if (JSON.stringify(own) !== JSON.stringify(found.at(-1)?.[1] ?? newest)) found.push([target, own]);
  }
  return found.reverse();
}

/** The entry that holds at a release: that of the nearest release from there on. */
function holdsAt<T>(entries: Record<string, T>, target: string): T | undefined {
  const order = (name: string) => releases.findIndex((release) => release === name);
  const names = Object.keys(entries).sort((a, b) => order(a) - order(b));
  const name = names.find((candidate) => order(candidate) >= order(target));
  return name === undefined ? undefined : entries[name];
}

function treesOf(dir: string): Record<string, Tree> {
  const names = readdirSync(dir).filter((name) => name.startsWith('after@'));
  return Object.fromEntries(names.map((name) => [name.slice('after@'.length), readTree(join(dir, name))]));
}

/** What was written for the newest release, with the number of another one in it. */
function newestAt(after: Tree, target: string): Tree {
  const entries = Object.entries(after);
  return Object.fromEntries(
    entries.map(([path, text]) => [path, path.endsWith('package.json') ? text.replaceAll(newestTarget, target) : text]),
  );
}

function sorted(tree: Tree): Tree {
  return Object.fromEntries(Object.entries(tree).sort(([a], [b]) => (a < b ? -1 : 1)));
}
