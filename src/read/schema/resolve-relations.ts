import type { Column, Database, Relation, RelationEntry, RelationsBlock, Table } from '../../facts.ts';
import type { Renames } from './renames.ts';
import { isSameTable, keyOfTable, keysOfTable } from './same-table.ts';
import { foreignKeys } from './table-keys.ts';
import type { Evaluator } from '../values/value.ts';

/** The relations that `relations()` calls define, by the key of their table. */
type Entries = ReadonlyMap<string, readonly RelationEntry[]>;

/**
 * Works out the columns of every relation of a database and fills its `relations`, `inferred`, `dead` and `ignored`.
 *
 * It follows v1's matching rule (drizzle-orm 0.45.4, `normalizeRelation` in src/relations.ts): a side with `fields`
 * uses them. A side with a `relationName` takes the columns of the relation of the target table that has the same name,
 * any other side those of the relation of the target table that points back, named or not; exactly one must match.
 * Relations of adopted blocks, which v1 did not know, count only where there is no other. Where v1's rule finds none, a
 * foreign key is used if only one fits. v1 reported unresolved relations only when they were queried, while v2 refuses
 * to start, so they become `dead`.
 */
export function resolveRelations(database: Database, evaluator: Evaluator, renames: Renames = {}): void {
  const { blocks, adopted, tables } = database;
  const known = entriesOf(
    blocks.filter((block) => !adopted.has(block)),
    tables,
  );
  const entries = new Map(known);
  for (const [tableKey, list] of entriesOf([...adopted], tables)) {
    const own = known.get(tableKey) ?? [];
    const isNew = ({ key }: RelationEntry) => !own.some((other) => other.key === key);
    entries.set(tableKey, [...own, ...list.filter(isNew)]);
    for (const entry of list) if (!isNew(entry)) database.ignored.push({ entry, tableKey });
  }
  for (const [tableKey, list] of entries) {
    const table = database.tables.get(tableKey)!;
    for (const entry of list) {
      const targetKey = keyOfTable(database.tables, entry.target);
      const fail = (reason: string) =>
        void database.dead.push({ entry, tableKey, targetKey: targetKey ?? entry.target.dbName ?? '?', reason });
      if (targetKey === undefined) {
        fail('its target table is not in the schema');
        continue;
      }
      const found = [known, entries].map((all) => columnsOf(entry, table, all.get(targetKey) ?? []));
      const columns =
        found.find((it) => typeof it !== 'string') ?? fromForeignKeys(entry, table, evaluator) ?? found[1]!;
      if (typeof columns === 'string') {
        fail(columns);
        continue;
      }
      const relation: Relation = {
        key: entry.key,
        newKey: renames[`${tableKey}.${entry.key}`] ?? freeName(entry.key, targetKey, table, list),
        kind: entry.kind,
        target: database.tables.get(targetKey)!,
        targetKey,
        from: columns.from,
        to: columns.to,
        required:
          entry.kind === 'one' && entry.fields !== undefined && entry.fields.every((column) => column.notNull === true),
        alias: entry.relationName === '' ? undefined : entry.relationName,
        entry,
      };
      const resolved = database.relations.get(tableKey);
      if (resolved) resolved.push(relation);
      else database.relations.set(tableKey, [relation]);
      if (columns.inferred) database.inferred.push({ tableKey, relation });
    }
  }
}

/**
 * What blocks define for each table. v1 merges several blocks for one table; of two entries with one key the later one
 * counts. Of a table under several keys each gets the relations: in v1 the order of the schema's members said which, and
 * queries of the others threw (`extractTablesRelationalConfig` in src/relations.ts of drizzle-orm 0.45.4).
 */
function entriesOf(blocks: readonly RelationsBlock[], tables: Database['tables']): Entries {
  const entries = new Map<string, RelationEntry[]>();
  for (const block of blocks) {
    for (const key of block.table ? keysOfTable(tables, block.table) : []) {
      const list = entries.get(key) ?? [];
      for (const entry of block.entries) {
        const earlier = list.findIndex((other) => other.key === entry.key);
        if (earlier >= 0) list.splice(earlier, 1, entry);
        else list.push(entry);
      }
      entries.set(key, list);
    }
  }
  return entries;
}

/** The columns of a relation; `inferred` when they come from a foreign key. */
interface Columns {
  from: Column[];
  to: Column[];
  inferred: boolean;
}

/**
 * The columns of a relation, or the reason in words why there are none.
 *
 * @param others the relations of its target table
 */
function columnsOf(entry: RelationEntry, table: Table, others: readonly RelationEntry[]): Columns | string {
  if (entry.fields) {
    if (!entry.references || entry.fields.length !== entry.references.length || entry.fields.length === 0) {
      return '`fields` and `references` do not match';
    }
    if (!entry.fieldTables.every((owner) => isSameTable(owner, table)))
      return '`fields` names columns of another table';
    if (!entry.referenceTables.every((owner) => isSameTable(owner, entry.target))) {
      return '`references` names columns of another table';
    }
    return { from: entry.fields, to: entry.references, inferred: false };
  }
  const reverse = others.filter((other) =>
    entry.relationName
      ? other !== entry && other.relationName === entry.relationName
      : isSameTable(other.target, table),
  );
  const [only] = reverse;
  if (reverse.length === 1 && only?.fields && only.references && isSameTable(only.target, table)) {
    return { from: only.references, to: only.fields, inferred: false };
  }
  return reverse.length > 1 ? 'several relations lead back to it' : 'no relation leads back to it';
}

/**
 * The columns of the only foreign key of the target that refers to the relation's table, for a side without `fields`;
 * undefined when there are none or several.
 */
function fromForeignKeys(entry: RelationEntry, table: Table, evaluator: Evaluator): Columns | undefined {
  const keys = entry.fields ? [] : foreignKeys(entry.target, table, evaluator);
  const [key] = keys;
  return key && keys.length === 1 ? { from: key.references, to: key.columns, inferred: true } : undefined;
}

/**
 * The name of a relation in v2. v2 throws for a relation named like a column of its table, so such a relation gets the
 * name of its target table appended.
 */
function freeName(key: string, targetKey: string, table: Table, siblings: readonly RelationEntry[]): string {
  if (!table.columns.has(key)) return key;
  const target = targetKey
    .replace(/_?tables?$/i, '')
    .replace(/ies$/, 'y')
    .replace(/(?<!s)s$/, '');
  const suffix = target.charAt(0).toUpperCase() + target.slice(1);
  const isTaken = (name: string) => table.columns.has(name) || siblings.some((other) => other.key === name);
  // `invitedBy` of users becomes `invitedByUser`. Where the target adds nothing (`workflow` to workflows), it becomes
  // `workflowRelation`.
  const isSame = key.toLowerCase().includes(target.toLowerCase()) || target === '';
  const candidates = [isSame ? `${key}Relation` : key + suffix, `${key}Relation`, `${key}Record`];
  return candidates.find((name) => !isTaken(name)) ?? `${key}_relation`;
}
