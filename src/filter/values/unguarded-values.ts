import { ts } from '../../ts.cts';
import { isUnchecked } from './unchecked.ts';
import { isOptionalType, isWrittenIndex, isWrittenOptional } from './written-type.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import type { Evaluator } from '../../read/values/value.ts';
import { isAssignment, isConst, unwrap } from '../../read/syntax/syntax.ts';

/**
 * Whether a value may be undefined, judged by syntax (it is declared as optional, read by `?.` or from the environment,
 * forced with `!`, or `any`), and no code around it checks that it is defined. For conditions that are in v2 form
 * already, and for core queries; the values of v1 conditions are judged by `nullish.ts`, which trusts v1's types.
 */
export function isUnguarded(value: ts.Expression, evaluator: Evaluator): boolean {
  return mayBeUndefined(value, evaluator) && !isAskedFor(value);
}

/** Whether a value may be undefined, judged by its own syntax and its declaration. */
function mayBeUndefined(node: ts.Node, evaluator: Evaluator, depth = 0): boolean {
  if (ts.isNonNullExpression(node)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node) || ts.isAwaitExpression(node))
    return mayBeUndefined(node.expression, evaluator, depth);
  if (ts.isAsExpression(node))
    return (
      node.type.kind === ts.SyntaxKind.AnyKeyword ||
      isOptionalType(node.type) ||
      mayBeUndefined(node.expression, evaluator, depth)
    );
  if (ts.isConditionalExpression(node))
    return [node.whenTrue, node.whenFalse].some(
      (branch) => mayBeUndefined(branch, evaluator, depth) && !isAskedFor(branch),
    );
  if (ts.isBinaryExpression(node)) {
    const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
    return (
      [BarBarToken, QuestionQuestionToken].includes(node.operatorToken.kind) &&
      mayBeUndefined(node.right, evaluator, depth)
    );
  }
  if (node.flags & ts.NodeFlags.OptionalChain) return true;
  if (ts.isPropertyAccessExpression(node)) {
    if (/^(?:process|import\.meta)\.env\.\w+$/.test(node.getText())) return true;
    return isWrittenOptional(node) || isUnchecked(node, evaluator) || isWrittenIndex(node);
  }
  if (!ts.isIdentifier(node)) return false;
  const declaration = declarationOf(node);
  if (!declaration || depth > 4) return false;
  if (ts.isBindingElement(declaration) && declaration.initializer) return false;
  if (isWrittenOptional(node) || isUnchecked(node, evaluator)) return true;
  const isUntyped = ts.isVariableDeclaration(declaration) && !declaration.type && isConst(declaration);
  const { initializer } = declaration as ts.VariableDeclaration;
  // A constant is as undefined as its initializer, unless the initializer has been checked.
  return (
    isUntyped &&
    initializer !== undefined &&
    mayBeUndefined(initializer, evaluator, depth + 1) &&
    !isAskedFor(initializer)
  );
}

/**
 * Whether some condition, assertion or assignment in the functions around a value concerns the value, an object it is
 * read from or a part of it: a test of `input` or `input.user` counts for `input.user.id`, one of `input.page` does
 * not. What the test says about it is not looked at.
 */
export function isAskedFor(value: ts.Node): boolean {
  const root = rootOf(value);
  if (!root) return false;
  const path = pathFrom(root, value);
  const isAbout = (node: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(node)) return isAbout(node.expression);
    if (!ts.isIdentifier(node) || node.text !== root.text) return ts.forEachChild(node, isAbout) ?? false;
    const other = pathFrom(node);
    return path.every((name, index) => (other[index] ?? name) === name);
  };
  const declaration = declarationOf(root);
  const scope = (declaration && ts.findAncestor(declaration, ts.isFunctionLike)) ?? outerFunction(value);
  const visit = (node: ts.Node): boolean => {
    const asked = conditionOf(node);
    return (asked !== undefined && isAbout(asked)) || (ts.forEachChild(node, visit) ?? false);
  };
  return visit(scope);
}

/**
 * The names of the properties that are read from a variable: `['b', 'c']` for the `a` of `a!.b.c`, up to the first call
 * or bracket.
 *
 * @param value where to stop, if given
 */
function pathFrom(root: ts.Identifier, value?: ts.Node): string[] {
  const names: string[] = [];
  let node: ts.Node = root;
  for (;;) {
    const { parent } = node;
    if (node === value) return names;
    if (ts.isPropertyAccessExpression(parent) && parent.expression === node) names.push(parent.name.text);
    else if (unwrap(parent) !== unwrap(node)) return names;
    node = parent;
  }
}

/** The variable at the start of a path of accesses, calls and `await`s: `input` of `input.user().id`. */
function rootOf(node: ts.Node): ts.Identifier | undefined {
  let current = unwrap(node);
  for (;;) {
    if (ts.isIdentifier(current)) return current;
    if (
      ts.isPropertyAccessExpression(current) ||
      ts.isElementAccessExpression(current) ||
      ts.isAwaitExpression(current)
    )
      current = unwrap(current.expression);
    else if (ts.isCallExpression(current)) current = unwrap(current.expression);
    else return undefined;
  }
}

/** The outermost function around a node, or its file. */
function outerFunction(node: ts.Node): ts.Node {
  let found: ts.Node = node.getSourceFile();
  for (let fn: ts.Node | undefined = node; fn; fn = fn.parent) if (ts.isFunctionLike(fn)) found = fn;
  return found;
}

/**
 * The expression a node checks or assigns: a condition, a call like `assert(…)` or `isUuid(…)`, the left of an
 * assignment.
 */
function conditionOf(node: ts.Node): ts.Node | undefined {
  if (ts.isIfStatement(node) || ts.isWhileStatement(node) || ts.isSwitchStatement(node)) return node.expression;
  if (ts.isConditionalExpression(node)) return node.condition;
  if (
    ts.isCallExpression(node) &&
    /assert|invariant|ensure|require|check|guard|expect|\bis[A-Z]/i.test(node.expression.getText())
  )
    return node;
  if (!ts.isBinaryExpression(node)) return undefined;
  const { kind } = node.operatorToken;
  const { AmpersandAmpersandToken, BarBarToken } = ts.SyntaxKind;
  const isChain = kind === AmpersandAmpersandToken || kind === BarBarToken;
  return isChain || isAssignment(node) ? node.left : undefined;
}
