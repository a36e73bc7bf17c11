import { ts } from '../../ts.cts';
import { dynamicKey, type ClientCall, type Database, type Value } from '../../facts.ts';
import { isSameTable } from './same-table.ts';
import type { Evaluator } from '../values/value.ts';

/**
 * Assigns clients to the databases that are defined for v2. Definitions that are passed to one client together, as
 * `{ ...relations, ...part }`, are merged into one database. A client that still has only a v1 `schema` (the project is
 * half migrated) is assigned to the database that has all its tables, if exactly one has.
 *
 * @param definitions one database for each `defineRelations` or `defineRelationsPart` call
 * @returns the definitions, with merged ones replaced by the database they were merged into
 */
export function joinClients(
  definitions: readonly Database[],
  clients: readonly ClientCall[],
  evaluator: Evaluator,
): Database[] {
  const databases = [...definitions];
  for (const client of clients) {
    if (!client.relations) continue;
    const parts = definitionsOf(client.relations, definitions, evaluator);
    if (parts.length === 0) continue;
    const database = databaseOf(parts, databases);
    database.clients.push(client);
    if (!isRead(client.relations, parts, definitions, evaluator)) (database.unread ??= new Set()).add(dynamicKey);
  }
  for (const client of clients) {
    if (client.relations || !client.schema || client.schema.tables.size === 0) continue;
    const tables = [...client.schema.tables];
    const fitting = databases.filter((database) =>
      tables.every(([key, table]) => {
        const other = database.tables.get(key);
        return other && isSameTable(other, table);
      }),
    );
    if (fitting.length === 1) fitting[0]!.clients.push(client);
  }
  return databases;
}

/** Whether the value of a `relations` option consists of definitions in sight. */
function isRead(
  value: Value,
  parts: readonly Database[],
  definitions: readonly Database[],
  evaluator: Evaluator,
): boolean {
  if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return parts.length === 1;
  return value.node.properties.every(
    (property) =>
      ts.isSpreadAssignment(property) &&
      definitionsOf(evaluator.evaluate(property.expression, value.env), definitions, evaluator).length === 1,
  );
}

/** The definitions in the value of a `relations` option, in the order in which they are spread. */
function definitionsOf(value: Value, definitions: readonly Database[], evaluator: Evaluator): Database[] {
  if (value.kind !== 'expression') return [];
  const own = definitions.find(({ schema }) => schema.node.parent === value.node);
  if (own) return [own];
  if (!ts.isObjectLiteralExpression(value.node)) return [];
  return value.node.properties.flatMap((property) =>
    ts.isSpreadAssignment(property)
      ? definitionsOf(evaluator.evaluate(property.expression, value.env), definitions, evaluator)
      : [],
  );
}

/** The database of definitions that are used together; merges them at the first such use. */
function databaseOf(parts: readonly Database[], databases: Database[]): Database {
  const [first] = parts as [Database];
  if (parts.length === 1) return databases.find((database) => database === first || database.parts?.includes(first))!;
  const known = databases.find((database) => parts.every((part) => database.parts?.includes(part)));
  if (known) return known;
  const joined: Database = {
    ...first,
    tables: new Map(parts.flatMap(({ tables }) => [...tables])),
    relations: new Map(parts.flatMap(({ relations }) => [...relations])),
    clients: [],
    blocks: [],
    adopted: new Set(),
    unread: new Set(parts.flatMap(({ unread }) => [...(unread ?? [dynamicKey])])),
    parts,
  };
  for (const part of parts) {
    const index = databases.indexOf(part);
    if (index >= 0) databases.splice(index, 1);
  }
  databases.push(joined);
  return joined;
}
