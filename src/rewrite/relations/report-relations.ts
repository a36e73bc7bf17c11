import type { Database } from '../../facts.ts';
import { partOutOfSight } from '../../read/schema/schema.ts';
import type { Project } from '../project.ts';

/**
 * Whether the relations of a database can be migrated as a whole. What stands against it is reported: blocks that could
 * not be read, tables under the key `one` or `many` (in the callback of `defineRelations`, `r.one` and `r.many` are not
 * tables), and a schema with parts that are out of sight.
 */
export function canRewrite(database: Database, project: Project): boolean {
  let ok = true;
  for (const block of database.blocks) {
    for (const { node, reason } of block.problems) {
      project.changes.report('RQB_RELATION_UNREADABLE', node, { reason });
      ok = false;
    }
    // A file with a syntax error has been reported already; no edits are made in it.
    if (project.sources.broken().has(block.path)) ok = false;
  }
  for (const key of ['one', 'many']) {
    const table = database.tables.get(key);
    if (!table) continue;
    project.changes.report('RQB_RESERVED_TABLE_KEY', table.node, { key });
    ok = false;
  }
  if (!database.schema.complete) {
    const { schema } = database;
    project.changes.report('RQB_SCHEMA_UNRESOLVED', partOutOfSight(schema, project.evaluator) ?? schema.node);
    ok = false;
  }
  return ok;
}

/**
 * Reports the relations that are not carried over as they were: those v1 could never resolve (dropped), those whose
 * columns are inferred, renamed ones, and those added through junction tables.
 *
 * @param isWanted restricts the report to some tables, by their key
 */
export function reportRelations(
  database: Database,
  project: Project,
  isWanted: (tableKey: string) => boolean = () => true,
): void {
  for (const { entry, tableKey, targetKey, reason } of database.dead) {
    if (!isWanted(tableKey)) continue;
    project.changes.report('RQB_RELATION_DEAD', entry.node, {
      relation: entry.key,
      table: tableKey,
      target: targetKey,
      kind: entry.kind,
      reason,
      first: database.tables.has(targetKey) ? '' : 'put its target table into the schema and ',
    });
  }
  for (const { relation, tableKey } of database.inferred) {
    if (relation.entry && isWanted(tableKey))
      project.changes.report('RQB_RELATION_INFERRED', relation.entry.node, { relation: relation.key, table: tableKey });
  }
  for (const [table, relations] of database.relations) {
    for (const { entry, key, newKey, targetKey, through } of relations) {
      if (through && isWanted(table))
        project.changes.report('RQB_THROUGH_ADDED', through.from[0]!.node, {
          relation: newKey,
          table,
          junction: through.tableKey,
          target: targetKey,
        });
      if (entry && key !== newKey && isWanted(table))
        project.changes.report('RQB_RELATION_RENAMED', entry.node, { relation: key, table, renamed: newKey });
    }
  }
}
