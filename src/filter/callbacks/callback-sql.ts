import { declarationOf } from '../../read/syntax/scope.ts';
import { isFunction, isName, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isConditionsOfGroup, isFromObject, rootOfList } from '../sql/outer-sql.ts';
import { standsForSql } from '../sql/sql-places.ts';
import { isBuilderCall } from '../sql/sql-text.ts';
import { calledFunction, isSql, isTypedAsSql } from '../values/is-sql.ts';
import { operatorOf } from '../values/operators.ts';
import { isMappedHere } from './order-shapes.ts';

/**
 * Whether a part of a v1 callback uses SQL that is built outside of the callback: a constant, the result of a helper
 * function, a list of conditions. Such SQL holds columns of the imported table. v1 re-aliased them, v2 does not, so the
 * migrated callback has to do it with `mapColumnsInSQLToAlias`.
 *
 * @param body the body of the callback; what is declared in it is not outside
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
    if (ts.isCallExpression(child) && !operatorOf(child, context)) {
      const callee = unwrap(child.expression);
      // `conditions.filter(Boolean)` of a variable that is typed `SQL[]`.
      const list = ts.isPropertyAccessExpression(callee) ? unwrap(callee.expression) : undefined;
      if (list && ts.isIdentifier(list) && isOutside(list) && isTypedAsSql(list)) return true;
      const isBuilt = () => isSql(child, context) || isListOfSql(child, context);
      const isOfOthers = ts.isPropertyAccessExpression(callee) && isObjectOutside(callee.expression, isOutside);
      const isElsewhere = isOfOthers || (ts.isIdentifier(callee) && isOutside(callee));
      if (isElsewhere && calledFunction(child, context) && isBuilt()) return true;
      // `policy.own()` of an unknown class is SQL when it stands where only SQL can stand.
      const isUnknown =
        isOfOthers &&
        context.evaluator.evaluate(callee, context.env).kind !== 'external' &&
        !isMappedHere(child, callee.expression, context);
      if (isUnknown && !isBuilderCall(child) && standsForSql(child, body, context)) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(part);
}

/** Whether the object of a method call comes from outside of the callback: `this`, `new Policy()`, an outer name. */
function isObjectOutside(node: ts.Expression, isOutside: (name: ts.Identifier) => boolean): boolean {
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner) || ts.isNewExpression(inner))
    return isObjectOutside(inner.expression, isOutside);
  return inner.kind === ts.SyntaxKind.ThisKeyword || (ts.isIdentifier(inner) && isOutside(inner));
}

/** Whether an expression evaluates to an array literal with SQL in it, or calls a function that returns one. */
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
