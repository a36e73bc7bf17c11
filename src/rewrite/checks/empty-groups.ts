import { ts } from '../../ts.cts';
import { isAskedFor } from '../../filter/values/unguarded-values.ts';
import { writtenType } from '../../filter/values/written-type.ts';
import { elementType } from '../../read/types/type-parts.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isAlternative, isFunction, unwrap } from '../../read/syntax/syntax.ts';
import type { Evaluator } from '../../read/values/value.ts';

/** Array methods whose result has no elements when the list has none. */
const shorteners = /^(?:map|filter|flatMap|slice|toSorted|toReversed)$/;

/** What tells where a list comes from. */
export interface ListOrigins {
  evaluator: Evaluator;
  /** The values that all calls pass for (a member of) a parameter; undefined when some are out of sight. */
  givenFor(node: ts.Expression): ts.Expression[] | undefined;
}

/**
 * Whether a list of filters for `AND` or `OR` may be empty, as far as the text tells: it is made from a list that may
 * be, filled under conditions only, or comes from callers or functions that may give an empty one, and no code around
 * it checks for that. From rc.5 on v2 throws on an empty list; before, it skipped it.
 */
export function mayBeEmpty(node: ts.Expression, origins: ListOrigins, depth = 0): boolean {
  const inner = unwrap(node) as ts.Expression;
  const isEmptyPart = (part: ts.Expression) => mayBeEmpty(part, origins, depth + 1);
  if (ts.isConditionalExpression(inner)) return isEmptyPart(inner.whenTrue) || isEmptyPart(inner.whenFalse);
  if (isAlternative(inner)) return isEmptyPart(inner.right);
  if (ts.isArrayLiteralExpression(inner)) {
    const isSpread = (element: ts.Expression) => ts.isSpreadElement(element) && isEmptyPart(element.expression);
    return depth > 0 && inner.elements.length === 0
      ? true
      : inner.elements.length > 0 && inner.elements.every(isSpread);
  }
  if (depth > 6 || isAskedFor(inner)) return false;
  if (ts.isCallExpression(inner))
    return isShortened(inner, origins.evaluator) || isReturnedEmpty(inner, origins, depth);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (declaration && ts.isVariableDeclaration(declaration) && declaration.initializer) {
    const list = unwrap(declaration.initializer) as ts.Expression;
    const isFilled = ts.isArrayLiteralExpression(list) && list.elements.length === 0;
    return isFilled ? !usesOf(declaration.name).some((use) => isSurelyFilledAt(use, declaration)) : isEmptyPart(list);
  }
  const type = writtenType(inner)?.type;
  if (type && ts.isTupleTypeNode(type)) return type.elements.every(ts.isRestTypeNode);
  const known = origins.evaluator.evaluate(inner);
  if (known.kind === 'expression' && ts.isExpression(known.node) && known.node !== inner)
    return isEmptyPart(known.node);
  const given = origins.givenFor(inner);
  return given === undefined ? type !== undefined && elementType(type) !== undefined : given.some(isEmptyPart);
}

/** Whether a function of the project returns a list that may be empty. */
function isReturnedEmpty(call: ts.CallExpression, origins: ListOrigins, depth: number): boolean {
  const fn = origins.evaluator.evaluate(call.expression);
  return (
    fn.kind === 'expression' &&
    isFunction(fn.node) &&
    returnedValues(fn.node).some((returned) => mayBeEmpty(returned, origins, depth + 1))
  );
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
