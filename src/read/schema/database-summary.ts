import type { Database, Relation } from '../../facts.ts';
import type { DatabaseSummary } from '../../result.ts';

/**
 * The tables and relations of a database as plain data, from which reports draw a diagram. Relations that are not
 * carried over are listed as `dead`.
 */
export function summaryOf(database: Database): Omit<DatabaseSummary, 'id' | 'state'> {
  const { tables, clients, relations, inferred, dead, schema } = database;
  const changeOf = (relation: Relation): 'same' | 'renamed' | 'inferred' | 'added' => {
    if (relation.through) return 'added';
    if (relation.newKey !== relation.key) return 'renamed';
    return inferred.some((it) => it.relation === relation) ? 'inferred' : 'same';
  };
  return {
    file: schema.node.getSourceFile().fileName,
    dialects: [...new Set([...tables.values()].map(({ dialect }) => dialect))],
    drivers: [...new Set(clients.map(({ driver }) => driver))],
    tables: [...tables].map(([key, table]) => ({
      key,
      name: table.dbName ?? key,
      columns: [...table.columns.keys()],
      file: table.path,
    })),
    relations: [
      ...[...relations].flatMap(([table, list]) =>
        list.map((relation) => ({
          table,
          name: relation.newKey,
          nameBefore: relation.key,
          kind: relation.kind,
          target: relation.targetKey,
          from: relation.from.map(({ key }) => key),
          to: relation.to.map(({ key }) => key),
          change: changeOf(relation),
        })),
      ),
      ...dead.map(({ entry, tableKey, targetKey }) => ({
        table: tableKey,
        name: entry.key,
        nameBefore: entry.key,
        kind: entry.kind,
        target: targetKey,
        from: [],
        to: [],
        change: 'dead' as const,
      })),
    ],
  };
}
