import { lookUp } from '../../read/syntax/scope.ts';
import { isNegation, unwrap } from '../../read/syntax/syntax.ts';
import { isChangedBetween } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';
import { leaves, testOf } from './tests.ts';

/**
 * Whether a list has members at a place, because of a test around it (`if (ids.length > 0)`, `ids.length ? … : …`) or an
 * early exit before it (`if (!ids.length) return []`). Goes no further than the innermost function.
 *
 * @param names the texts of expressions that stand for the list, or for another one of the same length
 * @param count how many members it must have
 */
export function isKnownToHaveMembers(place: ts.Node, names: readonly string[], count = 1): boolean {
  const isKept = (test: ts.Node) =>
    !names.some((name) => isChangedBetween({ root: lookUp(/^[^.[]*/.exec(name)![0], place), text: name }, test, place));
  const isTold = (test: ts.Expression, isHeld: boolean) =>
    (isHeld ? membersIfHeld(test, names) : membersIfNot(test, names)) >= count;
  for (let node = place; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    const { test, isHeld } = testOf(node) ?? {};
    if (test && isTold(test, isHeld === true) && isKept(test)) return true;
    if (ts.isBlock(parent) || ts.isSourceFile(parent)) {
      for (const statement of parent.statements) {
        if (statement === node) break;
        if (!ts.isIfStatement(statement) || !leaves(statement.thenStatement)) continue;
        if (isTold(statement.expression, false) && isKept(statement)) return true;
      }
    }
  }
  return false;
}

/**
 * How many members a list has at least when a test holds: 1 for `list.length`, 3 for `list.length > 2`, the most of the
 * operands of `&&`.
 */
function membersIfHeld(test: ts.Expression, names: readonly string[]): number {
  return mostOf(test, ts.SyntaxKind.AmpersandAmpersandToken, (operand) => {
    if (isLengthOf(operand, names)) return 1;
    const [operator = '', number = 0] = comparedLength(operand, names) ?? [];
    if (operator === '>') return number + 1;
    if (operator === '>=' || /^===?$/.test(operator)) return number;
    return /^!==?$/.test(operator) && number === 0 && !isOfMissing(operand) ? 1 : 0;
  });
}

/**
 * How many members a list has at least when a test fails: 1 for `!list.length`, 2 for `list.length < 2` and
 * `list.length !== 2`, the most of the operands of `||`.
 */
function membersIfNot(test: ts.Expression, names: readonly string[]): number {
  return mostOf(test, ts.SyntaxKind.BarBarToken, (operand) => {
    if (isNegation(operand) && isLengthOf(operand.operand, names)) return 1;
    const [operator = '', number = 0] = comparedLength(operand, names) ?? [];
    if (/^!==?$/.test(operator)) return number;
    if (isOfMissing(operand)) return 0;
    if (/^===?$/.test(operator)) return number === 0 ? 1 : 0;
    return operator === '<' ? number : operator === '<=' ? number + 1 : 0;
  });
}

/** Whether a comparison is made for a list that is missing, too: `list?.length !== 0`, which then holds. */
function isOfMissing(comparison: ts.Expression): boolean {
  return comparison.getText().includes('?.length');
}

/** The most that is said of the operands of a chain of `&&` or of `||`; a test that is no such chain is the operand. */
function mostOf(
  test: ts.Expression,
  chain: ts.SyntaxKind.AmpersandAmpersandToken | ts.SyntaxKind.BarBarToken,
  saidOf: (operand: ts.Expression) => number,
): number {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === chain)
    return Math.max(mostOf(inner.left, chain, saidOf), mostOf(inner.right, chain, saidOf));
  return saidOf(inner);
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
