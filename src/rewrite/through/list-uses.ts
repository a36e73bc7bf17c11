import { ts } from '../../ts.cts';
import { isAssignment, unwrap } from '../../read/syntax.ts';
import { usesOf } from '../../read/references.ts';
import { otherBranch } from '../results/value-places.ts';

const byPosition = new Set(
  'at find findLast findIndex findLastIndex indexOf pop shift slice splice entries'.split(' '),
);
const inPlace = new Set(['sort', 'reverse', 'push', 'pop', 'shift', 'unshift', 'splice', 'fill', 'copyWithin']);

/** The expression that is this one with parentheses and `!` around it; a cast would give it another type. */
export function outsideParentheses(node: ts.Node): ts.Node {
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  return node;
}

/** Whether a list is changed where it is, so that others who hold it see it. */
export function isChangedInPlace(list: ts.Node): boolean {
  const node = outsideParentheses(list);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return usesOf(parent.name).some(isChangedInPlace);
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && inPlace.has(parent.name.text);
}

/** Whether single elements of a list are taken by where they stand, or are the first of their kind. */
export function isTakenByPosition(list: ts.Node): boolean {
  const node = outsideParentheses(list);
  const { parent } = node;
  if (otherBranch(parent, node)) return isTakenByPosition(parent);
  if (ts.isVariableDeclaration(parent) && parent.initializer === node)
    return !ts.isIdentifier(parent.name) || usesOf(parent.name).some(isTakenByPosition);
  if (ts.isElementAccessExpression(parent)) return parent.expression === node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && byPosition.has(parent.name.text);
}

/** Whether a loop ends at one of its elements, so that it matters which is first. */
export function isLeftEarly(node: ts.Node): boolean {
  if (ts.isFunctionLike(node)) return false;
  if (ts.isBreakStatement(node)) return true;
  if (ts.isReturnStatement(node)) {
    const value = node.expression && unwrap(node.expression);
    const { TrueKeyword, FalseKeyword, NullKeyword } = ts.SyntaxKind;
    return value !== undefined && ![TrueKeyword, FalseKeyword, NullKeyword].includes(value.kind);
  }
  return ts.forEachChild(node, isLeftEarly) ?? false;
}

/** Whether a member is given another value. */
export function isWritten(access: ts.Node): boolean {
  const { parent } = access;
  if (ts.isBinaryExpression(parent) && parent.left === access) return isAssignment(parent);
  return ts.isDeleteExpression(parent) || ts.isPostfixUnaryExpression(parent);
}
