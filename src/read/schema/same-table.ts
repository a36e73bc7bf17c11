import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';

/**
 * Whether two `Table` objects describe the same definition. A definition inside a function gives different tables for
 * different names or dialects.
 */
export function isSameTable(a: Table, b: Table): boolean {
  return a === b || (a.node === b.node && a.dbName === b.dbName && a.dialect === b.dialect);
}

/**
 * The key of a table in a schema; undefined when the schema does not have it. Under several keys it is the one that
 * equals the table's variable name, otherwise the last one, which v1 used as well.
 */
export function keyOfTable(tables: ReadonlyMap<string, Table>, table: Table): string | undefined {
  const keys = allKeys(tables, table);
  if (keys.length < 2) return keys[0];
  const declaration = table.node.parent;
  const own = ts.isVariableDeclaration(declaration) ? declaration.name.getText() : undefined;
  return keys.find((key) => key === own) ?? keys.at(-1);
}

/** All keys of a table in a schema, the one that `keyOfTable` gives first. */
export function keysOfTable(tables: ReadonlyMap<string, Table>, table: Table): string[] {
  const main = keyOfTable(tables, table);
  return main === undefined ? [] : [main, ...allKeys(tables, table).filter((key) => key !== main)];
}

/** All keys of a table in a schema, in order. */
function allKeys(tables: ReadonlyMap<string, Table>, table: Table): string[] {
  let byNode = schemas.get(tables);
  if (!byNode) schemas.set(tables, (byNode = groupedByNode(tables)));
  return (byNode.get(table.node) ?? []).flatMap(([key, other]) => (isSameTable(other, table) ? key : []));
}

/** The keys and tables of schemas by the call that makes the table: a schema is asked for each of its tables. */
const schemas = new WeakMap<ReadonlyMap<string, Table>, Map<ts.Node, [string, Table][]>>();

function groupedByNode(tables: ReadonlyMap<string, Table>): Map<ts.Node, [string, Table][]> {
  const groups = new Map<ts.Node, [string, Table][]>();
  for (const entry of tables) {
    const { node } = entry[1];
    const group = groups.get(node);
    if (group) group.push(entry);
    else groups.set(node, [entry]);
  }
  return groups;
}
