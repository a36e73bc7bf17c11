import { kindsOf } from './kinds.ts';
import { columnOf, relationsOf, tableOf, type Level, type World } from './model.ts';
import { isTotal } from './determined.ts';

type Row = Record<string, unknown>;

/**
 * What v1 or v2 returned, made comparable: rows in any order where no order is asked for, and values inside of relations
 * in v2's form where section 7 of the semantics says that v1's differs (text timestamps, numeric).
 */
export function comparable(world: World, level: Level, result: unknown, isRoot = true): unknown {
  if (Array.isArray(result)) {
    const rows = result.map((row) => comparable(world, level, row, isRoot));
    if (isTotal(level, tableOf(world, level.table))) return rows;
    const keyed = rows.map((row) => [JSON.stringify(row), row] as const);
    return keyed.sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)).map(([, row]) => row);
  }
  if (result === null || typeof result !== 'object' || '$' in result) return result;
  return Object.fromEntries(
    Object.entries(result as Row).map(([key, value]) => {
      const entry = level.with?.find((candidate) => candidate.key === key);
      if (!entry) return [key, isRoot ? value : nestedValue(world, level, key, value)];
      const bare = entry.form === 'true';
      const inner: Level = bare ? { table: entry.level.table, columnForm: 'import' } : entry.level;
      return [key, comparable(world, inner, value, false)];
    }),
  );
}

function nestedValue(world: World, level: Level, key: string, value: unknown): unknown {
  const table = tableOf(world, level.table);
  if (typeof value !== 'string' || !table.columns.some((column) => column.key === key)) return value;
  switch (kindsOf[world.dialect][columnOf(table, key).kind]!.nested) {
    case 'text-timestamp':
      return value.replace('T', ' ');
    case 'text-timestamptz':
      return value.replace('T', ' ').replace(/\+00:00$/, '+00');
    case 'numeric':
      return String(Number(value));
    default:
      return value;
  }
}

/** Whether a query names relations and columns that its world has; a smaller world may not. */
export function isValid(world: World, level: Level): boolean {
  const table = world.tables.find(({ variable }) => variable === level.table);
  if (!table) return false;
  const names = new Set(table.columns.map(({ key }) => key));
  const { with: nested = [], ...own } = level;
  const columns = [...JSON.stringify(own).matchAll(/"(?:column|left|right)":"((?:[^"\\]|\\.)*)"/g)].map(
    ([, name]) => name!,
  );
  if (columns.some((name) => !names.has(name)) || level.columns?.keys.some((name) => !names.has(name))) return false;
  return nested.every(({ key, level: inner }) => {
    const relation = relationsOf(world, level.table).find((candidate) => candidate.key === key);
    return relation?.target === inner.table && isValid(world, inner);
  });
}
