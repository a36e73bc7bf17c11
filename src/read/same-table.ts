import type { Table } from '../facts.ts';

/** Whether two reads found the same table definition. */
export function isSameTable(a: Table, b: Table): boolean {
  return a === b || (a.node === b.node && a.dbName === b.dbName && a.dialect === b.dialect);
}

/** The key of a table in a database's schema; the last one when it is there twice, as v1 took it. */
export function keyOfTable(tables: ReadonlyMap<string, Table>, table: Table): string | undefined {
  let found: string | undefined;
  for (const [key, other] of tables) if (isSameTable(other, table)) found = key;
  return found;
}
