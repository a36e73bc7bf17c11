import { ts } from '../ts.cts';
import type { Table } from '../facts.ts';

/** Whether two reads found the same table definition. */
export function isSameTable(a: Table, b: Table): boolean {
  return a === b || (a.node === b.node && a.dbName === b.dbName && a.dialect === b.dialect);
}

/**
 * The key of a table in a database's schema. Of several the one that is the table's own name, else the last, as v1
 * took it.
 */
export function keyOfTable(tables: ReadonlyMap<string, Table>, table: Table): string | undefined {
  const declaration = table.node.parent;
  const own = ts.isVariableDeclaration(declaration) ? declaration.name.getText() : undefined;
  let found: string | undefined;
  for (const [key, other] of tables)
    if (isSameTable(other, table) && (found === undefined || found !== own)) found = key;
  return found;
}
