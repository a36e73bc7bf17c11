import { ts } from '../../ts.cts';
import { writtenTypeOf } from '../../read/types/doc-types.ts';
import { isAssertedField } from '../../read/syntax/class-properties.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { listOver } from '../../read/syntax/list-over.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import {
  isAccess,
  isAlternative,
  isAsConst,
  isAssertion,
  isConst,
  isFunction,
  unwrap,
} from '../../read/syntax/syntax.ts';
import { assignedValues } from '../../read/syntax/writes.ts';
import { isStrictlyTyped, type QueryContext } from '../context.ts';
import { isKnownToBeThere } from './guards.ts';
import { isOfCast } from './of-cast.ts';
import { isKnownElement, isUnsureIndex } from './index-reads.ts';
import { hidesValue, isUnchecked } from './unchecked.ts';
import { elementType } from '../../read/types/type-parts.ts';
import { isListOfAny, isWrittenIndex, namesType, writtenType } from './written-type.ts';

/**
 * Whether a value may be taken for defined. In releases before rc.5 an undefined value in a filter object silently
 * means no condition, so that every row comes back. There, unless strict null checks vouch for the value (they do not
 * for members of a cast), only expressions that cannot be undefined are trusted (`1`, `new Date()`, `x ?? 0`). From
 * rc.5 on v2 throws, and every value is.
 */
export function isTrusted(node: ts.Expression, context: QueryContext): boolean {
  if (context.capabilities.undefinedThrows) return true;
  return (context.strict && !isUntyped(node, context) && !isOfCast(node, context)) || isDefined(node, context);
}

/** Whether an expression can never be undefined, judged by syntax. */
export function isDefined(node: ts.Node, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner))
    return isDefined(inner.whenTrue, context, depth) && isDefined(inner.whenFalse, context, depth);
  if (ts.isBinaryExpression(inner)) {
    const { kind } = inner.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken)
      return isDefined(inner.right, context, depth);
    return kind !== ts.SyntaxKind.AmpersandAmpersandToken && kind !== ts.SyntaxKind.CommaToken;
  }
  if (ts.isIdentifier(inner)) {
    const value = context.evaluator.evaluate(inner, context.env);
    return (
      value.kind === 'expression' && value.node !== inner && depth < 4 && isDefined(value.node, context, depth + 1)
    );
  }
  if (ts.isCallExpression(inner)) return /^(?:String|Number|Boolean|Date\.now)$/.test(inner.expression.getText());
  return (
    ts.isLiteralExpression(inner) ||
    ts.isTemplateExpression(inner) ||
    ts.isNewExpression(inner) ||
    ts.isObjectLiteralExpression(inner) ||
    ts.isArrayLiteralExpression(inner) ||
    ts.isPrefixUnaryExpression(inner) ||
    inner.kind === ts.SyntaxKind.TrueKeyword ||
    inner.kind === ts.SyntaxKind.FalseKeyword
  );
}

/**
 * Whether a value may be null or undefined although it passed v1's types: it is forced with `!`, cast, read from
 * `process.env`, by an index or through an index signature, or of type `any`. Without strict null checks, also when its
 * type says that it is optional or nullable.
 *
 * @param depth how many constants have been followed already
 */
