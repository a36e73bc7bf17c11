import type { Column, Database, Relation, Table } from '../../facts.ts';
import { isSameTable, keyOfTable } from './same-table.ts';
import { foreignKeys, uniqueKeys, type UniqueKey } from './table-keys.ts';
import type { Evaluator } from '../values/value.ts';

/** One side of a junction table: the columns that refer to rows of another table. */
export interface Link {
  /** Columns of the junction table, pairwise with `references`. */
  columns: Column[];
  target: Table;
  targetKey: string;
  /** Columns of `target`. */
  references: Column[];
  /**
   * The relation read from a v1 `one` over these columns; undefined when only a foreign key says that they refer to
   * `target`.
   */
  relation: Relation | undefined;
  /**
   * Why a row of the junction table may have no matching row in `target`: a column may be null, or there is no foreign
   * key; undefined when there always is one.
   */
  gap: 'null' | 'foreign key' | undefined;
}

/** A table that does nothing but connect rows of two tables (or two rows of the same one). */
export interface Junction {
  tableKey: string;
  table: Table;
  links: [Link, Link];
}

/** A v2 relation through a junction table, and the v1 relations it stands for. */
export interface ThroughRelation {
  relation: Relation;
  junction: Junction;
  /** `near` leads from the junction back to the table that has the relation, `far` from the junction to the target. */
  near: Link;
  far: Link;
}

/**
 * Finds the junction tables of a database. A table is one when the columns of two links make up a primary or unique
 * key, or when it has exactly two links and otherwise only a primary key of its own and time columns. A table with
 * several such pairs is listed once for each.
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

/** The links of a table, from its v1 `one` relations with `fields` and from its foreign keys. */
function linksOf(
  tableKey: string,
  table: Table,
  uniques: readonly UniqueKey[],
  database: Database,
  evaluator: Evaluator,
): Link[] {
  // SQLite allows NULL in primary keys.
  const primary = table.dialect === 'sqlite' ? [] : uniques.flatMap((key) => (key.isPrimary ? key.columns : []));
  const isNeverNull = (column: Column) => column.notNull === true || includes(primary, column);
  const gapOf = (columns: readonly Column[], isKey: boolean) =>
    columns.every(isNeverNull) ? (isKey ? undefined : 'foreign key') : 'null';
  const links: Link[] = [];
  const add = (link: Link) => {
    // A table whose primary key is the reference has at most one row per row of the target: it extends it.
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

/** All pairs of links that have no column in common. */
function pairsOf(links: readonly Link[]): [Link, Link][] {
  return links.flatMap((first, index) =>
    links
      .slice(index + 1)
      .filter((second) => !second.columns.some((column) => includes(first.columns, column)))
      .map((second): [Link, Link] => [first, second]),
  );
}

/** Whether the columns of the links together are a primary or unique key. */
function isUnique(links: readonly Link[], keys: readonly UniqueKey[]): boolean {
  const columns = links.flatMap((link) => link.columns);
  return keys.some((key) => isSameSet(key.columns, columns));
}

/** Whether a table has, besides the columns of its links, only a primary key and times (`createdAt`). */
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

/** Whether two lists of columns of one table have the same columns in the same order. */
export function isSameList(a: readonly Column[], b: readonly Column[]): boolean {
  return a.length === b.length && a.every(({ key }, index) => key === b[index]!.key);
}
