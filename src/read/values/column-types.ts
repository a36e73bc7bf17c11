import { ts } from '../../ts.cts';
import type { ColumnType, Dialect } from '../../facts.ts';

/**
 * Column builders by the JavaScript type of their values when no `mode` is given
 * (drizzle-orm/src/<dialect>-core/columns).
 */
const typeOfBuilder: Record<string, ColumnType> = {
  ...of('string', [
    'text',
    'varchar',
    'char',
    'uuid',
    'cidr',
    'inet',
    'macaddr',
    'macaddr8',
    'interval',
    'time',
    'numeric',
    'decimal',
    'tinytext',
    'mediumtext',
    'longtext',
    'nvarchar',
    'nchar',
    'ntext',
    'bit',
    'varbit',
    'binary',
    'varbinary',
    'mysqlEnum',
    'singlestoreEnum',
    'string',
    'ulid',
  ]),
  ...of('number', [
    'integer',
    'int',
    'smallint',
    'tinyint',
    'mediumint',
    'serial',
    'smallserial',
    'real',
    'doublePrecision',
    'double',
    'float',
    'year',
    'int2',
    'int4',
    'int8',
    'float4',
    'float8',
  ]),
  ...of('boolean', ['boolean', 'bool']),
  ...of('bigint', ['bigint', 'bigserial']),
  ...of('date', ['timestamp', 'datetime', 'datetime2', 'datetimeoffset', 'smalldate']),
  ...of('json', ['json', 'jsonb', 'point', 'line']),
  ...of('array', ['vector', 'halfvec', 'sparsevec', 'geometry']),
  ...of('buffer', ['blob', 'bytea', 'bytes']),
};

function of(type: ColumnType, names: string[]): Record<string, ColumnType> {
  return Object.fromEntries(names.map((name) => [name, type]));
}

/** Whether a name is that of a column builder of drizzle-orm. */
export function isBuilderName(name: string): boolean {
  return name in typeOfBuilder;
}

/**
 * Whether v1 decoded values of a pg column differently inside relations, where they came as JSON (drizzle-orm 0.45.4,
 * `mapRelationalRow` in src/relations.ts).
 */
export function changesForm(kind: string, type: ColumnType): boolean {
  if (kind === 'timestamp') return type === 'string';
  if (kind === 'numeric' || kind === 'decimal') return true;
  return kind === 'bigint' && type === 'bigint';
}

/**
 * Whether 1.0 calls `toISOString` or `toString` on values of a column to encode them, which throws for `undefined`
 * (`mapToDriverValue` in src/<dialect>-core/columns).
 */
export function failsOverUndefined(kind: string, type: ColumnType): boolean {
  if (['date', 'datetime', 'timestamp'].includes(kind)) return type === 'string';
  return kind === 'bigint' && type === 'bigint';
}

/** Whether the values of a column without `$type` are `unknown`: `jsonb()`, `text({ mode: 'json' })`. */
export function isUntypedJson(kind: string, type: ColumnType): boolean {
  return type === 'json' && kind !== 'point' && kind !== 'line';
}

/** Whether a type is `any` or `unknown`, or a union with `undefined`. */
export function allowsUndefined(type: ts.TypeNode): boolean {
  if (ts.isParenthesizedTypeNode(type)) return allowsUndefined(type.type);
  if (ts.isUnionTypeNode(type)) return type.types.some(allowsUndefined);
  const { AnyKeyword, UndefinedKeyword, UnknownKeyword } = ts.SyntaxKind;
  return type.kind === AnyKeyword || type.kind === UnknownKeyword || type.kind === UndefinedKeyword;
}

/** The JavaScript type of the values, from the `mode` option or the default of the builder. */
export function columnType(kind: string, dialect: Dialect | undefined, mode: string | undefined): ColumnType {
  switch (mode) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'bigint':
    case 'json':
    case 'buffer':
    case 'date':
      return mode;
    case 'timestamp':
    case 'timestamp_ms':
      return 'date';
  }
  if (kind === 'enum') return 'string';
  if (kind === 'custom') return 'custom';
  // Without a mode, `date` gives a string in pg and cockroach, and a Date in mysql and mssql.
  if (kind === 'date') return dialect === 'pg' || dialect === 'cockroach' ? 'string' : 'date';
  return typeOfBuilder[kind] ?? 'unknown';
}

/** Whether the type given to `$type<…>` is written out of primitives: `string`, `'a' | 'b'`, `number`, … */
export function isPrimitiveType(type: ts.TypeNode): boolean {
  if (ts.isUnionTypeNode(type)) return type.types.every(isPrimitiveType);
  if (ts.isParenthesizedTypeNode(type)) return isPrimitiveType(type.type);
  if (ts.isTemplateLiteralTypeNode(type)) return true;
  return (
    ts.isLiteralTypeNode(type) ||
    type.kind === ts.SyntaxKind.StringKeyword ||
    type.kind === ts.SyntaxKind.NumberKeyword ||
    type.kind === ts.SyntaxKind.BooleanKeyword ||
    type.kind === ts.SyntaxKind.BigIntKeyword
  );
}

/** Whether a type is `string`, `number` or another keyword, or an array of such: no value of these is ruled out. */
export function isPlainType(type: ts.TypeNode): boolean {
  if (ts.isArrayTypeNode(type)) return isPlainType(type.elementType);
  return ts.isToken(type);
}
