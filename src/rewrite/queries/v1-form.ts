import { ts } from '../../ts.cts';
import type { Capabilities } from '../../drizzle/capabilities.ts';
import type { QueryContext } from '../../filter/context.ts';
import { mayBeCallback } from '../../filter/callbacks/held-callback.ts';
import { isAboutName } from '../../filter/sql/outer-sql.ts';
import { isSql } from '../../filter/values/is-sql.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isFunction, isUndefined, nameText, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { valuesGivenTo } from '../conditions/filter-position.ts';
import { withoutAlias } from './extra-value.ts';
import { enterCallback } from './query-context.ts';

/**
 * Whether a member of a query whose database is on v2 already is still written for v1, as in a project that was
 * migrated halfway. What cannot be told counts as v2: there the configuration is typed, and a filter built elsewhere is
 * an object.
 *
 * @returns true for all other members: their own rules decide about them
 */
export function isV1Form(
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  capabilities: Capabilities,
): boolean {
  const name = property.name && nameText(property.name);
  const value = propertyValue(property);
  if (!value) return ts.isMethodDeclaration(property) && (name === 'where' || name === 'extras');
  return isV1Value(name, value, context, capabilities);
}

/** The same for a value that is written to the member `name`: `config.where = …`. */
export function isV1Value(
  name: string | undefined,
  value: ts.Expression,
  context: QueryContext,
  { undefinedThrows }: Capabilities,
): boolean {
  const inner = unwrap(value) as ts.Expression;
  switch (name) {
    case 'where':
      return isV1Filter(inner, context, undefinedThrows);
    case 'orderBy':
      return isV1Order(inner, context);
    case 'extras':
      return isV1Extras(inner, context);
  }
  return true;
}

/**
 * Whether a `where` is a v1 condition: a callback, which v2 ignores, or SQL. `undefined` written in place counts where
 * v2 throws on it (`isUndefinedV1`, rc.5).
 */
function isV1Filter(node: ts.Expression, context: QueryContext, isUndefinedV1: boolean, depth = 0): boolean {
  const inner = unwrap(node) as ts.Expression;
  if (isFunction(inner)) return true;
  if (ts.isObjectLiteralExpression(inner)) return false;
  if (mayBeCallback(inner, context)) return true;
  // Only the place of the query itself is rewritten.
  if (isUndefined(inner)) return isUndefinedV1 && depth === 0;
  const either = (...nodes: ts.Expression[]) => nodes.some((part) => isV1Filter(part, context, isUndefinedV1, depth));
  if (ts.isConditionalExpression(inner)) return either(inner.whenTrue, inner.whenFalse);
  if (ts.isBinaryExpression(inner)) return either(inner.left, inner.right);
  if (isSql(inner, context)) return true;
  const value = context.evaluator.evaluate(inner, context.env);
  if (depth > 6) return false;
  if (ts.isElementAccessExpression(inner)) {
    const list = context.evaluator.evaluate(inner.expression, context.env);
    if (list.kind === 'expression' && ts.isArrayLiteralExpression(list.node)) {
      const own = { ...context, env: list.env };
      return list.node.elements.some((element) => isV1Filter(element, own, isUndefinedV1, depth + 1));
    }
  }
  const declaration = value.kind === 'unknown' && ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (declaration && ts.isVariableDeclaration(declaration))
    return valuesGivenTo(declaration).some((given) => isV1Filter(given, context, isUndefinedV1, depth + 1));
  if (value.kind !== 'expression' || value.node === inner) return false;
  if (isFunction(value.node)) return !ts.isCallExpression(inner);
  return isV1Filter(value.node, { ...context, env: value.env }, isUndefinedV1, depth + 1);
}

/**
 * Whether an `orderBy` is v1's: SQL, an array of it, or a callback with columns or the name of the imported table, which
 * mean nothing under v2's alias.
 */
function isV1Order(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node) as ts.Expression;
  if (isFunction(inner)) return namesColumn(inner, context) || isAboutName(inner, enterCallback(inner, context));
  if (ts.isArrayLiteralExpression(inner))
    return inner.elements.some((element) => !ts.isObjectLiteralExpression(unwrap(element)));
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => isV1Order(branch, context, depth));
  if (isSql(inner, context)) return true;
  // What is read by a key, or made by a function that is, can be told by its text only.
  const held = heldBy(inner, context, depth);
  return held ? isV1Order(held.node, held.context, depth + 1) : isAboutName(inner, context);
}

