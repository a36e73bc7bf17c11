import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { operatorOf } from '../values/operators.ts';

/**
 * Whether an expression must be SQL or a column because of where it stands in a v1 callback: it is returned, is a
 * member of `and(…)` or `or(…)`, is the left operand of a comparison, or is held in a variable that is used in such a
 * place.
 *
 * @param body the body of the callback, or the condition itself
 */
export function standsForSql(node: ts.Node, body: ts.Node, context: QueryContext): boolean {
  if (node === body) return true;
  const { parent } = node;
  if (ts.isReturnStatement(parent)) return ts.findAncestor(parent, ts.isFunctionLike) === body.parent;
  if (ts.isCallExpression(parent)) {
    const operator = operatorOf(parent, context);
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
