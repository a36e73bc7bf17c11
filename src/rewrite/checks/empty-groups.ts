import { ts } from '../../ts.cts';
import { isAskedFor } from '../../filter/values/unguarded-values.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { Evaluator } from '../../read/values/value.ts';

/** Array methods whose result has no elements when the list has none. */
const shorteners = /^(?:map|filter|flatMap|slice|toSorted|toReversed)$/;

/**
 * Whether a list of filters for `AND` or `OR` may be empty, as far as the text tells: it is made from a list that may
 * be, or filled under conditions only, and no code around it checks for that. From rc.5 on v2 throws on an empty list;
 * before, it skipped it.
 */
export function mayBeEmpty(node: ts.Expression, evaluator: Evaluator): boolean {
  const inner = unwrap(node);
  if (ts.isCallExpression(inner)) return isShortened(inner, evaluator);
  if (ts.isArrayLiteralExpression(inner)) {
    const isSpread = (element: ts.Expression) =>
      ts.isSpreadElement(element) && mayBeEmpty(element.expression, evaluator);
    return inner.elements.length > 0 && inner.elements.every(isSpread);
  }
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer || isAskedFor(inner))
    return false;
  const list = unwrap(declaration.initializer) as ts.Expression;
  const isFilled = ts.isArrayLiteralExpression(list) && list.elements.length === 0;
  return isFilled
    ? !usesOf(declaration.name).some((use) => isSurelyFilledAt(use, declaration))
    : mayBeEmpty(list, evaluator);
}

/**
 * Whether a chain of array methods may return an empty list: `ids.map(…)`, unless `ids` is an array literal with
 * elements or is checked in the code around.
 */
function isShortened({ expression }: ts.CallExpression, evaluator: Evaluator): boolean {
  if (!ts.isPropertyAccessExpression(expression) || !shorteners.test(expression.name.text)) return false;
  const owner = unwrap(expression.expression) as ts.Expression;
  if (ts.isCallExpression(owner)) return isShortened(owner, evaluator);
  const known = evaluator.evaluate(owner);
  const list = known.kind === 'expression' ? unwrap(known.node) : undefined;
  const isWritten = list && ts.isArrayLiteralExpression(list) && list.elements.length > 0;
  return (!isWritten || expression.name.text === 'filter') && !isAskedFor(owner);
}

/**
 * Whether a use is a `list.push(…)` in the block of the list's declaration, under no condition, or passes the list to a
 * function, which may fill it.
 */
function isSurelyFilledAt(use: ts.Identifier, declaration: ts.VariableDeclaration): boolean {
  const access = use.parent;
  const call = access.parent;
  const isPush =
    ts.isPropertyAccessExpression(access) &&
    access.expression === use &&
    ts.isCallExpression(call) &&
    /^(?:push|unshift)$/.test(access.name.text);
  if (isPush) {
    const isSpread = call.arguments.some(ts.isSpreadElement);
    return (
      !isSpread && ts.isExpressionStatement(call.parent) && call.parent.parent === declaration.parent.parent.parent
    );
  }
  // The function may fill the list.
  return ts.isCallExpression(access) && access.arguments.includes(use);
}
