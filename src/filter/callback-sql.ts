import { declarationOf } from '../read/scope.ts';
import { isFunction, isName, returnedExpression, unwrap } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import type { QueryContext } from './context.ts';
import { isConditionsOfGroup, isFromObject, rootOfList } from './outer-sql.ts';
import { isBuilderCall } from './sql-text.ts';
import { isOperator, isSql, isTypedAsSql } from './values.ts';

/**
 * Whether a part of a callback takes SQL that is built outside of its body: a constant, a helper's result, a list of
 * conditions.
 */
export function usesOuterSql(part: ts.Node, context: QueryContext, body = part): boolean {
  const isOutside = (name: ts.Identifier) => {
    const declaration = declarationOf(name);
    return declaration !== undefined && !(declaration.pos >= body.pos && declaration.end <= body.end);
  };
  const visit = (child: ts.Node): boolean => {
    if (ts.isSpreadElement(child)) {
      const list = rootOfList(child.expression);
      if (list && isOutside(list) && isConditionsOfGroup(child, context)) return true;
    }
    if (ts.isPropertyAccessExpression(child) || (ts.isIdentifier(child) && !isName(child))) {
      const { kind } = context.evaluator.evaluate(child, context.env);
      const root = rootOfList(child);
      const isBuilt = isSql(child, context) || isListOfSql(child, context);
      if (kind !== 'column' && kind !== 'table' && root && isOutside(root) && isBuilt) return true;
    }
    if (ts.isElementAccessExpression(child)) {
      const root = rootOfList(child.expression);
      if (root && isOutside(root) && isFromObject(child, context)) return true;
    }
    if (ts.isCallExpression(child) && !isOperator(child, context)) {
      const callee = unwrap(child.expression);
      const list = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
      if (list && ts.isIdentifier(list) && isOutside(list) && isTypedAsSql(list)) return true;
      const fn = context.evaluator.evaluate(callee, context.env);
      const isHelper = fn.kind === 'expression' && isFunction(fn.node);
      const isBuilt = () => isSql(child, context) || isListOfSql(child, context);
      if (isHelper && ts.isIdentifier(callee) && isOutside(callee) && isBuilt()) return true;
      // `policy.own()`: what stands where only SQL can is SQL, whatever the method looks like.
      const isOfOthers = ts.isPropertyAccessExpression(callee) && isObjectOutside(callee.expression, isOutside);
      if (isOfOthers && fn.kind !== 'external' && !isBuilderCall(child) && standsForSql(child, body, context))
        return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(part);
}

/** `this`, `new Policy()`, or a name from outside of the callback. */
function isObjectOutside(node: ts.Expression, isOutside: (name: ts.Identifier) => boolean): boolean {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner) || ts.isNewExpression(inner))
    return isObjectOutside(inner.expression, isOutside);
  return inner.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(inner) && isOutside(inner));
}

/** Whether an expression is a condition or a column by the place it stands in: returned, in a group, left of an operator. */
function standsForSql(node: ts.Node, body: ts.Node, context: QueryContext): boolean {
  if (node === body) return true;
  const { parent } = node;
  if (ts.isReturnStatement(parent)) return ts.findAncestor(parent, ts.isFunctionLike) === body.parent;
  if (ts.isCallExpression(parent)) {
    const operator = isOperator(parent, context);
    return operator === 'and' || operator === 'or' || (operator !== undefined && parent.arguments[0] === node);
  }
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    const { name } = parent;
    const visit = (child: ts.Node): boolean =>
      (ts.isIdentifier(child) && child !== name && child.text === name.text && standsForSql(child, body, context)) ||
      (ts.forEachChild(child, visit) ?? false);
    return visit(body);
  }
  const isPart =
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isBinaryExpression(parent) ||
    (ts.isConditionalExpression(parent) && parent.condition !== node);
  return isPart && standsForSql(parent, body, context);
}

/** Whether an expression stands for a list that is written with SQL in it, or calls a function that returns one. */
function isListOfSql(node: ts.Expression, context: QueryContext): boolean {
  const target = ts.isCallExpression(node) ? node.expression : node;
  const value = context.evaluator.evaluate(target, context.env);
  if (value.kind !== 'expression') return false;
  const list = isFunction(value.node) ? returnedExpression(value.node) : value.node;
  const inner = list && unwrap(list);
  const within = { ...context, env: value.env };
  return (
    inner !== undefined && ts.isArrayLiteralExpression(inner) && inner.elements.some((each) => isSql(each, within))
  );
}