export function mayBeNullish(node: ts.Expression, context: QueryContext, depth: number): boolean {
  if (ts.isParenthesizedExpression(node)) return mayBeNullish(node.expression, context, depth);
  if (ts.isNonNullExpression(node)) return !isKnownElement(node, context);
  if (isAssertion(node)) return mayBeNullishCast(node, context, depth);
  if (ts.isAwaitExpression(node)) return mayBeNullish(node.expression, context, depth);
  if (isAlternative(node)) return mayBeNullish(node.right, context, depth);
  if (ts.isBinaryExpression(node)) {
    const isGuarded = node.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return isGuarded && mayBeNullish(node.right, context, depth);
  }
  if (hasOpenChain(node, context)) return true;
  if (isUnsureIndex(node, context)) return true;
  const root = rootOf(node);
  if (root && /^process\.env\b|^import\.meta\.env\b/.test(node.getText())) return true;
  if (isUnchecked(node, context.evaluator)) return !hasFallback(node, context);
  if (isWrittenIndex(node)) return true;
  if (ts.isCallExpression(node)) return !isStrictlyTyped(context) && mayGiveNothing(node);
  const elsewhere = depth < 4 ? context.initializerElsewhere(node) : undefined;
  if (elsewhere) return forced(elsewhere, context, depth);
  if (ts.isPropertyAccessExpression(node) && isAssertedField(node)) return true;
  if (!root || !ts.isIdentifier(root)) return false;
  const declaration = declarationOf(root);
  if (!declaration) return false;
  const list = root === node && depth < 4 ? listOver(declaration) : undefined;
  if (list && mayHoldNullish(list, context, depth + 1)) return true;
  if (ts.isParameter(declaration)) {
    if (isUntyped(root, context)) return declaration.initializer === undefined;
    const written = writtenTypeOf(declaration);
    return !context.strict && root === node && (written?.isOptional === true || isNullableType(written?.type));
  }
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) {
    const owner = ts.isVariableDeclaration(declaration)
      ? declaration
      : ts.findAncestor(declaration, ts.isVariableDeclaration);
    if (owner?.type && !context.strict && root === node && isNullableType(owner.type)) return true;
    // In JavaScript without types, nothing has checked what is destructured from an object or assigned later.
    const isTaken = ts.isBindingElement(declaration) || ts.isVariableStatement(declaration.parent.parent);
    if (isUntyped(root, context) && isTaken && declaration.initializer === undefined) return true;
    if (owner && root === node && owner === declaration && depth < 4) {
      // With strict null checks, only what is forced or cast where it is declared or assigned can still be undefined.
      const { initializer } = owner;
      const isChecked = initializer && isConst(owner) && isKnownToBeThere(initializer, context);
      if (initializer && !isChecked && forced(initializer, context, depth)) return true;
      return assignedValues(owner).some(
        (value) => isUnchecked(value, context.evaluator) || forced(value, context, depth),
      );
    }
  }
  return false;
}

/**
 * Whether a value is in JavaScript and has no type (from JSDoc, in a file that is checked) that a compiler would
 * enforce.
 */
function isUntyped(node: ts.Node, { javascript, checked }: QueryContext): boolean {
  return javascript && !(checked && writtenType(node) !== undefined);
}

/** Whether the initializer of a variable may be null or undefined without the compiler having noticed. */
function forced(initializer: ts.Expression, context: QueryContext, depth: number): boolean {
  return hidesFromChecker(initializer, context) && mayBeNullish(initializer, context, depth + 1);
}

/**
 * Whether the compiler may take an expression for defined that is not: a forced or cast value, one that is read by an
 * index, or any value without strict null checks. For all others it would demand a guard.
 */
export function hidesFromChecker(node: ts.Expression, context: QueryContext): boolean {
  if (!isStrictlyTyped(context) || ts.isNonNullExpression(node)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isAwaitExpression(node))
    return hidesFromChecker(node.expression, context);
  if (isAlternative(node)) return hidesFromChecker(node.right, context);
  if (isAssertion(node)) return !namesType(node.type, 'undefined', 'null');
  if (ts.isPropertyAccessExpression(node) && isAssertedField(node)) return true;
  return isUnsureIndex(node, context) || (!context.indexesChecked && isWrittenIndex(node));
}

/**
 * Whether null or undefined may be among the elements of a list without the compiler having noticed: nothing has checked
 * the list, it is cast from one whose elements may be missing, or an element is forced or cast where it is written.
 *
 * @param depth how many constants have been followed already
 * @param isCast the elements are cast
 */
