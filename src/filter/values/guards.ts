import { declarationOf } from '../../read/syntax/scope.ts';
import { isNegation, isNullish, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { isChangedBetween, isNeverAssigned } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';

/**
 * Whether a list cannot be empty at a place, because of a test around it (`if (ids.length > 0)`, `ids.length ? … : …`)
 * or an early exit before it (`if (!ids.length) return []`). Goes no further than the innermost function.
 *
 * @param names the texts of expressions that stand for the list, or for another one of the same length
 */
export function isKnownToHaveMembers(place: ts.Node, names: readonly string[]): boolean {
  const isKept = (test: ts.Node) => !names.some((name) => isChangedBetween(name, test, place));
  for (let node = place; node.parent && !ts.isFunctionLike(node); node = node.parent) {
    const { parent } = node;
    const { test, isHeld } = testOf(node) ?? {};
    if (test && (isHeld ? asksForMembers(test, names) : isEmpty(test, names)) && isKept(test)) return true;
    if (ts.isBlock(parent) || ts.isSourceFile(parent)) {
      for (const statement of parent.statements) {
        if (statement === node) break;
        if (!ts.isIfStatement(statement) || !leaves(statement.thenStatement)) continue;
        if (isEmpty(statement.expression, names) && isKept(statement)) return true;
      }
    }
  }
  return false;
}

/** The test of the `?:`, `if`, `&&` or `||` that a node is a branch of, and whether it holds where the node runs. */
function testOf(node: ts.Node): { test: ts.Expression; isHeld: boolean } | undefined {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) && parent.condition !== node)
    return { test: parent.condition, isHeld: parent.whenTrue === node };
  if (ts.isIfStatement(parent) && parent.expression !== node)
    return { test: parent.expression, isHeld: parent.thenStatement === node };
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return undefined;
  const { AmpersandAmpersandToken, BarBarToken } = ts.SyntaxKind;
  const { kind } = parent.operatorToken;
  const isTest = kind === AmpersandAmpersandToken || kind === BarBarToken;
  return isTest ? { test: parent.left, isHeld: kind === AmpersandAmpersandToken } : undefined;
}

/**
 * Whether a value cannot be null or undefined where it stands, because a test around it or an early exit before it
 * checks it: `id ? eq(users.id, id) : undefined`, `if (!id) return`. Only paths of names are recognized.
 *
 * @param isNeverNull the compiler lets no null through, so that a test for undefined is enough
 */
export function isKnownToBeThere(value: ts.Expression, isNeverNull: boolean): boolean {
  // `typeof null` is 'object'.
  return isProven(value, { isByTruth: true, isNeverNull, hasType: (name) => !['undefined', 'object'].includes(name) });
}

/** Whether a value is a primitive where it stands, because a test of its `typeof` says so: `typeof id === 'string'`. */
export function isKnownPrimitive(value: ts.Expression): boolean {
  const primitives = ['string', 'number', 'boolean', 'bigint'];
  return isProven(value, { isByTruth: false, isNeverNull: false, hasType: (name) => primitives.includes(name) });
}

/** What is to be proven of a value. */
interface Proof {
  /** Whether it is enough that the value is truthy, or neither null nor undefined. */
  isByTruth: boolean;
  /** Whether it is enough that the value is not undefined. */
  isNeverNull: boolean;
  /** Whether it is enough that `typeof` gives this name. */
  hasType(name: string): boolean;
}

/** Whether a test around a value or an early exit before it proves something of it. */
function isProven(value: ts.Expression, proof: Proof): boolean {
  const inner = unwrap(value);
  const path = inner.getText();
  if (!/^[\w$.]+$/.test(path)) return false;
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  // A test outside of the innermost function counts for constants only: they are the same when the function runs later.
  const isFixed = declaration !== undefined && isNeverWritten(declaration);
  for (let node: ts.Node = value; node.parent && (isFixed || !ts.isFunctionLike(node)); node = node.parent) {
    const { parent } = node;
    const { test, isHeld } = testOf(node) ?? {};
    const isTested = test && (isHeld ? asksFor(test, path, proof) : isLacking(test, path, proof));
    if (isTested && !isChangedBetween(path, test, value)) return true;
    const isList = ts.isBlock(parent) || ts.isSourceFile(parent);
    if (isList && isLeftWithout(path, proof, node, parent.statements, value)) return true;
  }
  return false;
}

/** Whether a name keeps its first value: a constant, or a parameter that nothing is assigned to. */
function isNeverWritten(declaration: ts.Node): boolean {
  const isConstant = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  return isConstant || (ts.isParameter(declaration) && isNeverAssigned(declaration));
}

/**
 * Whether a statement before `place` returns, throws or continues unless something is true of the value, and the value
 * is not written to again before it is read: an `if`, or an assertion such as `assert(id)`.
 */
function isLeftWithout(
  path: string,
  proof: Proof,
  place: ts.Node,
  statements: readonly ts.Statement[],
  value: ts.Expression,
): boolean {
  return statements.slice(0, statements.indexOf(place as ts.Statement)).some((statement) => {
    const asserted = assertedBy(statement);
    const isLeft = asserted
      ? asksFor(asserted, path, proof)
      : ts.isIfStatement(statement) && leaves(statement.thenStatement) && isLacking(statement.expression, path, proof);
    return isLeft && !isChangedBetween(path, statement, value);
  });
}

