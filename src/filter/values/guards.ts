import { followed, isMemberOf, isSamePath, pathOf, type Path } from '../../read/syntax/paths.ts';
import { ownerOfBinding } from '../../read/syntax/scope.ts';
import { isNegation, isNullish, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { isChangedBetween, isEverChanged, isNeverAssigned } from '../../read/syntax/writes.ts';
import { ts } from '../../ts.cts';
import { isStrictlyTyped, type QueryContext } from '../context.ts';
import { isQuery } from '../query-call.ts';
import { leaves, testOf } from './tests.ts';

/**
 * Whether a value cannot be null or undefined where it stands, because a test around it or an early exit before it
 * checks it, or a member of it: `id ? eq(users.id, id) : undefined`, `if (!session?.user) return` for `session.user` and
 * for `session`. Only paths of names are recognized.
 */
export function isKnownToBeThere(value: ts.Expression, context: QueryContext): boolean {
  // `typeof null` is 'object'.
  return isProven(value, { isByTruth: true, context, hasType: (name) => !['undefined', 'object'].includes(name) });
}

/** Whether a value is a primitive where it stands, because a test of its `typeof` says so: `typeof id === 'string'`. */
export function isKnownPrimitive(value: ts.Expression, context: QueryContext): boolean {
  const primitives = ['string', 'number', 'boolean', 'bigint'];
  return isProven(value, { isByTruth: false, context, hasType: (name) => primitives.includes(name) });
}

/** What is to be proven of a value. */
interface Proof {
  /** Whether it is enough that the value is truthy, or neither null nor undefined, or that a member of it is. */
  isByTruth: boolean;
  /** Whether it is enough that `typeof` gives this name. */
  hasType(name: string): boolean;
  context: QueryContext;
}

/** A value that something is to be proven of: its path as it is written, and as it is read through constants. */
interface Subject {
  value: ts.Expression;
  path: Path;
  whole: Path;
}

/** Whether a test around a value or an early exit before it proves something of it. */
function isProven(value: ts.Expression, proof: Proof): boolean {
  const path = pathOf(value);
  if (!path) return false;
  const subject: Subject = { value, path, whole: followed(path) };
  // A test outside of the innermost function counts for what is never written only: it is the same when the function
  // runs later.
  const isFixed = path.root !== undefined && isNeverWritten(path.root) && !isEverChanged(path, value);
  for (let node: ts.Node = value; node.parent && !isEnd(node, isFixed, proof.context); node = node.parent) {
    const { parent } = node;
    const { test, isHeld } = testOf(node) ?? {};
    if (test && proves(test, isHeld === true, subject, proof)) return true;
    const isList = ts.isBlock(parent) || ts.isSourceFile(parent) || ts.isCaseOrDefaultClause(parent);
    if (isList && isLeftWithout(node, parent.statements, subject, proof)) return true;
  }
  return false;
}

/**
 * Whether tests outside of a node say nothing about what is inside: a function, which may be called before or later. The
 * v1 callback of a query is called by the query it is written in.
 */
function isEnd(node: ts.Node, isFixed: boolean, { callback }: QueryContext): boolean {
  if (node === callback && isGivenToQuery(node)) return false;
  return ts.isFunctionDeclaration(node) || (ts.isFunctionLike(node) && !isFixed);
}

/** Whether a callback is written in the configuration of a `findMany` or `findFirst`. */
function isGivenToQuery(callback: ts.Node): boolean {
  const around = ts.findAncestor(callback.parent, (node) => (ts.isFunctionLike(node) ? 'quit' : isQuery(node)));
  return around !== undefined;
}

/** Whether a name keeps its first value: a constant, or a parameter that nothing is assigned to. */
function isNeverWritten(declaration: ts.Node): boolean {
  if ((ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0) return true;
  const isParameter = ts.isParameter(ownerOfBinding(declaration));
  return (
    isParameter && (ts.isParameter(declaration) || ts.isBindingElement(declaration)) && isNeverAssigned(declaration)
  );
}

/**
 * Whether a statement before `place` returns, throws or continues unless something is true of the value: an `if`, or an
 * assertion such as `assert(id)`.
 */
function isLeftWithout(place: ts.Node, statements: readonly ts.Statement[], subject: Subject, proof: Proof): boolean {
  return statements.slice(0, statements.indexOf(place as ts.Statement)).some((statement) => {
    const asserted = assertedBy(statement);
    if (asserted) return proves(asserted, true, subject, proof);
    if (!ts.isIfStatement(statement)) return false;
    const { expression: test, thenStatement, elseStatement } = statement;
    if (leaves(thenStatement, proof.context)) return proves(test, false, subject, proof, statement);
    return elseStatement !== undefined && leaves(elseStatement, proof.context) && proves(test, true, subject, proof);
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
 * Whether a test that holds, or fails, proves something of a value which is not written to between the two: `path`,
 * `path != null`, `typeof path === 'string'` and `path === 'admin'` by holding, `!path` and the like by failing, and
 * both within `!`, `&&` and `||`.
 *
 * @param end where the test is over, if that is behind it: writes in between do not count
 */
function proves(test: ts.Node, isHeld: boolean, subject: Subject, proof: Proof, end: ts.Node = test): boolean {
  const inner = unwrap(test);
  const within = (part: ts.Node, isPartHeld = isHeld) => proves(part, isPartHeld, subject, proof, end);
  if (isNegation(inner)) return within(inner.operand, !isHeld);
  if (!ts.isBinaryExpression(inner)) return isHeld && proof.isByTruth && isAbout(inner, subject, proof, end);
  const { left, right, operatorToken } = inner;
  const { AmpersandAmpersandToken, BarBarToken } = ts.SyntaxKind;
  const isChain = operatorToken.kind === AmpersandAmpersandToken || operatorToken.kind === BarBarToken;
  // Of `a && b` that holds, both hold; of one that fails, either.
  if (isChain)
    return isHeld === (operatorToken.kind === AmpersandAmpersandToken)
      ? within(left) || within(right)
      : within(left) && within(right);
  const operator = operatorToken.getText();
  if (!/^[!=]==?$/.test(operator)) return false;
  const isEqual = isHeld === operator.startsWith('=');
  if (ts.isTypeOfExpression(left))
    return isEqual && isTypeName(right, proof) && isAbout(left.expression, subject, proof, end);
  const isEnough = isEqual ? isValue(right) : isAbsence(right, operator.length === 2, proof);
  return proof.isByTruth && isEnough && isAbout(left, subject, proof, end);
}

/**
 * Whether an expression that is there is the value, or reads a member of it (then the value is there as well), and the
 * value is not written to in between. A call counts for what it is called on: `session?.roles.includes('admin')`.
 */
function isAbout(node: ts.Node, { value, path, whole }: Subject, { isByTruth }: Proof, end: ts.Node): boolean {
  const inner = unwrap(node);
  const tested = pathOf(ts.isCallExpression(inner) ? inner.expression : inner);
  if (!tested) return false;
  const isIt = (a: Path, b: Path) =>
    (isSamePath(a, b) && !ts.isCallExpression(inner)) || (isByTruth && isMemberOf(a, b));
  if (isIt(tested, path)) return !isChangedBetween(path, end, value);
  return isIt(followed(tested), whole) && !isEverChanged(path, value) && !isEverChanged(whole, value);
}

/** Whether an expression is a literal that is neither null nor undefined, so that what equals it is neither. */
function isValue(node: ts.Expression): boolean {
  const { TrueKeyword, FalseKeyword } = ts.SyntaxKind;
  return ts.isStringLiteralLike(node) || ts.isNumericLiteral(node) || [TrueKeyword, FalseKeyword].includes(node.kind);
}

/**
 * Whether a value that is not equal to this one is there: `null` and `undefined`; `undefined` alone where the compiler
 * lets no null through.
 */
function isAbsence(node: ts.Expression, isLoose: boolean, { context }: Proof): boolean {
  return isLoose ? isNullish(node) : isStrictlyTyped(context) && isUndefined(node);
}

/** Whether an expression is a type's name as `typeof` gives it that is enough for a proof. */
function isTypeName(node: ts.Expression, { hasType }: Proof): boolean {
  return ts.isStringLiteralLike(node) && hasType(node.text);
}
