import { isNegation, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';

/**
 * The call that a choice by the length of a list always amounts to: `and(...list)` for
 * `list.length > 1 ? and(...list) : list[0]`, because one condition by itself is what `and` makes of it, and none is
 * `undefined`.
 *
 * @returns `undefined` when the choice means something else for some length, and for one without `list[0]`
 */
export function groupOfChoice(choice: ts.ConditionalExpression): ts.CallExpression | undefined {
  const call = groupForAllLengths(choice);
  const list = call && spreadList(call);
  return list && leavesOf(choice).some((leaf) => isFirstOf(leaf, list)) ? call : undefined;
}

/** The same also for a choice without `list[0]`: `list.length > 0 ? and(...list) : undefined`. */
export function groupForAllLengths(choice: ts.Expression): ts.CallExpression | undefined {
  const calls = leavesOf(choice).filter(ts.isCallExpression);
  const [call] = calls;
  if (!call || calls.some((other) => other.getText() !== call.getText())) return undefined;
  return lengths.every((length) => isGroupFor(length, choice, call)) ? call : undefined;
}

/** Whether a value amounts to the call `and(...list)` for all lengths of the list for which a test holds. */
export function isGroupWhere(test: ts.Expression, value: ts.Expression | undefined, call: ts.CallExpression): boolean {
  const list = spreadList(call);
  return lengths.every((length) => {
    const holds = list && holdsFor(test, list, length);
    if (!holds) return holds === false;
    return value ? isGroupFor(length, value, call) : length === 0;
  });
}

/** Whether a choice gives what the call `and(...list)` does for a list of this length. */
function isGroupFor(length: number, choice: ts.Expression, call: ts.CallExpression): boolean {
  const list = spreadList(call);
  const leaf = list && !/\/[/*]/.test(choice.getText()) && leafFor(choice, list, length);
  if (!leaf) return false;
  return (
    leaf.getText() === call.getText() || (length < 2 && isFirstOf(leaf, list)) || (length < 1 && isUndefined(leaf))
  );
}

/** A test may compare the length with smaller numbers only. */
const maxLength = 5;

/** The lengths that are tried. */
const lengths = [...Array(maxLength + 1).keys()];

/** All that a nested choice may give. */
function leavesOf(node: ts.Expression): ts.Expression[] {
  const inner = unwrap(node) as ts.Expression;
  return ts.isConditionalExpression(inner) ? [...leavesOf(inner.whenTrue), ...leavesOf(inner.whenFalse)] : [inner];
}

/** The name of the list in `and(...list)`. */
function spreadList({ arguments: [only, ...others] }: ts.CallExpression): string | undefined {
  if (!only || others.length > 0 || !ts.isSpreadElement(only)) return undefined;
  return ts.isIdentifier(only.expression) ? only.expression.text : undefined;
}

/** Whether an expression is `list[0]`. */
function isFirstOf(node: ts.Expression, list: string): boolean {
  if (!ts.isElementAccessExpression(node) || !ts.isIdentifier(node.expression)) return false;
  return node.expression.text === list && node.argumentExpression.getText() === '0';
}

/** What a choice gives for a list of this length; `undefined` when a test asks for something else. */
function leafFor(node: ts.Expression, list: string, length: number): ts.Expression | undefined {
  const inner = unwrap(node) as ts.Expression;
  if (!ts.isConditionalExpression(inner)) return inner;
  const holds = holdsFor(inner.condition, list, length);
  return holds === undefined ? undefined : leafFor(holds ? inner.whenTrue : inner.whenFalse, list, length);
}

/** Whether a test of the length holds: `list.length`, `!list.length`, `list.length > 1`. */
function holdsFor(test: ts.Expression, list: string, length: number): boolean | undefined {
  const inner = unwrap(test) as ts.Expression;
  const isLength = (node: ts.Expression) => node.getText() === `${list}.length`;
  if (isNegation(inner)) {
    const holds = holdsFor(inner.operand, list, length);
    return holds === undefined ? undefined : !holds;
  }
  if (isLength(inner)) return length > 0;
  if (!ts.isBinaryExpression(inner) || !isLength(inner.left) || !ts.isNumericLiteral(inner.right)) return undefined;
  const number = Number(inner.right.text);
  return number < maxLength ? comparisons[inner.operatorToken.getText()]?.(length, number) : undefined;
}

const comparisons: Record<string, (a: number, b: number) => boolean> = {
  '===': (a, b) => a === b,
  '==': (a, b) => a === b,
  '!==': (a, b) => a !== b,
  '!=': (a, b) => a !== b,
  '>': (a, b) => a > b,
  '>=': (a, b) => a >= b,
  '<': (a, b) => a < b,
  '<=': (a, b) => a <= b,
};
