import { ts } from '../../ts.cts';
import { writtenTypeOf } from '../../read/types/doc-types.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAssertion, unwrap } from '../../read/syntax/syntax.ts';
import { isAnyValue } from './any-value.ts';
import type { QueryContext } from '../context.ts';
import { isWrittenIndex, writtenType } from './written-type.ts';

/**
 * Whether a value may be taken for defined. In releases before rc.5 an undefined value in a filter object silently
 * means no condition, so that every row comes back. There, unless strict null checks vouch for the value, only
 * expressions that cannot be undefined are trusted (`1`, `new Date()`, `x ?? 0`). From rc.5 on v2 throws, and every
 * value is.
 */
export function isTrusted(node: ts.Expression, context: QueryContext): boolean {
  if (context.capabilities.undefinedThrows || (context.strict && !isUntyped(node, context))) return true;
  return isDefined(node, context);
}

/** Whether an expression can never be undefined, judged by syntax. */
function isDefined(node: ts.Node, context: QueryContext, depth = 0): boolean {
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
  if (ts.isNonNullExpression(node)) return true;
  if (isAssertion(node)) return mayBeNullishCast(node, context, depth);
  if (ts.isAwaitExpression(node)) return mayBeNullish(node.expression, context, depth);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) {
      return mayBeNullish(node.right, context, depth);
    }
    return kind === ts.SyntaxKind.AmpersandAmpersandToken && mayBeNullish(node.right, context, depth);
  }
  if (hasOptionalChain(node)) return true;
  // Reading past the end of a list gives undefined, whatever the type of its elements.
  if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression)) return true;
  const root = rootOf(node);
  if (root && /^process\.env\b|^import\.meta\.env\b/.test(node.getText())) return true;
  if (isAnyValue(node) || isWrittenIndex(node)) return true;
  if (!root || !ts.isIdentifier(root)) return false;
  const declaration = declarationOf(root);
  if (!declaration) return false;
  if (ts.isParameter(declaration)) {
    if (isUntyped(root, context)) return declaration.initializer === undefined;
    const written = writtenTypeOf(declaration);
    return !context.strict && root === node && (written?.isOptional === true || isNullableType(written?.type));
  }
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) {
    const owner = ts.isVariableDeclaration(declaration)
      ? declaration
      : ts.findAncestor(declaration, ts.isVariableDeclaration);
    if (owner?.type) {
      return !context.strict && root === node && isNullableType(owner.type);
    }
    // In JavaScript without types, nothing has checked what is destructured from an object or assigned later.
    const isUnchecked = ts.isBindingElement(declaration) || ts.isVariableStatement(declaration.parent.parent);
    if (isUntyped(root, context) && isUnchecked && declaration.initializer === undefined) return true;
    if (owner?.initializer && root === node && owner === declaration && depth < 4) {
      // With strict null checks, only what is forced or cast at its declaration can still be undefined.
      return forced(owner.initializer, context, depth);
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
  const isChecked = context.strict && !context.javascript;
  if (isChecked && !ts.isNonNullExpression(initializer) && !hidesFromChecker(initializer)) return false;
  return mayBeNullish(initializer, context, depth + 1);
}

/**
 * Whether an expression is a cast to a type without undefined or null; otherwise strict null checks would demand a
 * guard.
 */
function hidesFromChecker(node: ts.Expression): boolean {
  return ts.isAsExpression(node) && !/\b(?:undefined|null)\b/.test(node.type.getText());
}

/** Whether a cast value may be null or undefined: by the type it is cast to, or because the cast hides it. */
function mayBeNullishCast(node: ts.AsExpression | ts.TypeAssertion, context: QueryContext, depth: number): boolean {
  const type = node.type.getText();
  if (type === 'const') return false;
  if (type === 'any' || /\b(?:undefined|null)\b/.test(type)) return true;
  const inner = unwrap(node.expression);
  // A cast of a literal is harmless; `params.id as string` may hide `string | undefined`.
  return (
    !(ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner)) &&
    (mayBeNullish(node.expression, context, depth) || hidesUndefined(inner))
  );
}

/** Methods that return an array or a string, never undefined. */
const neverUndefined =
  /^(?:getAll|split|map|filter|flatMap|slice|concat|toSorted|toString|trim|toLowerCase|toUpperCase|join|replace|replaceAll)$/;

/** Whether a cast of this expression may hide undefined: a call or member access that is not known to give a value. */
function hidesUndefined(node: ts.Node): boolean {
  if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression))
    return !neverUndefined.test(node.expression.name.text);
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node);
}

/** Whether there is a `?.` anywhere in a path: `input?.user.id`. */
function hasOptionalChain(node: ts.Expression): boolean {
  if (node.flags & ts.NodeFlags.OptionalChain) return true;
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
    return hasOptionalChain(inner.expression);
  return false;
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
  return type !== undefined && /\b(?:undefined|null|any)\b/.test(type.getText());
}
