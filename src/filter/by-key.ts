import { type Code, text } from '../edits/code.ts';
import { memberAccess, propertyName, type Style } from '../edits/style.ts';
import { nodesOf } from '../read/nodes.ts';
import { isSameTable } from '../read/same-table.ts';
import { lookUp } from '../read/scope.ts';
import { isFunction } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import { assertions } from './assertions.ts';
import { columnOf, type QueryContext } from './context.ts';
import type { ByKey } from './filter.ts';
import { freshName, rebind, usesParameters } from './rebind.ts';
import { parametersOf } from './raw.ts';
import { isBuilderCall } from './sql-text.ts';

/**
 * The way to ask SQL that is built elsewhere and cannot be given another alias, because a subquery in it or its text names
 * the table: `id in (select id from users where …)`, in which the table has its own name as in v1. Undefined when the
 * file has not all of it at hand, or when v1 would have read a column of another table as one of this.
 *
 * @param sources what the SQL is made of
 */
export function byKeyOf(node: ts.Node, sources: readonly ts.Node[], context: QueryContext): ByKey | undefined {
  const { client, isRoot, table, tableKey } = context;
  if (!client || !isRoot || tableKey !== table.dbName || usesParameters(node, context)) return undefined;
  const [column, ...others] = [...table.columns.values()].filter(({ primaryKey }) => primaryKey);
  if (!column || others.length > 0 || sources.some((part) => namesForeignColumn(part, context))) return undefined;
  const name = tableName(client, context);
  return name === undefined ? undefined : { client, table: name, column };
}

/** `(t) => inArray(t.id, db.select({ id: users.id }).from(users).where(condition))`. */
export function byKeyCallback(
  node: ts.Node,
  { client, table, column }: ByKey,
  context: QueryContext,
  style: Style,
  suffix: string,
): Code {
  const {
    pieces,
    operators,
    tableName: parameter,
  } = rebind(node, context, style, freshName(node), assertions(node, context));
  const condition: Code = { kind: 'sequence', parts: [{ kind: 'source', node, pieces }, text(suffix)] };
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

/** Whether a formatter breaks a chain of three calls for this argument even where it would fit. */
function isInvolved(node: ts.Node): boolean {
  return ts.isSpreadElement(node) || isFunction(node) || (ts.forEachChild(node, isInvolved) ?? false);
}

/** Whether a column of another table stands outside of the subqueries. */
function namesForeignColumn(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (isBuilderCall(child)) return false;
    const found = ts.isExpression(child) ? columnOf(child, context) : undefined;
    return found?.foreign === true || (ts.forEachChild(child, visit) ?? false);
  };
  return visit(node);
}

/** What a file calls a table where it runs a query: `users`, `schema.users`. */
function tableName(client: ts.Expression, { evaluator, table }: QueryContext): string | undefined {
  const { uses } = nodesOf(client.getSourceFile());
  for (const use of uses) {
    if (!ts.isPropertyAccessExpression(use) || !/^[\w$.]+$/.test(use.expression.getText())) continue;
    const owner = evaluator.evaluate(use.expression);
    if (owner.kind !== 'table' || !isSameTable(owner.table, table)) continue;
    const [root = ''] = use.expression.getText().split('.');
    const declaration = lookUp(root, use);
    if (declaration && declaration === lookUp(root, client)) return use.expression.getText();
  }
  return undefined;
}
