import type { Database, RelationEntry, RelationsBlock } from '../../facts.ts';
import { isSameTable, keyOfTable } from '../../read/schema/same-table.ts';
import { isSameList } from '../../read/schema/junctions.ts';
import type { Project } from '../project.ts';

/**
 * Reports relations that go away with their v1 blocks although nothing takes their place, because v1 did not read them:
 * those of a table that is in no schema, and those of a block outside of the schema whose name a block inside gives to
 * another relation.
 */
export function reportIgnored(database: Database, { changes }: Project): void {
  for (const { table, entries, maker, node } of database.blocks) {
    if (!table || maker || entries.length === 0 || keyOfTable(database.tables, table) !== undefined) continue;
    changes.report('RQB_RELATION_IGNORED', node, { reason: `no schema has the table \`${table.dbName ?? '?'}\`` });
  }
  for (const { entry, tableKey } of database.ignored) {
    if (isCarriedOver(entry, tableKey, database)) continue;
    const reason = `the schema has another relation \`${entry.key}\` of \`${tableKey}\``;
    changes.report('RQB_RELATION_IGNORED', entry.node, { reason });
  }
}

/** Whether nothing of a block is carried over, because blocks that the schema holds have all of its names. */
export function isIgnored({ entries }: RelationsBlock, { ignored }: Database): boolean {
  return entries.length > 0 && entries.every((entry) => ignored.some((other) => other.entry === entry));
}

/** Whether the relation that counts under the name of an ignored one says the same, as in a copy of the block. */
function isCarriedOver(entry: RelationEntry, tableKey: string, { relations }: Database): boolean {
  const other = relations.get(tableKey)?.find(({ key }) => key === entry.key);
  if (!other || other.kind !== entry.kind || !isSameTable(other.target, entry.target)) return false;
  const { fields = other.from, references = other.to, relationName } = entry;
  return isSameList(fields, other.from) && isSameList(references, other.to) && relationName === other.alias;
}
