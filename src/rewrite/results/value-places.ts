import { ts } from '../../ts.cts';
import { isAnd, isEmptyList, isEmptyObject, isNullish, unwrap } from '../../read/syntax/syntax.ts';

/**
 * The other value that a conditional, `??` or `||` may give instead of `node`; `undefined` when the parent is none of
 * these, or `node` is only the condition.
 */
export function otherBranch(parent: ts.Node, node: ts.Node): ts.Expression | undefined {
  if (ts.isConditionalExpression(parent) && parent.condition !== node)
    return parent.whenTrue === node ? parent.whenFalse : parent.whenTrue;
  const isDefault =
    ts.isBinaryExpression(parent) &&
    (parent.operatorToken.kind === ts.SyntaxKind.QuestionQuestionToken ||
      parent.operatorToken.kind === ts.SyntaxKind.BarBarToken);
  return isDefault ? (parent.left === node ? parent.right : parent.left) : undefined;
}

/** Whether an expression has no keys to read: `null`, `undefined`, a literal, `[]`, `{}`. */
export function isNothing(node: ts.Expression): boolean {
  const inner = unwrap(node);
  if (isEmptyList(inner) || isEmptyObject(inner) || isNullish(inner)) return true;
  return inner.kind === ts.SyntaxKind.FalseKeyword || ts.isLiteralExpression(inner);
}

/** Whether `node` is another relational query of the table that `query` is of. Its result is followed by itself. */
export function isSameQuery(node: ts.Node, query: ts.CallExpression): boolean {
  while (ts.isAwaitExpression(node) || ts.isParenthesizedExpression(node)) node = node.expression;
  return ts.isCallExpression(node) && tableOf(node) !== undefined && tableOf(node) === tableOf(query);
}

/** The table's key: `users` for `db.query.users.findMany(…)`. */
function tableOf({ expression }: ts.CallExpression): string | undefined {
  if (!ts.isPropertyAccessExpression(expression) || !/^find(?:First|Many)$/.test(expression.name.text))
    return undefined;
  return ts.isPropertyAccessExpression(expression.expression) ? expression.expression.name.text : undefined;
}

/** Whether the expression around a node has the same value: `await x`, `(x)`, `x!`, `x satisfies T`, `a && x`. */
export function isTransparent(parent: ts.Node, node: ts.Node): boolean {
  return (
    ts.isAwaitExpression(parent) ||
    ts.isParenthesizedExpression(parent) ||
    ts.isNonNullExpression(parent) ||
    ts.isSatisfiesExpression(parent) ||
    (isAnd(parent) && parent.right === node)
  );
}

/** Whether only the presence of a value matters at a place: `!x`, `if (x)`, `x ? a : b`, `x && a`, `x === null`. */
export function isTruthTest(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isPrefixUnaryExpression(parent)) return parent.operator === ts.SyntaxKind.ExclamationToken;
  if (ts.isIfStatement(parent) || ts.isWhileStatement(parent)) return parent.expression === node;
  if (ts.isConditionalExpression(parent)) return parent.condition === node;
  if (ts.isTypeOfExpression(parent)) return true;
  if (isAnd(parent)) return parent.left === node;
  if (!ts.isBinaryExpression(parent)) return false;
  const { kind } = parent.operatorToken;
  return [
    ts.SyntaxKind.EqualsEqualsToken,
    ts.SyntaxKind.EqualsEqualsEqualsToken,
    ts.SyntaxKind.ExclamationEqualsToken,
    ts.SyntaxKind.ExclamationEqualsEqualsToken,
  ].includes(kind);
}