/** The condition without which a statement throws: `id` of `assert(id, 'No id')` or `invariant(id)`. */
function assertedBy(statement: ts.Statement): ts.Expression | undefined {
  const call = ts.isExpressionStatement(statement) ? unwrap(statement.expression) : undefined;
  const isAssertion =
    call && ts.isCallExpression(call) && /^(?:assert|invariant)(?:\.ok)?$/.test(call.expression.getText());
  return isAssertion ? call.arguments[0] : undefined;
}

/**
 * Whether a test holds when a proof fails: `!path`, `path == null`, `typeof path !== 'string'`, or `||` with one of
 * them.
 */
function isLacking(test: ts.Expression, path: string, proof: Proof): boolean {
  return someOperand(test, ts.SyntaxKind.BarBarToken, (operand) => {
    if (isNegation(operand)) return proof.isByTruth && isPath(operand.operand, path);
    if (!ts.isBinaryExpression(operand)) return false;
    const { left, right } = operand;
    const operator = operand.operatorToken.getText();
    if (/^===?$/.test(operator) && isPath(left, path)) return isAbsence(right, operator === '==', proof);
    return /^!==?$/.test(operator) && isTypeof(left, path) && isTypeName(right, proof);
  });
}

/**
 * Whether a test holds only when a proof does: `path`, `path != null`, `typeof path === 'string'`, or `&&` with one of
 * them.
 */
function asksFor(test: ts.Expression, path: string, proof: Proof): boolean {
  return someOperand(test, ts.SyntaxKind.AmpersandAmpersandToken, (operand) => {
    if (isPath(operand, path)) return proof.isByTruth;
    if (!ts.isBinaryExpression(operand)) return false;
    const { left, right } = operand;
    const operator = operand.operatorToken.getText();
    if (/^!==?$/.test(operator) && isPath(left, path)) return isAbsence(right, operator === '!=', proof);
    return /^===?$/.test(operator) && isTypeof(left, path) && isTypeName(right, proof);
  });
}

/** Whether a test holds only when the list has members: `list.length`, `list.length > 0`, or `&&` with one of them. */
function asksForMembers(test: ts.Expression, names: readonly string[]): boolean {
  return someOperand(test, ts.SyntaxKind.AmpersandAmpersandToken, (operand) => {
    const [operator, number] = comparedLength(operand, names) ?? [];
    return (
      isLengthOf(operand, names) ||
      operator === '>' ||
      (operator === '>=' && number !== 0) ||
      (/^!==?$/.test(operator ?? '') && number === 0)
    );
  });
}

/** Whether a test holds when the list is empty: `list.length === 0`, `!list.length`, or `||` with one of them. */
function isEmpty(test: ts.Expression, names: readonly string[]): boolean {
  return someOperand(test, ts.SyntaxKind.BarBarToken, (operand) => {
    const [operator, number] = comparedLength(operand, names) ?? [];
    return (
      (isNegation(operand) && isLengthOf(operand.operand, names)) ||
      (operator === '<' && number !== 0) ||
      (/^===?$/.test(operator ?? '') && number === 0)
    );
  });
}

/** Whether `holds` is true of an operand of a chain of `&&` or of `||`; a test that is no such chain is the operand. */
function someOperand(
  test: ts.Expression,
  chain: ts.SyntaxKind.AmpersandAmpersandToken | ts.SyntaxKind.BarBarToken,
  holds: (operand: ts.Expression) => boolean,
): boolean {
  const inner = unwrap(test) as ts.Expression;
  if (ts.isBinaryExpression(inner) && inner.operatorToken.kind === chain)
    return someOperand(inner.left, chain, holds) || someOperand(inner.right, chain, holds);
  return holds(inner);
}

/** Whether an expression is the path itself, written in the same way. */
function isPath(node: ts.Expression, path: string): boolean {
  return unwrap(node).getText() === path;
}

/** Whether an expression is `typeof path`. */
function isTypeof(node: ts.Expression, path: string): boolean {
  return ts.isTypeOfExpression(node) && isPath(node.expression, path);
}

/** Whether a value that is not equal to this one is there: `null` and `undefined`, `undefined` alone if that is enough. */
function isAbsence(node: ts.Expression, isLoose: boolean, { isByTruth, isNeverNull }: Proof): boolean {
  return isByTruth && (isLoose ? isNullish(node) : isNeverNull && isUndefined(node));
}

/** Whether an expression is a type's name as `typeof` gives it that is enough for a proof. */
function isTypeName(node: ts.Expression, { hasType }: Proof): boolean {
  return ts.isStringLiteralLike(node) && hasType(node.text);
}

/** Whether an expression is `<name>.length` of one of the names. */
function isLengthOf(node: ts.Expression, names: readonly string[]): boolean {
  const inner = unwrap(node);
  if (!ts.isPropertyAccessExpression(inner) || inner.questionDotToken) return false;
  return inner.name.text === 'length' && names.includes(inner.expression.getText());
}

/** How a test compares the length of a list with a number: `>` and 0 of `list.length > 0`. */
function comparedLength(test: ts.Expression, names: readonly string[]): [operator: string, number: number] | undefined {
  if (!ts.isBinaryExpression(test) || !isLengthOf(test.left, names) || !ts.isNumericLiteral(test.right))
    return undefined;
  return [test.operatorToken.getText(), Number(test.right.text)];
}

/** Whether a statement ends in `return`, `throw` or `continue`. */
function leaves(statement: ts.Statement): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  return (
    last !== undefined && (ts.isReturnStatement(last) || ts.isThrowStatement(last) || ts.isContinueStatement(last))
  );
}
