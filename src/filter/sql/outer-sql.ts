import { dynamicKey } from '../../facts.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isName, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { byKeyOf } from './by-key.ts';
import { ingredientsOf } from './ingredients.ts';
import type { ByKey } from '../filter.ts';
import { columnByName, columnOf, type QueryContext } from '../context.ts';
import { hasCorrelatedBuilder, isAboutOwnName, isBuilder, isNamedInRaw, namesTable } from './correlated.ts';
import { holdsSql, isUnknownInSql } from './holds-sql.ts';
import { standsForSql } from './sql-places.ts';
import { takesTable } from './table-helpers.ts';
import { calledFunction, isSql } from '../values/is-sql.ts';
import { knownColumn, leftColumn } from '../values/named-columns.ts';
import { isRawText, operatorOf } from '../values/operators.ts';

/**
 * Makes the query fail when SQL that is built elsewhere cannot be re-aliased: a correlated subquery in it, or its text,
 * names the queried table, and `mapColumnsInSQLToAlias` changes neither.
 */
export function checkOuterSql(node: ts.Node, context: QueryContext): void {
  askedByKey(node, context, false);
}

/**
 * How to apply SQL that is built elsewhere if it cannot be re-aliased: by primary key (`by-key.ts`).
 *
 * @param isAllowed whether that way may be taken
 * @returns undefined when the SQL can be re-aliased, or when there is no way; then the query has failed with a finding
 */
export function askedByKey(node: ts.Node, context: QueryContext, isAllowed = true): ByKey | undefined {
  const { sources, isCorrelated, isNamed } = namingOf(node, context);
  if (!isCorrelated && !isNamed) return undefined;
  const byKey = isAllowed ? byKeyOf(sources, context) : undefined;
  if (byKey) return byKey;
  if (isCorrelated) context.fail('RQB_CORRELATED_SUBQUERY', node);
  if (isNamed) context.fail('RQB_RAW_TABLE_NAME', node, { table: context.tableKey });
  return undefined;
}

/**
 * Whether SQL is about the queried table by its name, in its own text or in that of what it is built from. Under v2's
 * alias the database does not know that name.
 */
export function isAboutName(node: ts.Node, context: QueryContext): boolean {
  const { isCorrelated, isNamed } = namingOf(node, context);
  return isCorrelated || isNamed || namesTable(node, context) || isAboutOwnName(node, context);
}

/**
 * How SQL that is built elsewhere names the queried table: in a correlated subquery, or in text; and its parts. It has
 * none inside of `with` and for a table whose schema key is not its name in the database: there v1's alias was not the
 * table's name, so SQL that names the table failed in v1, too.
 */
function namingOf(node: ts.Node, context: QueryContext) {
  const value = context.evaluator.evaluate(node, context.env);
  const source = value.kind === 'expression' && value.node !== node ? value.node : undefined;
  // What a function is given is in the call, not in what the function returns.
  const parts = (of: ts.Node) =>
    context.isRoot && context.tableKey === context.table.dbName ? ingredientsOf(of, context) : [];
  const sources = source ? [source, ...parts(source), ...parts(node)] : parts(node);
  const isCorrelated = sources.some((part) => hasCorrelatedBuilder(part, context));
  const isNamed = sources.some((part) => namesTable(part, context)) || isNamedInRaw(node, context);
  return { sources, isCorrelated, isNamed };
}

/**
 * Whether SQL that is written in place contains SQL that is built elsewhere from columns of the imported table. Those
 * columns cannot be re-bound here, so that the whole must be re-aliased when it runs.
 */
