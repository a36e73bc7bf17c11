import { ts } from '../../ts.cts';
import type { Column, ColumnType, Dialect, Env, Value } from '../../facts.ts';
import { coreName, madeBy } from './core-module.ts';
import { isFunction, memberNamed, nameText, returnedExpression, unwrap } from '../syntax/syntax.ts';
import { noEnv, type Evaluator } from './value.ts';

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

/** Builders that make a column not null without `.notNull()`. */
const alwaysNotNull = new Set(['serial', 'smallserial', 'bigserial']);
/** Methods of a builder chain that make the column not null. */
const notNullMethods = new Set([
  'notNull',
  'primaryKey',
  'generatedAlwaysAsIdentity',
  'generatedByDefaultAsIdentity',
  'autoincrement',
  'identity',
]);

/** A builder chain taken apart: `text('name').notNull()` has the base `text('name')` and the method `notNull`. */
interface Chain {
  /** The method calls, the outermost (last called) first. */
  methods: { name: string; call: ts.CallExpression }[];
  /** The call that starts the chain; undefined when it is out of sight. */
  base: ts.CallExpression | undefined;
  /** What the callee of `base` stands for. */
  baseValue: Value | undefined;
  /** Values of the parameters around `base`. */
  env: Env;
}

/**
 * Reads a column from its builder chain, such as `text('name').notNull().references(() => users.id)`. Chains that start
 * in a helper function or a constant are followed. What cannot be read gets the type `unknown` and
 * `notNull: undefined`.
 *
 * @param env values of the parameters around the expression
 */
export function readColumn(key: string, builder: ts.Expression, env: Env, evaluator: Evaluator): Column {
  const chain = readChain(builder, env, evaluator);
  const kind = builderName(chain, evaluator);
  const config = chain.base && configOf(chain.base, chain.env, evaluator);
  const dbName = chain.base && firstString(chain.base, chain.env, evaluator);
  const has = (name: string) => chain.methods.some((method) => method.name === name);
  const typed = chain.methods.find((method) => method.name === '$type')?.call.typeArguments?.[0];
  const references = chain.methods.find((method) => method.name === 'references')?.call.arguments[0];
  const dialect = chain.baseValue && coreName(chain.baseValue)?.dialect;
  const custom = kind === 'custom' && chain.baseValue ? customData(chain.baseValue, evaluator) : undefined;
  const type = has('array') ? 'array' : (custom ?? columnType(kind, dialect, config?.get('mode')));
  return {
    key,
    dbName,
    type,
    storage: kind === 'custom' ? `custom ${customSqlType(chain, evaluator)}` : kind === 'blob' ? `blob ${type}` : '',
    notNull:
      chain.methods.some(({ name }) => notNullMethods.has(name)) || alwaysNotNull.has(kind)
        ? true
        : kind === ''
          ? undefined
          : false,
    primaryKey: has('primaryKey'),
    changesForm: dialect === 'pg' && changesForm(kind, type),
    failsOverUndefined: failsOverUndefined(kind, type),
    opaqueType: typed !== undefined && !isPrimitiveType(typed),
    looseType: typed?.kind === ts.SyntaxKind.AnyKeyword || typed?.kind === ts.SyntaxKind.UnknownKeyword,
    narrowed: kind === 'enum' || kind.endsWith('Enum') || config?.has('enum') === true || typed !== undefined,
    references,
    node: builder,
  };
}

/**
 * The `.array(…)` calls of a column's builder chain, in the order they are executed; none when the expression is not a
 * column builder or its dialect has no arrays.
 */
export function arrayCallsOf(builder: ts.Expression, evaluator: Evaluator): ts.CallExpression[] {
  const chain = readChain(builder, noEnv, evaluator);
  const core = chain.baseValue && coreName(chain.baseValue);
  const isForeign = !core && chain.baseValue?.kind === 'external';
  const hasArrays = !core || core.dialect === 'pg' || core.dialect === 'cockroach';
  if (isForeign || !hasArrays || builderName(chain, evaluator) === '') return [];
  return chain.methods.flatMap(({ name, call }) => (name === 'array' ? [call] : [])).reverse();
}

/** Takes a builder chain apart, also where its start is a constant or the result of a small helper function. */
function readChain(node: ts.Expression, env: Env, evaluator: Evaluator, depth = 0): Chain {
  const methods: Chain['methods'] = [];
  let current = unwrap(node);
  while (ts.isCallExpression(current)) {
    const callee = unwrap(current.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      const target = unwrap(callee.expression);
      const isMethod = ts.isCallExpression(target) || evaluator.evaluate(target, env).kind === 'expression';
      if (isMethod && !madeBy(evaluator.evaluate(target, env), /Schema$/, evaluator)) {
        methods.push({ name: callee.name.text, call: current });
        current = target;
        continue;
      }
    }
    break;
  }
  // The start of the chain may be a helper or a shared constant: read on inside of it.
  const value = ts.isCallExpression(current) ? calledValue(current, env, evaluator) : evaluator.evaluate(current, env);
  if (value?.kind === 'expression' && value.node !== current && depth < 8 && ts.isCallExpression(value.node)) {
    const inner = readChain(value.node, value.env, evaluator, depth + 1);
    return { ...inner, methods: [...methods, ...inner.methods] };
  }
  const base = ts.isCallExpression(current) ? current : undefined;
  return { methods, base, baseValue: base && evaluator.evaluate(base.expression, env), env };
}

