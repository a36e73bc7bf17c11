import { lookUp } from '../../read/syntax/scope.ts';
import { isNegation, unwrap } from '../../read/syntax/syntax.ts';
import { isChangedBetween } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';
import { leaves, testOf } from './tests.ts';

/**
 * Whether a list cannot be empty at a place, because of a test around it (`if (ids.length > 0)`, `ids.length ? … : …`)
 * or an early exit before it (`if (!ids.length) return []`). Goes no further than the innermost function.
 *
 * @param names the texts of expressions that stand for the list, or for another one of the same length
 */
export function isKnownToHaveMembers(place: ts.Node, names: readonly string[]): boolean {
  const isKept = (test: ts.Node) =>
    !names.some((name) => isChangedBetween({ root: lookUp(/^[^.[]*/.exec(name)![0], place), text: name }, test, place));
  for (let node = place; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    const { test, isHeld } = testOf(node) ?? {};
    if (test && (isHeld ? asksForMembers(test, names) : isEmpty(test, names)) && isKept(test)) return true;
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

/** Whether a test holds only when the list has members: `list.length`, `list.length > 0`, or `&&` with one of them. */
function asksForMembers(test: ts.Expression, names: readonly string[]): boolean {
  return someOperand(test, ts.SyntaxKind.AmpersandAmpersandToken, (operand) => {
    const [operator, number] = comparedLength(operand, names) ?? [];
    return (
      isLengthOf(operand, names) ||
      operator === '>' ||
      (operator === '>=' && number !== 0) ||
      // `list?.length !== 0` holds for a list that is missing, too.
      (/^!==?$/.test(operator ?? '') && number === 0 && !operand.getText().includes('?.length'))
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

/** Whether an expression is `<name>.length` or `<name>?.length` of one of the names. */
function isLengthOf(node: ts.Expression, names: readonly string[]): boolean {
  const inner = unwrap(node);
  if (!ts.isPropertyAccessExpression(inner)) return false;
  return inner.name.text === 'length' && names.includes(inner.expression.getText());
}

/** How a test compares the length of a list with a number: `>` and 0 of `list.length > 0`. */
function comparedLength(test: ts.Expression, names: readonly string[]): [operator: string, number: number] | undefined {
  if (!ts.isBinaryExpression(test) || !isLengthOf(test.left, names) || !ts.isNumericLiteral(test.right))
    return undefined;
  return [test.operatorToken.getText(), Number(test.right.text)];
}
