import { isNullish } from '../../read/values/leaves.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isNegation, unwrap } from '../../read/syntax/syntax.ts';
import { isChangedBetween } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';

/**
 * Whether a list cannot be empty at a place, because of a test around it (`if (ids.length > 0)`, `ids.length ? … : …`)
 * or an early exit before it (`if (!ids.length) return []`). Goes no further than the innermost function.
 *
 * @param names the texts of expressions that stand for the list, or for another one of the same length
 */
export function isKnownToHaveMembers(place: ts.Node, names: readonly string[]): boolean {
  const isKept = (test: ts.Node) => !names.some((name) => isChangedBetween(name, test, place));
  for (let node = place; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    const test = testBefore(node);
    if (test && asksForMembers(test, names) && isKept(test)) return true;
    if (ts.isBlock(parent) || ts.isSourceFile(parent)) {
      for (const statement of parent.statements) {
        if (statement === node) break;
        if (!ts.isIfStatement(statement) || !leaves(statement.thenStatement)) continue;
        if (isEmpty(statement.expression, names) && isKept(statement)) return true;
      }
    }
  }
  return false;
}

/** The test that must have held where a node runs: that of the `?:`, `if` or `&&` it is the first branch of. */
function testBefore(node: ts.Node): ts.Expression | undefined {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.whenTrue === node ? parent.condition : undefined;
  if (ts.isIfStatement(parent)) return parent.thenStatement === node ? parent.expression : undefined;
  const isAnd = ts.isBinaryExpression(parent) && parent.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  return isAnd && parent.right === node ? parent.left : undefined;
}

/**
 * Whether a value cannot be null or undefined where it stands, because a test around it or an early exit before it
 * checks it: `id ? eq(users.id, id) : undefined`, `if (!id) return`. Only paths of names are recognized.
 */
export function isKnownToBeThere(value: ts.Expression): boolean {
  const inner = unwrap(value);
  const path = inner.getText();
  if (!/^[\w$.]+$/.test(path)) return false;
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  // A test outside of the innermost function counts for constants only: they are the same when the function runs later.
  const isFixed = declaration !== undefined && (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  for (let node: ts.Node = value; node.parent && (isFixed || !ts.isFunctionLike(node)); node = node.parent) {
    const { parent } = node;
    const test = testBefore(node);
    if (test && asksFor(test, path) && !isChangedBetween(path, test, value)) return true;
    if ((ts.isBlock(parent) || ts.isSourceFile(parent)) && isLeftWithout(path, node, parent.statements, value))
      return true;
  }
  return false;
}

/**
 * Whether an `if` statement before `place` returns, throws or continues when a value is missing, and the value is not
 * written to again before it is read.
 */
function isLeftWithout(
  path: string,
  place: ts.Node,
  statements: readonly ts.Statement[],
  value: ts.Expression,
): boolean {
  return statements
    .slice(0, statements.indexOf(place as ts.Statement))
    .some(
      (statement) =>
        ts.isIfStatement(statement) &&
        leaves(statement.thenStatement) &&
        isMissing(statement.expression, path) &&
        !isChangedBetween(path, statement, value),
    );
}

/**
 * Whether a test holds when a value is missing: `!path`, `path == null`, `typeof path !== 'string'`, or `||` with one
 * of them.
 */
function isMissing(test: ts.Expression, path: string): boolean {
  return someOperand(test, ts.SyntaxKind.BarBarToken, (operand) => {
    if (isNegation(operand)) return isPath(operand.operand, path);
    if (!ts.isBinaryExpression(operand)) return false;
    const { left, right } = operand;
    const operator = operand.operatorToken.getText();
    if (operator === '==') return isPath(left, path) && isNullish(right);
    return /^!==?$/.test(operator) && isTypeof(left, path) && isTypeOfPresent(right);
  });
}

/**
 * Whether a test holds only when a value is present: `path`, `path != null`, `typeof path === 'string'`, or `&&` with
 * one of them.
 */
function asksFor(test: ts.Expression, path: string): boolean {
  return someOperand(test, ts.SyntaxKind.AmpersandAmpersandToken, (operand) => {
    if (isPath(operand, path)) return true;
    if (!ts.isBinaryExpression(operand)) return false;
    const { left, right } = operand;
    const operator = operand.operatorToken.getText();
    if (operator === '!=' && isPath(left, path)) return isNullish(right);
    return /^===?$/.test(operator) && isTypeof(left, path) && isTypeOfPresent(right);
  });
}

/** Whether a test holds only when the list has members: `list.length`, `list.length > 0`, or `&&` with one of them. */
function asksForMembers(test: ts.Expression, names: readonly string[]): boolean {
  return someOperand(test, ts.SyntaxKind.AmpersandAmpersandToken, (operand) => {
    const [operator, number] = comparedLength(operand, names) ?? [];
    return (
      isLengthOf(operand, names) ||
      operator === '>' ||
      (operator === '>=' && number !== 0) ||
      (/^!==?$/.test(operator ?? '') && number === 0)
    );
  });
}

/** Whether a test holds when the list is empty: `list.length === 0`, `!list.length`, or `||` with one of them. */
function isEmpty(test: ts.Expression, names: readonly string[]): boolean {
  return someOperand(test, ts.SyntaxKind.BarBarToken, (operand) => {
    const [operator, number] = comparedLength(operand, names) ?? [];
    return (
      (isNegation(operand) && isLengthOf(operand.operand, names)) ||
      (operator === '<' && number !== 0) ||
      (/^===?$/.test(operator ?? '') && number === 0)
    );
  });
}

/** Whether `holds` is true of an operand of a chain of `&&` or of `||`; a test that is no such chain is the operand. */
function someOperand(
  test: ts.Expression,
  chain: ts.SyntaxKind.AmpersandAmpersandToken | ts.SyntaxKind.BarBarToken,
  holds: (operand: ts.Expression) => boolean,
): boolean {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === chain)
    return someOperand(inner.left, chain, holds) || someOperand(inner.right, chain, holds);
  return holds(inner);
}

/** Whether an expression is the path itself, written in the same way. */
function isPath(node: ts.Expression, path: string): boolean {
  return unwrap(node).getText() === path;
}

/** Whether an expression is `typeof path`. */
function isTypeof(node: ts.Expression, path: string): boolean {
  return ts.isTypeOfExpression(node) && isPath(node.expression, path);
}

/** Whether an expression is a type's name as `typeof` gives it that only present values have; null is an `'object'`. */
function isTypeOfPresent(node: ts.Expression): boolean {
  return ts.isStringLiteralLike(node) && !['undefined', 'object'].includes(node.text);
}

/** Whether an expression is `<name>.length` of one of the names. */
function isLengthOf(node: ts.Expression, names: readonly string[]): boolean {
  const inner = unwrap(node);
  if (!ts.isPropertyAccessExpression(inner) || inner.questionDotToken) return false;
  return inner.name.text === 'length' && names.includes(inner.expression.getText());
}

/** How a test compares the length of a list with a number: `>` and 0 of `list.length > 0`. */
function comparedLength(test: ts.Expression, names: readonly string[]): [operator: string, number: number] | undefined {
  if (!ts.isBinaryExpression(test) || !isLengthOf(test.left, names) || !ts.isNumericLiteral(test.right))
    return undefined;
  return [test.operatorToken.getText(), Number(test.right.text)];
}

/** Whether a statement ends in `return`, `throw` or `continue`. */
function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}