export function mayHoldNullish(list: ts.Expression, context: QueryContext, depth: number, isCast = false): boolean {
  const holds = (other: ts.Expression) => mayHoldNullish(other, context, depth, isCast);
  const isHidden = (value: ts.Expression) =>
    !isKnownToBeThere(value, context) &&
    (isUnchecked(value, context.evaluator) || forced(value, context, depth) || (isCast && hidesValue(value)));
  if (isListOfAny(list) || isUnchecked(list, context.evaluator)) return true;
  if (isAssertion(list))
    return (
      !isAsConst(list) && (isListOfMissing(list.expression) || mayHoldNullish(list.expression, context, depth, true))
    );
  if (ts.isParenthesizedExpression(list) || ts.isNonNullExpression(list) || ts.isAwaitExpression(list))
    return holds(list.expression);
  if (isAlternative(list)) return holds(list.left) || holds(list.right);
  if (ts.isConditionalExpression(list)) return holds(list.whenTrue) || holds(list.whenFalse);
  if (ts.isArrayLiteralExpression(list))
    return list.elements.some((each) => (ts.isSpreadElement(each) ? holds(each.expression) : isHidden(each)));
  if (ts.isCallExpression(list)) {
    const { expression: callee, arguments: given } = list;
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (callee.name.text === 'map') return given.some((fn) => isFunction(fn) && returnedValues(fn).some(isHidden));
    return reorders.test(callee.name.text) && holds(callee.expression);
  }
  const initializer = depth < 4 ? variableOf(list)?.initializer : undefined;
  return initializer !== undefined && mayHoldNullish(initializer, context, depth + 1, isCast);
}

/** Methods that give a list of the same elements, without a test of any. */
const reorders = /^(?:slice|sort|toSorted|reverse|toReversed|concat)$/;

/** Whether an expression is annotated as a list whose elements may be null or undefined: `(string | undefined)[]`. */
function isListOfMissing(list: ts.Expression): boolean {
  const type = writtenType(list)?.type;
  const element = type && elementType(type);
  return element !== undefined && namesType(element, 'undefined', 'null', 'unknown');
}

/** Whether a variable has a value of its own when the one it takes is missing: `const name = body.name ?? ''`. */
function hasFallback(node: ts.Expression, context: QueryContext): boolean {
  const initializer = variableOf(node)?.initializer;
  return initializer !== undefined && isAlternative(initializer) && !isUnchecked(initializer.right, context.evaluator);
}

/** Whether a call may give undefined or null by its name: `map.get(key)`, `list.find(…)`, `c.req.query('id')`. */
function mayGiveNothing({ expression }: ts.CallExpression): boolean {
  if (ts.isIdentifier(expression)) return /^get(?:RouterParam|Cookie|Header|RequestHeader)$/.test(expression.text);
  if (!ts.isPropertyAccessExpression(expression)) return false;
  return /^(?:get|find|findLast|at|pop|shift|match|exec|query|param|header|getItem|get(?:String|Integer|Number|Boolean))$/.test(
    expression.name.text,
  );
}

/** Whether a cast value may be null or undefined: by the type it is cast to, or because the cast hides it. */
function mayBeNullishCast(node: ts.AssertionExpression, context: QueryContext, depth: number): boolean {
  if (isAsConst(node)) return false;
  if (isNullableType(node.type)) return true;
  // A cast of a literal is harmless; `params.id as string` may hide `string | undefined`.
  return mayBeNullish(node.expression, context, depth) || hidesValue(node.expression);
}

/** Whether there is a `?.` in a path, `input?.user.id`, behind something that no code around it checks. */
function hasOpenChain(node: ts.Expression, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (!isAccess(inner)) return (inner.flags & ts.NodeFlags.OptionalChain) !== 0;
  const isOpen = inner.questionDotToken !== undefined && !isKnownToBeThere(inner.expression, context);
  return isOpen || hasOpenChain(inner.expression, context);
}

/** The expression at the start of a path of accesses: `input` of `input.user[0].id`. */
function rootOf(node: ts.Node): ts.Node | undefined {
  let current = unwrap(node);
  while (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current))
    current = unwrap(current.expression);
  return current;
}

/** Whether an annotation allows null or undefined, or is `any`. */
function isNullableType(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && namesType(type, 'undefined', 'null', 'any');
}
