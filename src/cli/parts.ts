import { dirname, isBelow } from '../path.ts';
import type { Rule } from '../edits/edit.ts';
import type { MigrateOptions } from '../options.ts';
import { relativePath } from '../report/relative-path.ts';
import type { MigrateResult } from '../result.ts';

/** A part of a migration that can be wanted or not, and is carried out whole. */
export interface Part {
  label: string;
  /** Name of the package it is in. */
  package: string;
  /** Changed files, absolute. */
  files: string[];
  /** Ids of the databases it consists of; empty when the files go by themselves. */
  databases: string[];
}

/** How to migrate only some parts. */
export interface Choice {
  leave: { id: string }[];
  except: string[];
  /** Files with versions that were wanted, but stay as they are because a database that was not wanted needs v1. */
  held: string[];
}

/**
 * Takes a migration apart. A database goes together with its schema, relations, clients, types and queries; which files
 * these are is seen from a plan without it. Databases that cannot do without each other are one part.
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

/** How to migrate these parts only. A version is raised only when no database below its file needs the old one. */
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

function migratedIn({ databases }: MigrateResult): string[] {
  return databases.filter(({ state }) => state === 'migrated').map(({ id }) => id);
}

/** Files that become something else, or do not change, without a database. */
function changedWith(planned: MigrateResult, without: MigrateResult): string[] {
  const texts = new Map(without.changes.map(({ path, after }) => [path, after]));
  const isSame = (path: string, after: string | undefined) => texts.has(path) && texts.get(path) === after;
  return planned.changes.filter(({ path, after }) => !isSame(path, after)).map(({ path }) => path);
}

/** Whether a file is changed by some rules, and by these only. */
function isOnly(rules: readonly Rule[], path: string, { rewrites }: MigrateResult): boolean {
  const own = rewrites.filter(({ file }) => file === path);
  return own.length > 0 && own.every(({ rule }) => rules.includes(rule));
}

function part(label: string, { databases, files }: Pick<Part, 'databases' | 'files'>, planned: MigrateResult): Part {
  const [first] = planned.databases.filter(({ id }) => databases.includes(id));
  return { label, package: packageOf(first?.file ?? files[0]!, planned), databases, files };
}

function databasesLabel(ids: readonly string[], { databases, root }: MigrateResult): string {
  const own = databases.filter(({ id }) => ids.includes(id));
  const names = own.map(({ dialects, file }) => `${dialects.join(', ')} of ${relativePath(root, file)}`);
  return own.length === 1 ? `database ${names[0]}` : `${own.length} databases with common parts: ${names.join('; ')}`;
}

/** The name of the innermost package that a file is in. */
function packageOf(file: string, { packages, root }: MigrateResult): string {
  const around = packages.filter(({ dir }) => isBelow(file, dir));
  const [inner] = around.sort((a, b) => b.dir.length - a.dir.length);
  return inner ? inner.name || relativePath(root, inner.dir) : '.';
}
