import { isSameTable } from '../../read/schema/same-table.ts';
import { isName } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { columnOf, type QueryContext } from '../context.ts';
import { calledFunction } from '../values/is-sql.ts';
import { isRawText, operatorOf } from '../values/operators.ts';
import { columnsInText, countedTable, isNameInSpan, selectsByText, selectsFromTable } from './sql-text.ts';

/**
 * Whether a name or a call stands for a subquery that is built elsewhere and uses columns of the queried table without
 * selecting from it: `touched` of `const touched = db.select().from(calls).where(eq(calls.userId, users.id))`. Drizzle
 * does not re-alias the columns in it; they meant the queried table at the root of a v1 query, whose alias is the key
 * of the table, where that is the name of the table, too.
 */
export function isCorrelatedElsewhere(node: ts.Node, context: QueryContext): boolean {
  if (!context.isRoot || context.tableKey !== context.table.dbName) return false;
  if (ts.isCallExpression(node)) {
    const body = calledFunction(node, context)?.body;
    return body !== undefined && hasCorrelatedBuilder(body, context);
  }
  if (!ts.isPropertyAccessExpression(node) && (!ts.isIdentifier(node) || isName(node))) return false;
  const value = context.evaluator.evaluate(node, context.env);
  if (value.kind !== 'expression' || value.node === node || !isBuilder(value.node)) return false;
  return hasCorrelatedBuilder(value.node, { ...context, env: value.env });
}

/**
 * Whether SQL that is written in place has something in it that is about the queried table by its name and cannot be
 * re-bound: a subquery from elsewhere (`isCorrelatedElsewhere`), or text given to `sql.raw`.
 */
export function isAboutOwnName(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean =>
    isCorrelatedElsewhere(child, context) || (ts.forEachChild(child, visit) ?? false);
  return visit(node) || isNamedInRaw(node, context);
}

/**
 * Whether text that is given to `sql.raw` in a node has a column with the name of the queried table, `users.id`, or
 * `sql.identifier` gives the name to a template.
 */
export function isNamedInRaw(node: ts.Node, context: QueryContext): boolean {
  if (!context.isRoot) return false;
  if (isNameInSpan(node, context)) return true;
  if (isRawText(node, context)) return node.arguments.some((text) => namesTable(text, context));
  return ts.forEachChild(node, (child) => isNamedInRaw(child, context)) ?? false;
}

/**
 * Whether code holds a subquery that uses columns of the queried table without selecting from it, a correlated subquery,
 * or counts the rows of that table that meet a condition.
 */
export function hasCorrelatedBuilder(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    const isCall = ts.isCallExpression(child) && ts.isPropertyAccessExpression(child.expression);
    if (isCall && isBuilder(child) && !operatorOf(child, context)) {
      return !selectsFromTable(child, context) && mentionsTable(child, context);
    }
    if (isCall && child.arguments[1] && countedTable(child.arguments[1], context)) return true;
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

/** Whether code uses a column of the queried table: `users.id`, `users[name]`. */
function mentionsTable(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    const isAccess = ts.isPropertyAccessExpression(child) || ts.isElementAccessExpression(child);
    if (isAccess || (ts.isIdentifier(child) && !isName(child))) {
      const found = columnOf(child, context);
      if (found && !found.foreign) return true;
    }
    if (ts.isElementAccessExpression(child)) {
      const owner = context.evaluator.evaluate(child.expression, context.env);
      if (owner.kind === 'table' && isSameTable(owner.table, context.table)) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

/** Whether the text of a `sql` template, or given to `sql.raw`, has a column with the name of the table: `users.id`. */
export function namesTable(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean =>
    isNameInSpan(child, context) ||
    ((ts.isTemplateLiteralToken(child) || (ts.isStringLiteral(child) && isRawText(child.parent, context))) &&
      columnsInText(child.text, context.tableKey).length > 0 &&
      !selectsByText(child, context)) ||
    (ts.forEachChild(child, visit) ?? false);
  return visit(node);
}

/** Whether a call has `.from(…)` in it, like a subquery; `Buffer.from(…)` and other methods of classes do not count. */
export function isBuilder(node: ts.Node): boolean {
  return ts.isCallExpression(node) && /(?<!\b[A-Z]\w*)\.from\s*\(/.test(node.getText());
}
