import { ts } from '../../ts.cts';
import type { Column, ColumnType, Dialect, Env, Value } from '../../facts.ts';
import { isFunction, memberNamed, nameText, returnedExpression, unwrap } from '../syntax/syntax.ts';
import { builderName, readChain, type Chain } from './builder-chain.ts';
import {
  allowsUndefined,
  changesForm,
  columnType,
  failsOverUndefined,
  isPlainType,
  isPrimitiveType,
  isUntypedJson,
} from './column-types.ts';
import { coreName, madeBy } from './core-module.ts';
import { noEnv, type Evaluator } from './value.ts';

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
    storage: storageOf(kind, type, dialect, chain, evaluator),
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
    takesUndefined: typed
      ? allowsUndefined(typed)
      : isUntypedJson(kind, type) || isCustomOf(kind, chain, evaluator, allowsUndefined),
    narrowed:
      ['enum', ''].includes(kind) ||
      kind.endsWith('Enum') ||
      config?.has('enum') === true ||
      typed !== undefined ||
      isCustomOf(kind, chain, evaluator, (data) => !isPlainType(data)),
    references,
    node: builder,
  };
}

/** See `Column.storage`. */
function storageOf(
  kind: string,
  type: ColumnType,
  dialect: Dialect | undefined,
  chain: Chain,
  evaluator: Evaluator,
): string {
  if (kind === 'custom') return `custom ${customSqlType(chain, evaluator)}`;
  if (kind === 'blob') return `blob ${type}`;
  if (dialect === 'pg') return type === 'json' && (kind === 'json' || kind === 'jsonb') ? kind : '';
  return kind === 'date' && type === 'date' ? kind : '';
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

/** The type of a custom column's values when `customType<{ data: string }>` names a primitive; otherwise undefined. */
function customData(value: Value, evaluator: Evaluator): ColumnType | undefined {
  const type = customDataType(value, evaluator);
  if (type?.kind === ts.SyntaxKind.StringKeyword) return 'string';
  if (type?.kind === ts.SyntaxKind.NumberKeyword) return 'number';
  return type?.kind === ts.SyntaxKind.BooleanKeyword ? 'boolean' : undefined;
}

/** `T` of `customType<{ data: T }>(…)`. */
function customDataType(value: Value, evaluator: Evaluator): ts.TypeNode | undefined {
  const call = madeBy(value, /^customType$/, evaluator)?.call;
  return call && customTypeMember(call, 'data');
}

/** `T` of `customType<{ data: T }>(…)`, or of another member of its type argument. */
export function customTypeMember(call: ts.CallExpression, name: 'data' | 'driverData'): ts.TypeNode | undefined {
  const options = call.typeArguments?.[0];
  if (!options || !ts.isTypeLiteralNode(options)) return undefined;
  const member = memberNamed(options.members, name);
  return member && ts.isPropertySignature(member) ? member.type : undefined;
}

/** Whether a column is made by a `customType` whose values have a type that passes a test. */
function isCustomOf(
  kind: string,
  { baseValue }: Chain,
  evaluator: Evaluator,
  test: (data: ts.TypeNode) => boolean,
): boolean {
  const type = kind === 'custom' && baseValue ? customDataType(baseValue, evaluator) : undefined;
  return type !== undefined && test(type);
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
