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
  const declaration = table.node.parent;
  const own = ts.isVariableDeclaration(declaration) ? declaration.name.getText() : undefined;
  let found: string | undefined;
  for (const [key, other] of tables)
    if (isSameTable(other, table) && (found === undefined || found !== own)) found = key;
  return found;
}

/** All keys of a table in a schema, the one that `keyOfTable` gives first. */
export function keysOfTable(tables: ReadonlyMap<string, Table>, table: Table): string[] {
  const main = keyOfTable(tables, table);
  const others = [...tables].flatMap(([key, other]) => (key !== main && isSameTable(other, table) ? key : []));
  return main === undefined ? [] : [main, ...others];
}
