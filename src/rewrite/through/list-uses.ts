import { ts } from '../../ts.cts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { otherBranch } from '../results/value-places.ts';

/**
 * How code uses a list. With a relation through a junction table the rows need not come in the order of the junction's
 * rows, and no `map` makes a copy of the list any more: code that depends on either needs care.
 */

/** Array methods whose result depends on where elements stand. */
const byPosition = new Set(
  'at find findLast findIndex findLastIndex indexOf pop shift slice splice entries'.split(' '),
);
/** Array methods that change the list itself. */
const inPlace = new Set(['sort', 'reverse', 'push', 'pop', 'shift', 'unshift', 'splice', 'fill', 'copyWithin']);

/** The expression with the parentheses and `!` around it. Casts are left out: they give it another type. */
export function outsideParentheses(node: ts.Node): ts.Node {
  while (ts.isParenthesizedExpression(node.parent) || ts.isNonNullExpression(node.parent)) node = node.parent;
  return node;
}

/** Whether a list, or the variable that holds it, is changed in place, so that others who hold it see the change. */
export function isChangedInPlace(list: ts.Node): boolean {
  const node = outsideParentheses(list);
  const { parent } = node;
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name))
    return usesOf(parent.name).some(isChangedInPlace);
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && inPlace.has(parent.name.text);
}

/**
 * Whether code takes single elements of a list by their position (`list[0]`, `const [first] = list`), or the first that
 * matches (`find`).
 */
export function isTakenByPosition(list: ts.Node): boolean {
  const node = outsideParentheses(list);
  const { parent } = node;
  if (otherBranch(parent, node)) return isTakenByPosition(parent);
  if (ts.isVariableDeclaration(parent) && parent.initializer === node)
    return !ts.isIdentifier(parent.name) || usesOf(parent.name).some(isTakenByPosition);
  if (ts.isElementAccessExpression(parent)) return parent.expression === node;
  return ts.isPropertyAccessExpression(parent) && parent.expression === node && byPosition.has(parent.name.text);
}

/**
 * Whether the body of a loop may end it at one of its elements so that it matters which element comes first: by `break`,
 * by returning a value other than `true`, `false` or `null`, or by returning at all when it does something with the
 * elements before.
 */
export function isLeftEarly(body: ts.Node): boolean {
  const isIn = (node: ts.Node, test: (node: ts.Node) => boolean): boolean =>
    !ts.isFunctionLike(node) && (test(node) || (ts.forEachChild(node, (child) => isIn(child, test)) ?? false));
  return (
    isIn(body, ts.isBreakStatement) ||
    isIn(body, isReturnOfElement) ||
    (isIn(body, ts.isReturnStatement) && isIn(body, ts.isExpressionStatement))
  );
}

/** Whether a statement returns a value that may depend on the element at hand: any but `true`, `false` and `null`. */
function isReturnOfElement(node: ts.Node): boolean {
  const value = ts.isReturnStatement(node) && node.expression ? unwrap(node.expression) : undefined;
  const { TrueKeyword, FalseKeyword, NullKeyword } = ts.SyntaxKind;
  return value !== undefined && ![TrueKeyword, FalseKeyword, NullKeyword].includes(value.kind);
}
