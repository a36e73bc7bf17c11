import { ts } from '../ts.cts';
import { isAnyValue } from './any-value.ts';
import { isOptionalType, isWrittenIndex, isWrittenOptional } from './written-type.ts';
import { declarationOf } from '../read/scope.ts';
import { isAssignment, isConst, unwrap } from '../read/syntax.ts';

/**
 * Whether a value may be undefined as far as the text tells (it is declared so, read by `?.` or from the environment,
 * forced with `!`, or `any`) and nothing around it asks whether it is there. For code without a v1 query around it;
 * `nullish.ts` judges the values of v1 conditions, with what the compiler has seen to.
 */
export function isUnguarded(value: ts.Expression): boolean {
  return mayBeUndefined(value) && !isAskedFor(value);
}

function mayBeUndefined(node: ts.Node, depth = 0): boolean {
  if (ts.isNonNullExpression(node)) return true;
  if (ts.isParenthesizedExpression(node) || ts.isSatisfiesExpression(node) || ts.isAwaitExpression(node))
    return mayBeUndefined(node.expression, depth);
  if (ts.isAsExpression(node))
    return (
      node.type.kind === ts.SyntaxKind.AnyKeyword || isOptionalType(node.type) || mayBeUndefined(node.expression, depth)
    );
  if (ts.isConditionalExpression(node))
    return mayBeUndefined(node.whenTrue, depth) || mayBeUndefined(node.whenFalse, depth);
  if (ts.isBinaryExpression(node)) {
    const { BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
    return [BarBarToken, QuestionQuestionToken].includes(node.operatorToken.kind) && mayBeUndefined(node.right, depth);
  }
  if (node.flags & ts.NodeFlags.OptionalChain) return true;
  if (ts.isPropertyAccessExpression(node)) {
    if (/^(?:process|import\.meta)\.env\.\w+$/.test(node.getText())) return true;
    return isWrittenOptional(node) || isAnyValue(node) || isWrittenIndex(node);
  }
  if (!ts.isIdentifier(node)) return false;
  const declaration = declarationOf(node);
  if (!declaration || depth > 4) return false;
  if (ts.isBindingElement(declaration) && declaration.initializer) return false;
  if (isWrittenOptional(node) || isAnyValue(node)) return true;
  const isUntyped = ts.isVariableDeclaration(declaration) && !declaration.type && isConst(declaration);
  const { initializer } = declaration as ts.VariableDeclaration;
  // What was forced or cast at its declaration has been looked at there.
  return isUntyped && initializer !== undefined && mayBeUndefined(initializer, depth + 1) && !isAskedFor(initializer);
}

/**
 * Whether a condition, an assertion or an assignment in the functions around a value is about it, about what it is read
 * from or about a part of it: `input` and `input.user` ask for `input.user.id`, `input.page` does not.
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
 * The names behind the dots that follow a variable: `b` and `c` of `a!.b.c`, up to the first call or bracket, or to the
 * end of a value.
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

function outerFunction(node: ts.Node): ts.Node {
  let found: ts.Node = node.getSourceFile();
  for (let fn: ts.Node | undefined = node; fn; fn = fn.parent) if (ts.isFunctionLike(fn)) found = fn;
  return found;
}

/** What is asked at a node before it goes on: a condition, the argument of an assertion, what is given a value. */
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
