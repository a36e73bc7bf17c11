import { ts } from '../../ts.cts';
import type { Value } from '../../facts.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { type FunctionNode, isFunction, isPropertyName, outermost, unwrap } from '../../read/syntax/syntax.ts';
import type { QueryContext } from '../context.ts';

/**
 * Whether a helper function takes all columns it uses from its arguments, which are this level's table or columns of
 * it. Such a call can be re-bound without touching the function: `tenantScope(users, tenant)` becomes
 * `RAW: (t) => tenantScope(t, tenant)`.
 */
export function takesTable(call: ts.CallExpression, context: QueryContext): boolean {
  const fn = functionOf(call, context);
  if (!fn || call.arguments.some(ts.isSpreadElement)) return false;
  const values = call.arguments.map((argument) => context.evaluator.evaluate(argument, context.env));
  const isOwn = (value: Value) =>
    (value.kind === 'table' || value.kind === 'column') && isSameTable(value.table, context.table);
  const isForeign = (value: Value) => (value.kind === 'table' || value.kind === 'column') && !isOwn(value);
  if (!values.some(isOwn) || values.some(isForeign)) return false;
  const given = new Set(values.flatMap((value, index) => (isOwn(value) ? [index] : [])));
  return (
    call.arguments.every((argument, index) => given.has(index) || !namesTables(argument, context, new Set(), isOwn)) &&
    takes(fn, given, context, new Set())
  );
}

/** The function that is called; undefined when it is out of sight or has no body. */
function functionOf(call: ts.CallExpression, context: QueryContext): FunctionNode | undefined {
  const value = context.evaluator.evaluate(call.expression, context.env);
  return value.kind === 'expression' && isFunction(value.node) && value.node.body ? value.node : undefined;
}

/**
 * Whether a function uses its parameters at the indexes `given` only as tables or columns, and no table from elsewhere.
 *
 * @param seen functions and values that were looked into already
 */
function takes(fn: FunctionNode, given: ReadonlySet<number>, context: QueryContext, seen: Set<ts.Node>): boolean {
  if (seen.has(fn)) return true;
  seen.add(fn);
  const parameters = fn.parameters.filter((_, index) => given.has(index));
  if (parameters.length < given.size || parameters.some(({ name }) => !ts.isIdentifier(name))) return false;
  const visit = (node: ts.Node): boolean => {
    if (ts.isTypeNode(node)) return true;
    if (ts.isIdentifier(node) && parameters.includes(declarationOf(node) as ts.ParameterDeclaration))
      return isPropertyName(node) || isRead(node, context, seen);
    return ts.forEachChild(node, (child) => (visit(child) ? undefined : true)) !== true;
  };
  return visit(fn.body!) && !namesTables(fn.body!, context, seen);
}

/**
 * Whether a table or column is used in a way that works with the callback's table, too: a member is read, or it is
 * passed to a `sql` template, to a function of drizzle-orm or to another such helper. `getTableName` is none of these:
 * it would return the alias.
 */
function isRead(use: ts.Node, context: QueryContext, seen: Set<ts.Node>): boolean {
  const node = outermost(use);
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isElementAccessExpression(parent)) return parent.expression === node;
  if (ts.isTemplateSpan(parent)) return true;
  if (!ts.isCallExpression(parent)) return false;
  const callee = context.evaluator.evaluate(parent.expression);
  if (callee.kind === 'external') return callee.module.startsWith('drizzle-orm') && callee.name !== 'getTableName';
  const fn = functionOf(parent, context);
  return fn !== undefined && takes(fn, new Set([parent.arguments.indexOf(node as ts.Expression)]), context, seen);
}

/**
 * Whether code uses a table or column that it was not given, or something that may hold one but is out of sight.
 *
 * @param isBound tells the columns that are re-bound where they are written out in this code: `eq(users.id, id)`
 */
function namesTables(
  node: ts.Node,
  context: QueryContext,
  seen: Set<ts.Node>,
  isBound?: (value: Value) => boolean,
): boolean {
  if (node.kind === ts.SyntaxKind.ThisKeyword) return true;
  if (ts.isTypeNode(node)) return false;
  if (ts.isIdentifier(node) && !isPropertyName(node)) {
    const declaration = declarationOf(node);
    // The arguments of a helper are judged where it is called.
    if (declaration && ts.isParameter(declaration) && seen.has(declaration.parent)) return false;
    const value = context.evaluator.evaluate(node);
    if (value.kind === 'table' || value.kind === 'column') return true;
    if (value.kind === 'unknown') return value.reason === 'unresolved-import';
    // A namespace counts where a member of it is read.
    if (value.kind === 'external') return !value.module.startsWith('drizzle-orm');
    if (value.kind !== 'expression' || value.node === node || seen.has(value.node)) return false;
    seen.add(value.node);
    return namesTables(isFunction(value.node) ? (value.node.body ?? value.node) : value.node, context, seen);
  }
  if (ts.isPropertyAccessExpression(node) && !isOfParameter(node, seen)) {
    const value = context.evaluator.evaluate(node, context.env);
    if (value.kind === 'column' && isBound?.(value) && isRead(node, context, seen)) return false;
    if (value.kind === 'table' || value.kind === 'column') return true;
  }
  return ts.forEachChild(node, (child) => namesTables(child, context, seen, isBound) || undefined) ?? false;
}

/** Whether a member is read from a parameter of a function that was looked into. */
function isOfParameter(node: ts.PropertyAccessExpression, seen: ReadonlySet<ts.Node>): boolean {
  const owner = unwrap(node.expression);
  const declaration = ts.isIdentifier(owner) ? declarationOf(owner) : undefined;
  return declaration !== undefined && ts.isParameter(declaration) && seen.has(declaration.parent);
}