/** What a helper returns; undefined for drizzle-orm's own builders, where the chain starts. */
function calledValue(call: ts.CallExpression, env: Env, evaluator: Evaluator): Value | undefined {
  return coreName(evaluator.evaluate(call.expression, env)) ? undefined : evaluator.evaluate(call, env);
}

/**
 * The name of the builder: `text`, `timestamp`, …; `enum` and `custom` for what `pgEnum` and `customType` return; empty
 * when it is out of sight.
 */
function builderName({ base, baseValue, env }: Chain, evaluator: Evaluator): string {
  if (!base || !baseValue) return '';
  const core = coreName(baseValue);
  if (core) return core.name;
  if (madeBy(baseValue, /Enum$/, evaluator)) return 'enum';
  if (madeBy(baseValue, /^customType$/, evaluator)) return 'custom';
  const callee = unwrap(base.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    if (madeBy(evaluator.evaluate(callee.expression, env), /Schema$/, evaluator)) return 'enum';
    if (callee.name.text in typeOfBuilder) return callee.name.text;
  }
  if (baseValue.kind === 'expression' && ts.isCallExpression(baseValue.node)) {
    const maker = unwrap(baseValue.node.expression);
    if (ts.isPropertyAccessExpression(maker) && maker.name.text === 'enum') return 'enum';
  }
  return '';
}

/** The type of a custom column's values when `customType<{ data: string }>` names a primitive; otherwise undefined. */
function customData(value: Value, evaluator: Evaluator): ColumnType | undefined {
  const options = madeBy(value, /^customType$/, evaluator)?.call.typeArguments?.[0];
  if (!options || !ts.isTypeLiteralNode(options)) return undefined;
  const data = memberNamed(options.members, 'data');
  const type = data && ts.isPropertySignature(data) ? data.type : undefined;
  if (type?.kind === ts.SyntaxKind.StringKeyword) return 'string';
  if (type?.kind === ts.SyntaxKind.NumberKeyword) return 'number';
  return type?.kind === ts.SyntaxKind.BooleanKeyword ? 'boolean' : undefined;
}

/**
 * The SQL type that `dataType` of a `customType` returns, in lower case and without precision; empty when it is not a
 * literal.
 */
function customSqlType({ baseValue }: Chain, evaluator: Evaluator): string {
  const options = baseValue && madeBy(baseValue, /^customType$/, evaluator)?.call.arguments[0];
  if (!options || !ts.isObjectLiteralExpression(options)) return '';
  const member = memberNamed(options.properties, 'dataType');
  const fn = member && (ts.isPropertyAssignment(member) ? member.initializer : member);
  const returned = fn && isFunction(fn) ? returnedExpression(fn) : undefined;
  if (!returned || !ts.isStringLiteralLike(returned)) return '';
  const name = returned.text.toLowerCase().replace(/\s*\([^)]*\)/, '');
  return sqlTypes[name] ?? name;
}

/** Synonyms of SQL types, by the name used here. */
const sqlTypes: Record<string, string> = {
  decimal: 'numeric',
  int8: 'bigint',
  'timestamp without time zone': 'timestamp',
  'timestamp with time zone': 'timestamptz',
};

/**
 * Whether v1 decoded values of a pg column differently inside relations, where they came as JSON (drizzle-orm 0.45.4,
 * `mapRelationalRow` in src/relations.ts).
 */
function changesForm(kind: string, type: ColumnType): boolean {
  if (kind === 'timestamp') return type === 'string';
  if (kind === 'numeric' || kind === 'decimal') return true;
  return kind === 'bigint' && type === 'bigint';
}

/**
 * Whether 1.0 calls `toISOString` or `toString` on values of a column to encode them, which throws for `undefined`
 * (`mapToDriverValue` in src/<dialect>-core/columns).
 */
function failsOverUndefined(kind: string, type: ColumnType): boolean {
  if (['date', 'datetime', 'timestamp'].includes(kind)) return type === 'string';
  return kind === 'bigint' && type === 'bigint';
}

/** The JavaScript type of the values, from the `mode` option or the default of the builder. */
function columnType(kind: string, dialect: Dialect | undefined, mode: string | undefined): ColumnType {
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

/**
 * The options of a builder: literal strings by key, an empty text for other values; undefined without an object
 * argument.
 */
function configOf(call: ts.CallExpression, env: Env, evaluator: Evaluator): Map<string, string> | undefined {
  for (const argument of call.arguments) {
    const value = evaluator.evaluate(argument, env);
    if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) continue;
    const config = new Map<string, string>();
    for (const entry of value.node.properties) {
      const key = entry.name && nameText(entry.name);
      if (key === undefined) continue;
      const text = ts.isPropertyAssignment(entry) ? unwrap(entry.initializer) : undefined;
      config.set(key, text && ts.isStringLiteralLike(text) ? text.text : '');
    }
    return config;
  }
  return undefined;
}

/** The first argument when it is a string: the explicit column name. */
function firstString(call: ts.CallExpression, env: Env, evaluator: Evaluator): string | undefined {
  const [first] = call.arguments;
  const value = first && evaluator.evaluate(first, env);
  return value?.kind === 'expression' && ts.isStringLiteralLike(value.node) ? value.node.text : undefined;
}

/** Whether the type given to `$type<…>` is written out of primitives: `string`, `'a' | 'b'`, `number`, … */
function isPrimitiveType(type: ts.TypeNode): boolean {
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