/**
 * Whether `extras` are v1's: a function that returns them, or values with columns or the name of the imported table.
 * `RQB_V2_EXTRAS_FUNCTION` tells of a function that is held elsewhere.
 */
function isV1Extras(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node) as ts.Expression;
  if (isFunction(inner)) return depth === 0;
  const either = (...parts: ts.Expression[]) => parts.some((part) => isV1Extras(part, context, depth));
  if (ts.isConditionalExpression(inner)) return either(inner.whenTrue, inner.whenFalse);
  if (ts.isBinaryExpression(inner)) return either(inner.left, inner.right);
  if (ts.isObjectLiteralExpression(inner)) {
    return inner.properties.some((member) => {
      if (ts.isSpreadAssignment(member)) return either(member.expression);
      const value = propertyValue(member);
      return value !== undefined && isV1Extra(value, context);
    });
  }
  const held = heldBy(inner, context, depth);
  return held !== undefined && isV1Extras(held.node, held.context, depth + 1);
}

/**
 * Whether the value of one extra is SQL, and not v2's callback, with a name of its own or with columns or the name of the
 * imported table.
 */
function isV1Extra(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node) as ts.Expression;
  if (isFunction(inner)) return false;
  if (depth === 0 && withoutAlias(inner) !== inner && isSql(inner, context)) return true;
  if (namesColumn(inner, context) || isAboutName(inner, context)) return true;
  const held = heldBy(inner, context, depth);
  return held !== undefined && isV1Extra(held.node, held.context, depth + 1);
}

/** The expression that a constant, a member or a call stands for. What functions return is no callback of v1. */
function heldBy(
  node: ts.Expression,
  context: QueryContext,
  depth: number,
): { node: ts.Expression; context: QueryContext } | undefined {
  const value = context.evaluator.evaluate(node, context.env);
  if (depth > 6 || value.kind !== 'expression' || value.node === node) return undefined;
  if (isFunction(value.node) && ts.isCallExpression(node)) return undefined;
  return { node: value.node as ts.Expression, context: { ...context, env: value.env } };
}

/**
 * Whether SQL names a column of an imported table, `users.id`, and not one of a callback's parameter: v2 does not
 * re-alias it.
 */
function namesColumn(node: ts.Node, context: QueryContext): boolean {
  if (ts.isPropertyAccessExpression(node) && context.evaluator.evaluate(node, context.env).kind === 'column')
    return true;
  return ts.forEachChild(node, (child) => namesColumn(child, context) || undefined) ?? false;
}

/**
 * Whether a configuration is v1's by its syntax alone, for queries whose table is not known: a callback or an operator
 * call as `where` or in `extras`' place, an operator call or an array of such as `orderBy`, also in its relations.
 */
export function hasV1Syntax(config: ts.Expression): boolean {
  const object = unwrap(config);
  if (!ts.isObjectLiteralExpression(object)) return false;
  return object.properties.some((property) => {
    const name = property.name && nameText(property.name);
    if (name === 'where' || name === 'extras') {
      if (ts.isMethodDeclaration(property)) return true;
      const value = ts.isPropertyAssignment(property) ? unwrap(property.initializer) : undefined;
      return value !== undefined && (isFunction(value) || isOperatorCall(value));
    }
    if (!ts.isPropertyAssignment(property)) return false;
    const value = unwrap(property.initializer);
    if (name === 'orderBy')
      return isOperatorCall(value) || (ts.isArrayLiteralExpression(value) && value.elements.some(isOperatorCall));
    if (name !== 'with' || !ts.isObjectLiteralExpression(value)) return false;
    return value.properties.some((nested) => ts.isPropertyAssignment(nested) && hasV1Syntax(nested.initializer));
  });
}

/** Whether an expression is a call named like an operator of drizzle-orm, or a `sql` template. */
function isOperatorCall(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (ts.isTaggedTemplateExpression(inner)) return inner.tag.getText() === 'sql';
  return (
    ts.isCallExpression(inner) &&
    ts.isIdentifier(inner.expression) &&
    /^(?:and|or|not|eq|ne|gte?|lte?|inArray|notInArray|isNull|isNotNull|i?like|asc|desc|exists)$/.test(
      inner.expression.text,
    )
  );
}
