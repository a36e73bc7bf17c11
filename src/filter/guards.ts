import { unwrap } from '../read/syntax.ts';
import { ts } from '../ts.cts';

/** Whether code around a place, or an early exit before it, has seen to it that a list of one of these names is not empty. */
export function isKnownToHaveMembers(place: ts.Node, names: readonly string[]): boolean {
  for (let node = place; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === node && asksForMembers(parent.condition, names))
      return true;
    if (ts.isIfStatement(parent) && parent.thenStatement === node && asksForMembers(parent.expression, names))
      return true;
    const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd && parent.right === node && asksForMembers(parent.left, names)) return true;
    if (ts.isBlock(parent) || ts.isSourceFile(parent)) {
      for (const statement of parent.statements) {
        if (statement === node) break;
        if (ts.isIfStatement(statement) && leaves(statement.thenStatement) && isEmpty(statement.expression, names))
          return true;
      }
    }
  }
  return false;
}

/** Whether the condition around a value asks for the value itself: `id ? eq(users.id, id) : undefined`. */
export function isKnownToBeThere(value: ts.Expression): boolean {
  const path = unwrap(value).getText();
  if (!/^[\w$.]+$/.test(path)) return false;
  for (let node: ts.Node = value; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    if (ts.isConditionalExpression(parent) && parent.whenTrue === node && asksFor(parent.condition, path)) return true;
    if (ts.isIfStatement(parent) && parent.thenStatement === node && asksFor(parent.expression, path)) return true;
    const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    if (isAnd && parent.right === node && asksFor(parent.left, path)) return true;
  }
  return false;
}

function asksFor(test: ts.Expression, path: string): boolean {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken)
    return asksFor(inner.left, path) || asksFor(inner.right, path);
  return [path, `${path} != null`, `${path} != undefined`].includes(inner.getText());
}

/** `list.length`, `list.length > 0`, alone or with more under `&&`. */
function asksForMembers(test: ts.Expression, names: readonly string[]): boolean {
  const parts = test.getText().split('&&');
  return parts.some((part) => isLengthOf(part, names, String.raw`(?:\s*(?:>\s*\d+|!==?\s*0|>=\s*[1-9]\d*))?`));
}

/** `list.length === 0`, `!list.length`, alone or with more under `||`. */
function isEmpty(test: ts.Expression, names: readonly string[]): boolean {
  const parts = test.getText().split('||');
  return parts.some(
    (part) =>
      isLengthOf(part, names, String.raw`\s*(?:===?\s*0|<\s*1)`) ||
      (part.trim().startsWith('!') && isLengthOf(part.trim().slice(1), names, '')),
  );
}

function isLengthOf(text: string, names: readonly string[], rest: string): boolean {
  const length = /^([\w$.]+)\.length(.*)$/s.exec(text.trim());
  return length !== null && names.includes(length[1]!) && new RegExp(`^${rest}$`).test(length[2]!);
}

function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}
