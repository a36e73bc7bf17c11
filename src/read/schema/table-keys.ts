import { ts } from '../../ts.cts';
import type { Column, Table } from '../../facts.ts';
import { isSameTable } from './same-table.ts';
import { declarationOf } from '../syntax/scope.ts';
import { isFunction, returnedExpression, valueNamed } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/** A foreign key: columns of one table and, pairwise, the columns of another table that they refer to. */
export interface ForeignKey {
  columns: Column[];
  references: Column[];
}

/**
 * The foreign keys of `from` that refer to `to`: those of single columns (`.references(() => users.id)`) and those
 * declared with `foreignKey({ … })` in the table's third argument. Keys that cannot be read are left out.
 */
export function foreignKeys(from: Table, to: Table, evaluator: Evaluator): ForeignKey[] {
  const found: ForeignKey[] = [];
  for (const column of from.columns.values()) {
    const fn = column.references && evaluator.evaluate(column.references);
    const body = fn?.kind === 'expression' && isFunction(fn.node) ? returnedExpression(fn.node) : undefined;
    const target = body && fn?.kind === 'expression' ? evaluator.evaluate(body, fn.env) : undefined;
    if (target?.kind === 'column' && isSameTable(target.table, to))
      found.push({ columns: [column], references: [target.column] });
  }
  for (const { name, call } of extraCalls(from, evaluator)) {
    const [config] = call.arguments;
    if (name !== 'foreignKey' || !config || !ts.isObjectLiteralExpression(config)) continue;
    const columns = keyColumns(config, 'columns', from, from, evaluator);
    const references = keyColumns(config, 'foreignColumns', to, from, evaluator);
    if (columns && references && columns.length === references.length) found.push({ columns, references });
  }
  return found;
}

/** A primary key, unique constraint or unique index that is declared in the third argument of a table. */
export interface UniqueKey {
  columns: Column[];
  isPrimary: boolean;
}

/**
 * The primary and unique keys declared in the third argument of a table. Those in the builder chain of a column
 * (`.primaryKey()`, `.unique()`) are not included.
 */
export function uniqueKeys(table: Table, evaluator: Evaluator): UniqueKey[] {
  return extraCalls(table, evaluator).flatMap(({ name, call }) => {
    const isPrimary = name === 'primaryKey';
    const [config] = call.arguments;
    const isObject = isPrimary && config && ts.isObjectLiteralExpression(config);
    const list = isPrimary ? call : name === 'unique' || name === 'uniqueIndex' ? chainedOn(call) : undefined;
    const columns = isObject
      ? keyColumns(config, 'columns', table, table, evaluator)
      : list && columnsOf(list.arguments, table, table, evaluator);
    return columns ? [{ columns, isPrimary }] : [];
  });
}

/**
 * The call of `.on(…)` chained on `unique()` or `uniqueIndex()`; undefined without one. Also undefined when `.where(…)`
 * follows, because such an index makes only some rows unique.
 */
function chainedOn(call: ts.CallExpression): ts.CallExpression | undefined {
  let on: ts.CallExpression | undefined;
  for (let node: ts.Node = call; ; node = node.parent.parent) {
    if (!ts.isPropertyAccessExpression(node.parent) || !ts.isCallExpression(node.parent.parent)) return on;
    const method = node.parent.name.text;
    if (method === 'where') return undefined;
    if (method === 'on') on = node.parent.parent;
  }
}

/** The calls of functions from packages in the third argument of a table. */
function extraCalls({ node: table }: Table, evaluator: Evaluator): { name: string; call: ts.CallExpression }[] {
  const found: { name: string; call: ts.CallExpression }[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isCallExpression(node)) {
      const callee = evaluator.evaluate(node.expression);
      if (callee.kind === 'external') found.push({ name: callee.name, call: node });
    }
    ts.forEachChild(node, visit);
  };
  const [, , extra] = table.arguments;
  if (extra) visit(extra);
  return found;
}

/**
 * The columns listed under `columns` or `foreignColumns` of a key; undefined when they cannot all be read as columns of
 * `table`.
 *
 * @param owner the table in whose definition the key stands
 */
function keyColumns(
  config: ts.ObjectLiteralExpression,
  name: string,
  table: Table,
  owner: Table,
  evaluator: Evaluator,
): Column[] | undefined {
  const list = valueNamed(config, name);
  if (!list || !ts.isArrayLiteralExpression(list)) return undefined;
  return columnsOf(list.elements, table, owner, evaluator);
}

/** The columns of `table` that expressions in the definition of `owner` name; undefined when one is not such a column. */
function columnsOf(
  elements: readonly ts.Expression[],
  table: Table,
  owner: Table,
  evaluator: Evaluator,
): Column[] | undefined {
  const columns: Column[] = [];
  for (const element of elements) {
    const value = evaluator.evaluate(element);
    let column: Column | undefined;
    if (value.kind === 'column') column = isSameTable(value.table, table) ? value.column : undefined;
    else if (isOfParameter(element) && isSameTable(owner, table)) column = table.columns.get(element.name.text);
    if (!column) return undefined;
    columns.push(column);
  }
  return columns;
}

/**
 * Whether an expression is `t.id` in `(t) => [primaryKey({ columns: [t.id] })]`: the parameter is the table that is being
 * defined, which the evaluator does not know.
 */
function isOfParameter(node: ts.Expression): node is ts.PropertyAccessExpression {
  if (!ts.isPropertyAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  const declaration = declarationOf(node.expression);
  return declaration !== undefined && ts.isParameter(declaration);
}