export function hasForeignSql(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (ts.isSpreadElement(child) && isConditionsOfGroup(child, context) && rootOfList(child.expression)) return true;
    if (ts.isIdentifier(child) && isUnknownInSql(child, context)) return true;
    if (ts.isIdentifier(child) || ts.isPropertyAccessExpression(child)) {
      // What is declared in the SQL itself, such as the parameter of a callback of `map`, comes from other parts of it.
      if (ts.isIdentifier(child) && (isName(child) || isDeclaredIn(node, child))) return false;
      const value = context.evaluator.evaluate(child, context.env);
      // The table of `db.query[name]` has only the columns that all tables it may be have in common.
      if (value.kind === 'column' && context.tableKey === dynamicKey && !isInsideBuilder(child, node))
        return !columnOf(child, context);
      if (value.kind === 'column' || value.kind === 'table' || value.kind === 'external') return false;
      if (value.kind === 'expression' && value.node !== child && isBuilder(value.node)) return false;
      const isHeld = ts.isIdentifier(child) || value.kind === 'expression';
      if (isHeld ? holdsSql(child, context) : isSql(child, context)) return true;
      if (leftColumn(child, context)) return false;
      // A column whose table is out of sight is re-bound if other uses show that it is one, and re-aliased otherwise.
      if (knownColumn(child, context) && !isInsideBuilder(child, node)) return false;
      if (columnByName(child, context)) return true;
      return ts.isPropertyAccessExpression(child) && visit(child.expression);
    }
    if (ts.isElementAccessExpression(child) && isFromObject(child, context)) return true;
    if (isRawText(child, context)) return false;
    if (ts.isCallExpression(child)) {
      const operator = operatorOf(child, context);
      if (operator && !isInsideBuilder(child, node) && hasForeignOperand(operator, child, context)) return true;
      if (!operator && !isBuilder(child) && isMadeElsewhere(child, node, context)) return true;
      if (isListOfColumns(child, context)) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

/** Whether a name is declared within `root`. */
function isDeclaredIn(root: ts.Node, name: ts.Identifier): boolean {
  const declaration = declarationOf(name);
  return declaration !== undefined && ts.findAncestor(declaration, (around) => around === root) !== undefined;
}

/** Whether a call returns the columns of a table: `getTableColumns(users)`. */
function isListOfColumns({ expression }: ts.CallExpression, context: QueryContext): boolean {
  const callee = context.evaluator.evaluate(expression, context.env);
  return callee.kind === 'external' && ['getColumns', 'getTableColumns'].includes(callee.name);
}

/**
 * Whether a call returns SQL with columns other than those it is given: judged by its function, else by where it
 * stands.
 */
function isMadeElsewhere(call: ts.CallExpression, root: ts.Node, context: QueryContext): boolean {
  if (calledFunction(call, context)) return isSql(call, context) && !takesTable(call, context);
  const callee = context.evaluator.evaluate(call.expression, context.env);
  const isDrizzles = callee.kind === 'external' && callee.module.startsWith('drizzle-orm');
  const isGiven = call.arguments.some((argument) =>
    ['table', 'column'].includes(context.evaluator.evaluate(argument, context.env).kind),
  );
  // What is SQL by its own syntax, such as `` sql`…`.mapWith(Number) ``, is made in place.
  return !isDrizzles && !isGiven && !isSql(call, context) && standsForSql(call, root, context);
}

/**
 * Whether an access is `sortable[name]` of an object with columns: these stay global, while `users[name]` can be
 * re-bound.
 */
export function isFromObject(node: ts.ElementAccessExpression, context: QueryContext): boolean {
  return context.evaluator.evaluate(node.expression, context.env).kind !== 'table' && isSql(node, context);
}

/**
 * The variable a list of conditions is read from: `conditions` of `conditions.filter(Boolean)`. Undefined when the list
 * is made in place, as by `ids.map((id) => eq(t.id, id))`.
 */
export function rootOfList(node: ts.Expression): ts.Identifier | undefined {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) return inner;
  if (ts.isPropertyAccessExpression(inner)) return rootOfList(inner.expression);
  if (!ts.isCallExpression(inner)) return undefined;
  const isMade = ts.isPropertyAccessExpression(inner.expression) && /^(?:flatM|m)ap$/.test(inner.expression.name.text);
  return isMade ? undefined : rootOfList(inner.expression);
}

/** Whether a node is an argument of `and(…)` or `or(…)`. */
export function isConditionsOfGroup({ parent }: ts.Node, context: QueryContext): boolean {
  const operator = ts.isCallExpression(parent) ? operatorOf(parent, context) : undefined;
  return operator === 'and' || operator === 'or';
}

/** Whether the left operand of a comparison, which must be a column or SQL, is built out of sight. */
function hasForeignOperand(operator: string, call: ts.CallExpression, context: QueryContext): boolean {
  if (['and', 'or', 'not', 'exists', 'notExists'].includes(operator)) return false;
  const [left] = call.arguments;
  return left !== undefined && isForeignOperand(unwrap(left), context);
}

function isForeignOperand(left: ts.Node, context: QueryContext): boolean {
  if (columnOf(left, context) || columnByName(left, context)) return false;
  if (ts.isConditionalExpression(left))
    return [left.whenTrue, left.whenFalse].some((branch) => isForeignOperand(unwrap(branch), context));
  const value = context.evaluator.evaluate(left, context.env);
  if (value.kind === 'column') return false;
  if (ts.isElementAccessExpression(left)) {
    const owner = context.evaluator.evaluate(left.expression, context.env);
    if (owner.kind === 'table' && isSameTable(owner.table, context.table)) return false;
  }
  const isInline = ts.isTaggedTemplateExpression(left) || ts.isCallExpression(left) || ts.isLiteralExpression(left);
  return !isInline;
}

/** Whether a node below `root` stands in a subquery of the query builder. */
function isInsideBuilder(node: ts.Node, root: ts.Node): boolean {
  for (let parent = node.parent; parent && parent !== root.parent; parent = parent.parent) {
    if (ts.isCallExpression(parent) && isBuilder(parent) && ts.isPropertyAccessExpression(parent.expression))
      return true;
  }
  return false;
}
