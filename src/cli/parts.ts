import { dirname, isBelow } from '../path.ts';
import type { Rule } from '../edits/edit.ts';
import type { MigrateOptions } from '../options.ts';
import { relativePath } from '../report/relative-path.ts';
import type { MigrateResult } from '../result.ts';

/** A part of the migration that `--interactive` offers, to be carried out as a whole. */
export interface Part {
  label: string;
  /** The name of the package that it is in. */
  package: string;
  /** Absolute paths of the files that it changes. */
  files: string[];
  /** The ids of its databases; empty for files that are independent of them. */
  databases: string[];
}

/** What to leave out in order to migrate some parts only. */
export interface Choice {
  leave: { id: string }[];
  except: string[];
  /** Files with versions that were picked, but stay as they are because a database that was not picked needs v1. */
  held: string[];
}

/**
 * Divides a migration into parts. A database is one part with its schema, relations, clients, types and queries; its
 * files are found by planning again without it. Databases that are left together, or share a migration, are one part.
 *
 * @param planned the plan of everything
 */
export async function partsOf(
  planned: MigrateResult,
  options: MigrateOptions,
  migrate: (options: MigrateOptions) => Promise<MigrateResult>,
): Promise<Part[]> {
  let groups: Pick<Part, 'databases' | 'files'>[] = [];
  for (const id of migratedIn(planned)) {
    const without = await migrate({ ...options, leave: [{ id }] });
    const still = migratedIn(without);
    const databases = migratedIn(planned).filter((other) => !still.includes(other));
    const tied = groups.filter((group) => group.databases.some((other) => databases.includes(other)));
    const all = [{ databases, files: changedWith(planned, without) }, ...tied];
    const merged = {
      databases: [...new Set(all.flatMap((group) => group.databases))],
      files: [...new Set(all.flatMap((group) => group.files))],
    };
    groups = [...groups.filter((group) => !tied.includes(group)), merged];
  }
  const taken = new Set(groups.flatMap(({ files }) => files));
  const rest = planned.changes.map(({ path }) => path).filter((path) => !taken.has(path));
  const alone = rest.filter((path) => isOnly(['version', 'query', 'import'], path, planned));
  const others = rest.filter((path) => !alone.includes(path));
  const single = alone.map((path) => part(relativePath(planned.root, path), { databases: [], files: [path] }, planned));
  return [
    ...groups.map((group) => part(databasesLabel(group.databases, planned), group, planned)),
    ...(others.length > 0
      ? [part('changes that belong to no database', { databases: [], files: others }, planned)]
      : []),
    ...single,
  ];
}

/**
 * What to leave out in order to migrate the picked parts only. A version is raised only if no database below its file
 * stays on v1.
 */
export function choiceOf(picked: readonly Part[], parts: readonly Part[], planned: MigrateResult): Choice {
  const left = parts.filter((it) => !picked.includes(it));
  const onV1 = left.filter(({ databases }) => databases.length > 0).flatMap(({ files }) => files);
  const held = picked
    .flatMap(({ files }) => files)
    .filter((path) => isOnly(['version'], path, planned))
    .filter((path) => onV1.some((file) => isBelow(file, dirname(path))));
  const unwanted = left.filter(({ databases }) => databases.length === 0).flatMap(({ files }) => files);
  const leave = left.flatMap(({ databases }) => databases.map((id) => ({ id })));
  return { leave, except: [...unwanted, ...held], held };
}

/** The ids of the databases that a plan migrates. */
function migratedIn({ databases }: MigrateResult): string[] {
  return databases.filter(({ state }) => state === 'migrated').map(({ id }) => id);
}

/** The files that a plan changes differently, or not at all, without a database. */
function changedWith(planned: MigrateResult, without: MigrateResult): string[] {
  const texts = new Map(without.changes.map(({ path, after }) => [path, after]));
  const isSame = (path: string, after: string | undefined) => texts.has(path) && texts.get(path) === after;
  return planned.changes.filter(({ path, after }) => !isSame(path, after)).map(({ path }) => path);
}

/** Whether a file is changed by the given rules only. */
function isOnly(rules: readonly Rule[], path: string, { rewrites }: MigrateResult): boolean {
  const own = rewrites.filter(({ file }) => file === path);
  return own.length > 0 && own.every(({ rule }) => rules.includes(rule));
}

/** A part with the package of its first database or file. */
function part(label: string, { databases, files }: Pick<Part, 'databases' | 'files'>, planned: MigrateResult): Part {
  const [first] = planned.databases.filter(({ id }) => databases.includes(id));
  return { label, package: packageOf(first?.file ?? files[0]!, planned), databases, files };
}

/** The label of a part with databases. */
function databasesLabel(ids: readonly string[], { databases, root }: MigrateResult): string {
  const own = databases.filter(({ id }) => ids.includes(id));
  const names = own.map(({ dialects, file }) => `${dialects.join(', ')} of ${relativePath(root, file)}`);
  return own.length === 1 ? `database ${names[0]}` : `${own.length} databases with common parts: ${names.join('; ')}`;
}

/** The name of the innermost package around a file. */
function packageOf(file: string, { packages, root }: MigrateResult): string {
  const around = packages.filter(({ dir }) => isBelow(file, dir));
  const [inner] = around.sort((a, b) => b.dir.length - a.dir.length);
  return inner ? inner.name || relativePath(root, inner.dir) : '.';
}
