import { returnedValues } from '../../read/syntax/function-ends.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAlternative, isAnd, isEmptyObject, isUndefined, nameText, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { isStrictlyTyped, type QueryContext } from '../context.ts';
import { writtenTo } from '../sql/holds-sql.ts';
import { calledFunction, isSql } from '../values/is-sql.ts';
import { isCertain } from '../values/may-be-undefined.ts';
import { operatorOf } from '../values/operators.ts';
import { isUnchecked } from '../values/unchecked.ts';

/**
 * Reports null, false, 0 or empty text in place of a condition, where v1 left out undefined only: in a member of
 * `and(…)` or `or(…)`, and in what a callback returns. The compiler refuses such a value, so only code that it does not
 * check has one.
 *
 * - `id && eq(users.id, id)`: `and(eq(users.org, org), id && …)` found no rows for an `id` of null, and an object without
 *   the condition finds all of the organization
 * - `id ? eq(users.id, id) : null`, also in a variable or a function in sight
 *
 * @param or the call of `or` that the condition is a member of
 */
export function checkFalsyTest(condition: ts.Expression, context: QueryContext, or?: ts.CallExpression): void {
  const found = falsyParts(condition, context);
  if (found.length === 0 || (or && isSameWithFalsy(or, context))) return;
  for (const { node, value } of found) {
    if (value === undefined) context.report('RQB_FALSY_TEST', node);
    else context.report('RQB_FALSY_CONDITION', node, { value });
  }
}

/** The tests before `&&` that may be falsy, and the conditions that may be, with the text of what they may be. */
function falsyParts(condition: ts.Expression, context: QueryContext): { node: ts.Node; value?: string }[] {
  const inner = unwrap(condition);
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].flatMap((branch) => falsyParts(branch, context));
  if (isAnd(inner)) {
    const test = isFalsyTest(inner.left, context) ? [{ node: inner.left }] : [];
    return [...test, ...falsyParts(inner.right, context)];
  }
  const value = falsyOf(inner, context);
  if (!value) return [];
  return [isFalsyLiteral(value) ? { node: inner, value: value.getText() } : { node: value }];
}

/**
 * Whether an `or(…)` finds the same rows with null, false or 0 in it as without: another member is always there, and
 * nothing up to the query turns what it gives around, as `not` would for null. (Where a driver takes no such value for a
 * condition, v1 failed.)
 */
function isSameWithFalsy(call: ts.CallExpression, context: QueryContext): boolean {
  const members = call.arguments.flatMap((argument): readonly ts.Expression[] => {
    const list = ts.isSpreadElement(argument) ? unwrap(argument.expression) : undefined;
    return list && ts.isArrayLiteralExpression(list) ? list.elements : [argument];
  });
  if (!members.some((member) => isCertain(member, context))) return false;
  for (let node = call.parent; ; node = node.parent) {
    if (ts.isPropertyAssignment(node)) return nameText(node.name) === 'where';
    const operator = ts.isCallExpression(node) ? operatorOf(node, context) : undefined;
    const isKept = ts.isParenthesizedExpression(node) || ts.isConditionalExpression(node) || isAnd(node);
    if (!isKept && !ts.isArrowFunction(node) && operator !== 'and' && operator !== 'or') return false;
  }
}

/** Whether the left of `test && condition` may be false, null, 0 or empty text. */
function isFalsyTest(test: ts.Expression, context: QueryContext): boolean {
  return isStrictlyTyped(context) ? isUnchecked(test, context.evaluator) : !isSql(test, context);
}

/** Whether SQL may be false, 0 or empty text in its place, which `??` does not replace. */
export function mayBeFalsy(node: ts.Expression, context: QueryContext): boolean {
  const value = falsyOf(node, context);
  return value !== undefined && value.kind !== ts.SyntaxKind.NullKeyword;
}

/** Whether an expression is no condition: `undefined`, `null`, `false`, `{}`. */
export function isNothing(node: ts.Node): boolean {
  return isUndefined(node) || isFalsyLiteral(node) || isEmptyObject(node);
}

/** Whether an expression is null, false, 0 or empty text, as it is written. */
function isFalsyLiteral(node: ts.Node): boolean {
  const { NullKeyword, FalseKeyword } = ts.SyntaxKind;
  if (ts.isStringLiteralLike(node) || ts.isNumericLiteral(node)) return node.text === '' || node.text === '0';
  return node.kind === NullKeyword || node.kind === FalseKeyword;
}

/** What `falsyIn` finds, where no compiler refuses it. */
function falsyOf(node: ts.Node, context: QueryContext): ts.Node | undefined {
  return isStrictlyTyped(context) ? undefined : falsyIn(node, context);
}

/**
 * The null, false, 0 or empty text that a condition may be, or the test of it that may be one, followed through choices,
 * variables, functions in sight and the calls that pass a parameter.
 *
 * @param depth how many of these have been followed already
 */
function falsyIn(node: ts.Node, context: QueryContext, depth = 0): ts.Node | undefined {
  const inner = unwrap(node);
  const first = (nodes: readonly ts.Node[]): ts.Node | undefined => {
    for (const each of nodes) {
      const found = falsyIn(each, context, depth + 1);
      if (found) return found;
    }
    return undefined;
  };
  if (isFalsyLiteral(inner)) return inner;
  if (depth > 4 || isUndefined(inner)) return undefined;
  if (ts.isConditionalExpression(inner)) return first([inner.whenTrue, inner.whenFalse]);
  if (isAnd(inner)) return isFalsyTest(inner.left, context) ? inner.left : first([inner.right]);
  if (isAlternative(inner)) return first([inner.right]);
  if (ts.isAwaitExpression(inner)) return first([inner.expression]);
  if (ts.isCallExpression(inner)) {
    const fn = operatorOf(inner, context) ? undefined : calledFunction(inner, context);
    return fn && first(returnedValues(fn));
  }
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration || !(ts.isVariableDeclaration(declaration) || isGiven(declaration))) return undefined;
  const assigned = ts.isVariableDeclaration(declaration) ? writtenTo(declaration) : [];
  const passed = context
    .passedValues(inner as ts.Expression)
    .flatMap(({ value, part }) => (part === 'whole' ? value : []));
  return first([...(declaration.initializer ? [declaration.initializer] : []), ...assigned, ...passed]);
}

/** Whether a name is a parameter, or destructured from one. */
function isGiven(declaration: ts.Node): declaration is ts.ParameterDeclaration | ts.BindingElement {
  return ts.isParameter(declaration) || ts.isBindingElement(declaration);
}
