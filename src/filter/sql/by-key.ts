import { type Code, text } from '../../edits/code.ts';
import { memberAccess, propertyName, type Style } from '../../edits/style.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { lookUp } from '../../read/syntax/scope.ts';
import { isFunction } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { assertions } from '../values/assertions.ts';
import { columnOf, type QueryContext } from '../context.ts';
import type { ByKey } from '../filter.ts';
import { argumentCode } from '../operands.ts';
import { freshName, rebind } from './rebind.ts';
import { parametersOf } from './raw.ts';
import { isBuilderCall } from './sql-text.ts';

/**
 * How to apply a condition that is built elsewhere and cannot be re-aliased, because a subquery or raw text in it names
 * the queried table: by selecting the primary keys of the matching rows in a core query,
 * `id in (select id from users where …)`, in which the table keeps its own name. In v1 such a condition worked at the
 * root of a query whose table has the same key in the schema as name in the database, because v1 used the key as the
 * alias.
 *
 * @param sources the AST nodes the condition is built from
 * @returns undefined when this is not possible: not in the root of a query, key and database name differ, no primary key
 *   of one column, the file names the table nowhere, or the condition has a column of another table outside of its
 *   subqueries (v1 read it as the column of that name of this table, the core query would not)
 */
export function byKeyOf(sources: readonly ts.Node[], context: QueryContext): ByKey | undefined {
  const { client, isRoot, table, tableKey } = context;
  if (!client || !isRoot || tableKey !== table.dbName) return undefined;
  const [column, ...others] = [...table.columns.values()].filter(({ primaryKey }) => primaryKey);
  if (!column || others.length > 0 || sources.some((part) => namesForeignColumn(part, context))) return undefined;
  const named = tableName(client, context);
  return named && { client, ...named, column };
}

/**
 * The `RAW` callback for `byKeyOf`: `(t) => inArray(t.id, db.select({ id: users.id }).from(users).where(condition))`.
 *
 * @param suffix code behind the condition, such as `!`
 */
export function byKeyCallback(
  node: ts.Node,
  { client, table, declaration, column }: ByKey,
  context: QueryContext,
  style: Style,
  suffix: string,
): Code {
  context.keepDeclared(declaration);
  const named = [table, client.getText()].flatMap((path) => path.split('.', 1));
  const {
    pieces,
    operators,
    tableName: parameter,
  } = rebind(node, { ...context, outerChecked: true }, style, freshName(node, named), assertions(node, context));
  const condition = argumentCode(node, { kind: 'source', node, pieces }, suffix);
  const pad = style.bracketSpacing ? ' ' : '';
  const selected = `{${pad}${propertyName(column.key, style)}: ${memberAccess(table, column.key, style)}${pad}}`;
  const subquery: Code = {
    kind: 'chain',
    head: [client.getText()],
    links: [
      text(`.select(${selected})`),
      text(`.from(${table})`),
      { kind: 'call', callee: ['.where'], args: [condition] },
    ],
    broken: isInvolved(node),
  };
  const body: Code = {
    kind: 'call',
    callee: [context.need('inArray')],
    args: [text(memberAccess(parameter, column.key, style)), subquery],
  };
  return { kind: 'arrow', parameters: parametersOf(node, parameter, operators, context, style), body };
}

/** Whether Prettier breaks a chain of three calls that has this argument even when the chain fits on one line. */
function isInvolved(node: ts.Node): boolean {
  return ts.isSpreadElement(node) || isFunction(node) || (ts.forEachChild(node, isInvolved) ?? false);
}

/** Whether a condition uses a column of another table outside of its subqueries. */
function namesForeignColumn(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (isBuilderCall(child)) return false;
    const found = ts.isExpression(child) ? columnOf(child, context) : undefined;
    return found?.foreign === true || (ts.forEachChild(child, visit) ?? false);
  };
  return visit(node);
}

/**
 * How the file refers to the table (`users`, `schema.users`) by a name that is in scope at the query; undefined when it
 * never does.
 */
function tableName(
  client: ts.Expression,
  { evaluator, table }: QueryContext,
): Pick<ByKey, 'table' | 'declaration'> | undefined {
  const { uses } = nodesOf(client.getSourceFile());
  for (const use of uses) {
    if (!ts.isPropertyAccessExpression(use) || !/^[\w$.]+$/.test(use.expression.getText())) continue;
    const owner = evaluator.evaluate(use.expression);
    if (owner.kind !== 'table' || !isSameTable(owner.table, table)) continue;
    const [root = ''] = use.expression.getText().split('.');
    const declaration = lookUp(root, use);
    if (declaration && declaration === lookUp(root, client)) return { table: use.expression.getText(), declaration };
  }
  return undefined;
}
