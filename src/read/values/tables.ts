import { ts } from '../../ts.cts';
import type { Column, Dialect, Env, Table, Value } from '../../facts.ts';
import { readColumn } from './columns.ts';
import { coreName, madeBy } from './core-module.ts';
import { isDamaged } from '../modules/sources.ts';
import { isFunction, nameText, propertyValue, returnedExpression, unwrap } from '../syntax/syntax.ts';
import type { Evaluator } from './value.ts';

/** Exports of core modules that make a table or view. */
const tableFactory =
  /^(?:(?:pg|mysql|sqlite|singlestore|mssql|cockroach|gel)(Table|View|MaterializedView)|(?:snakeCase|camelCase)\.(table|view|materializedView))$/;
/** Exports of core modules that return a function that makes tables. */
const tableCreator = /^(?:pg|mysql|sqlite|singlestore|mssql|cockroach|gel)TableCreator$/;
/** Exports of core modules that return an object with `table` and `view` methods. */
const schemaFactory =
  /^(?:(?:pg|mysql|singlestore|mssql|cockroach|gel)(?:Schema|Database)|(?:snakeCase|camelCase)\.schema)$/;

/**
 * Reads a call that makes a table or view: `pgTable(…)`, `schema.table(…)`, a call of what `pgTableCreator(…)`
 * returned, also through aliases, namespaces and re-exports. Undefined when the call is something else or contains a
 * syntax error.
 *
 * @param env values of the parameters around the call
 */
export function readTable(call: ts.CallExpression, env: Env, evaluator: Evaluator): Table | undefined {
  const maker = tableMaker(call, env, evaluator);
  if (!maker) return undefined;
  const [nameArgument, columnsArgument] = call.arguments;
  if (!nameArgument || (!columnsArgument && !maker.isView)) return undefined;
  if (isDamaged(nameArgument) || (columnsArgument && isDamaged(columnsArgument))) return undefined;
  const columns = new Map<string, Column>();
  const complete = columnsArgument ? readColumns(columnsArgument, env, maker.dialect, evaluator, columns) : false;
  return {
    node: call,
    path: call.getSourceFile().fileName,
    dialect: maker.dialect,
    dbName: stringOf(evaluator.evaluate(nameArgument, env)),
    dbSchema: maker.dbSchema,
    columns,
    complete,
    isView: maker.isView,
    creator: maker.creator,
  };
}

/** What the callee of a call that makes a table says about it. */
interface Maker {
  dialect: Dialect;
  creator?: ts.CallExpression;
  dbSchema: string | undefined;
  isView: boolean;
}

/** What makes the table; undefined when the call makes none. */
function tableMaker(call: ts.CallExpression, env: Env, evaluator: Evaluator): Maker | undefined {
  const callee = unwrap(call.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    const isTable = callee.name.text === 'table';
    const isView = callee.name.text === 'view' || callee.name.text === 'materializedView';
    if (isTable || isView) {
      const made = madeBy(evaluator.evaluate(callee.expression, env), schemaFactory, evaluator);
      if (made) {
        const [name] = made.call.arguments;
        const dbSchema = name && stringOf(evaluator.evaluate(name, made.env));
        return { dialect: made.dialect, dbSchema, isView };
      }
    }
  }
  const value = evaluator.evaluate(callee, env);
  const core = coreName(value);
  const [, factory, cased] = (core && tableFactory.exec(core.name)) ?? [];
  if (core && (factory ?? cased)) {
    return { dialect: core.dialect, dbSchema: undefined, isView: (factory ?? cased)?.toLowerCase() !== 'table' };
  }
  const creator = madeBy(value, tableCreator, evaluator);
  return creator && { dialect: creator.dialect, dbSchema: undefined, isView: false, creator: creator.call };
}

/** Whether a value is a function that makes tables: `pgTable`, or what `pgTableCreator(…)` returned. */
export function isTableMaker(value: Value, evaluator: Evaluator): boolean {
  const core = coreName(value);
  return (core !== undefined && tableFactory.test(core.name)) || madeBy(value, tableCreator, evaluator) !== undefined;
}

function stringOf(value: Value): string | undefined {
  return value.kind === 'expression' && ts.isStringLiteralLike(value.node) ? value.node.text : undefined;
}

/**
 * Adds the columns of an object literal, or of a `(t) => ({ … })` callback, to `columns`. Returns false when some are
 * out of sight.
 */
function readColumns(
  node: ts.Expression,
  env: Env,
  dialect: Dialect,
  evaluator: Evaluator,
  columns: Map<string, Column>,
): boolean {
  const value = evaluator.evaluate(node, env);
  if (value.kind !== 'expression') return false;
  if (isFunction(value.node)) {
    const returned = returnedExpression(value.node);
    const [parameter] = value.node.parameters;
    const builders: Value = { kind: 'external', module: `drizzle-orm/${dialect}-core`, name: '*' };
    const inner = new Map(value.env);
    if (parameter) inner.set(parameter, builders);
    return returned ? readColumns(returned, inner, dialect, evaluator, columns) : false;
  }
  if (!ts.isObjectLiteralExpression(value.node)) return false;
  let complete = true;
  for (const entry of value.node.properties) {
    if (ts.isSpreadAssignment(entry)) {
      if (!readColumns(entry.expression, value.env, dialect, evaluator, columns)) complete = false;
      continue;
    }
    const key = entry.name && nameText(entry.name);
    const builder = propertyValue(entry);
    if (key === undefined || !builder) complete = false;
    else columns.set(key, readColumn(key, builder, value.env, evaluator));
  }
  return complete;
}
