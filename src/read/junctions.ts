import type { Column, Database, Relation, Table } from '../facts.ts';
import { isSameTable, keyOfTable } from './same-table.ts';
import { foreignKeys, uniqueKeys, type UniqueKey } from './table-keys.ts';
import type { Evaluator } from './value.ts';

/** One side of a junction table: its columns that name rows of another table. */
export interface Link {
  columns: Column[];
  target: Table;
  targetKey: string;
  /** Columns of `target`. */
  references: Column[];
  /** The `one` of v1 over these columns. */
  relation: Relation | undefined;
  /** Why a row of the junction may have no row in `target`; undefined when it always has one. */
  gap: 'null' | 'foreign key' | undefined;
}

/** A table whose rows do nothing but bring rows of two tables (or two rows of one) together. */
export interface Junction {
  tableKey: string;
  table: Table;
  links: [Link, Link];
}

/** A relation through a junction table, and what v1 wrote in its place. */
export interface ThroughRelation {
  relation: Relation;
  junction: Junction;
  /** From the table that has the relation to the junction, and on to the target. */
  near: Link;
  far: Link;
}

/**
 * The junction tables of a database. A table is one when two of its links make up a primary or unique key, or when it
 * has nothing besides two links but a key of its own and the times of its rows.
 */
export function findJunctions(database: Database, evaluator: Evaluator): Junction[] {
  return [...database.tables].flatMap(([tableKey, table]) => {
    if (table.isView || keyOfTable(database.tables, table) !== tableKey) return [];
    const keys = uniqueKeys(table, evaluator);
    const links = linksOf(tableKey, table, keys, database, evaluator);
    return pairsOf(links)
      .filter((pair) => isUnique(pair, keys) || (links.length === 2 && hasOnly(pair, table)))
      .map((pair) => ({ tableKey, table, links: pair }));
  });
}

function linksOf(
  tableKey: string,
  table: Table,
  uniques: readonly UniqueKey[],
  database: Database,
  evaluator: Evaluator,
): Link[] {
  // SQLite allows null in primary keys.
  const primary = table.dialect === 'sqlite' ? [] : uniques.flatMap((key) => (key.isPrimary ? key.columns : []));
  const isNeverNull = (column: Column) => column.notNull === true || includes(primary, column);
  const gapOf = (columns: readonly Column[], isKey: boolean) =>
    columns.every(isNeverNull) ? (isKey ? undefined : 'foreign key') : 'null';
  const links: Link[] = [];
  const add = (link: Link) => {
    // One row for every row of the target, as an extension of it.
    if (link.columns.every(({ primaryKey }) => primaryKey)) return;
    if (!links.some(({ columns }) => isSameSet(columns, link.columns))) links.push(link);
  };
  const keys = [...database.tables].flatMap(([targetKey, target]) =>
    keyOfTable(database.tables, target) === targetKey
      ? foreignKeys(table, target, evaluator).map((key) => ({ ...key, target, targetKey }))
      : [],
  );
  for (const relation of database.relations.get(tableKey) ?? []) {
    if (relation.kind !== 'one' || !relation.entry?.fields) continue;
    const { from: columns, to: references, target, targetKey } = relation;
    const isKey = keys.some(
      (key) =>
        isSameTable(key.target, target) && isSameList(key.columns, columns) && isSameList(key.references, references),
    );
    add({ columns, target, targetKey, references, relation, gap: gapOf(columns, isKey) });
  }
  for (const { columns, references, target, targetKey } of keys)
    add({ columns, target, targetKey, references, relation: undefined, gap: gapOf(columns, true) });
  return links;
}

function pairsOf(links: readonly Link[]): [Link, Link][] {
  return links.flatMap((first, index) =>
    links
      .slice(index + 1)
      .filter((second) => !second.columns.some((column) => includes(first.columns, column)))
      .map((second): [Link, Link] => [first, second]),
  );
}

function isUnique(links: readonly Link[], keys: readonly UniqueKey[]): boolean {
  const columns = links.flatMap((link) => link.columns);
  return keys.some((key) => isSameSet(key.columns, columns));
}

function hasOnly(links: readonly Link[], { columns, complete }: Table): boolean {
  const linking = links.flatMap((link) => link.columns);
  const isTime = ({ key, type }: Column) => type === 'date' || /(?:At|_at)$/.test(key);
  const others = [...columns.values()].filter((column) => !includes(linking, column));
  return complete && others.every((column) => column.primaryKey || isTime(column));
}

function includes(columns: readonly Column[], { key }: Column): boolean {
  return columns.some((column) => column.key === key);
}

function isSameSet(a: readonly Column[], b: readonly Column[]): boolean {
  return a.length === b.length && a.every((column) => includes(b, column));
}

/** Whether two lists of columns of one table name the same ones in the same order. */
export function isSameList(a: readonly Column[], b: readonly Column[]): boolean {
  return a.length === b.length && a.every(({ key }, index) => key === b[index]!.key);
}
