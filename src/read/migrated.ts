import { ts } from '../ts.cts';
import type { ClientCall, Database, Value } from '../facts.ts';
import { isSameTable } from './same-table.ts';
import type { Evaluator } from './value.ts';

/**
 * Gives the databases that are defined for v2 their clients. Definitions that a client is given together, as
 * `{ ...relations, ...part }`, become one database. A client that has only a v1 `schema` joins the one definition that
 * has all its tables: a project in the middle of its migration.
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
    if (parts.length > 0) databaseOf(parts, databases).clients.push(client);
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

/** The definitions in the value of a `relations` option, in the order they are spread. */
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
    parts,
  };
  for (const part of parts) {
    const index = databases.indexOf(part);
    if (index >= 0) databases.splice(index, 1);
  }
  databases.push(joined);
  return joined;
}
