import { ts } from '../../ts.cts';
import type { QuerySite } from '../../facts.ts';
import { isNeverAssigned } from '../syntax/writes.ts';
import { usesOf } from '../syntax/references.ts';
import { declarationOf } from '../syntax/scope.ts';
import { type Access, isAccess, isAssignment, isExported, unwrap } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/** An access `x.findMany` or `x.findFirst`, where `x` may be a table of `db.query`. */
export interface QueryMethod {
  node: Access;
  name: QuerySite['method'];
}

/** A call of such a method. */
export interface MethodCall extends QueryMethod {
  /** The first argument that the method gets; undefined when there is none. */
  config: ts.Expression | undefined;
}

/**
 * The name of the accessed member: `a.users`, `a['users']`, or `a[key]` with a constant in sight; otherwise undefined.
 */
export function keyOfAccess(access: Access, evaluator: Evaluator): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  const key = evaluator.evaluate(access.argumentExpression);
  return key.kind === 'expression' && ts.isStringLiteralLike(key.node) ? key.node.text : undefined;
}

/** The method that a node accesses; undefined when it is no access or of another name. */
export function methodAt(node: ts.Node, evaluator: Evaluator): QueryMethod | undefined {
  if (!isAccess(node)) return undefined;
  const name = keyOfAccess(node, evaluator);
  return name === 'findMany' || name === 'findFirst' ? { node, name } : undefined;
}

/**
 * The `findMany` or `findFirst` that a call calls, with its configuration: directly, through `.call` or `.apply`, or
 * through a constant that holds the method. Undefined for other calls, and for `.apply` whose arguments are no array
 * literal.
 */
export function calledMethod(call: ts.CallExpression, evaluator: Evaluator): MethodCall | undefined {
  const direct = methodIn(call.expression, evaluator);
  if (direct) return { ...direct, config: call.arguments[0] };
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !/^(?:call|apply)$/.test(callee.name.text)) return undefined;
  const method = methodIn(callee.expression, evaluator);
  const given = call.arguments[1];
  if (!method || !given || callee.name.text === 'call') return method && { ...method, config: given };
  const list = unwrap(given);
  return ts.isArrayLiteralExpression(list) ? { ...method, config: list.elements[0] } : undefined;
}

/** The method that an expression stands for: in place, bound to its table (`.bind(…)`), or held in a variable. */
function methodIn(node: ts.Expression, evaluator: Evaluator, depth = 0): QueryMethod | undefined {
  const inner = unwrap(node) as ts.Expression;
  const method = methodAt(inner, evaluator);
  if (method || depth > 4) return method;
  if (isComma(inner)) return methodIn(inner.right, evaluator, depth + 1);
  if (ts.isCallExpression(inner)) {
    const callee = unwrap(inner.expression);
    const isBind = ts.isPropertyAccessExpression(callee) && callee.name.text === 'bind';
    return isBind ? methodIn(callee.expression, evaluator, depth + 1) : undefined;
  }
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  const isHeld = declaration && ts.isVariableDeclaration(declaration) && isNeverAssigned(declaration);
  return isHeld && declaration.initializer ? methodIn(declaration.initializer, evaluator, depth + 1) : undefined;
}

function isComma(node: ts.Node): node is ts.BinaryExpression {
  return ts.isBinaryExpression(node) && node.operatorToken.kind === ts.SyntaxKind.CommaToken;
}

/**
 * Whether a method is used as a value in such a way that its calls are not in sight, for example passed to a function
 * or exported. Not counted are uses that only look at it, and test code that mocks it.
 *
 * @param method the node of the method, or an expression that has it as its value
 */
export function isTakenAway(method: ts.Node, evaluator: Evaluator): boolean {
  const { parent } = method;
  const isAway = (node: ts.Node): boolean => isTakenAway(node, evaluator);
  if (ts.isAsExpression(parent) && /[mM]ock|[sS]py/.test(parent.type.getText())) return false;
  if (unwrap(parent) !== parent) return isAway(parent);
  if (ts.isCallExpression(parent)) return parent.expression !== method && !isMock(parent);
  if (ts.isBinaryExpression(parent)) return isResult(parent, method) && (isAssignment(parent) || isAway(parent));
  if (ts.isConditionalExpression(parent)) return parent.condition !== method && isAway(parent);
  if (ts.isPropertyAccessExpression(parent)) {
    const call = parent.parent;
    if (!ts.isCallExpression(call) || call.expression !== parent) return false;
    if (parent.name.text === 'bind') return isAway(call);
    return /^(?:call|apply)$/.test(parent.name.text) && calledMethod(call, evaluator) === undefined;
  }
  if (ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)) {
    return isExported(parent) || !isNeverAssigned(parent) || usesOf(parent.name).some(isAway);
  }
  return !isTested(parent) && !ts.isExpressionStatement(parent) && !ts.isTypeQueryNode(parent);
}

/** Whether one side of a binary operator may be the value of the whole expression. */
function isResult(node: ts.BinaryExpression, side: ts.Node): boolean {
  const { left, operatorToken } = node;
  const { kind } = operatorToken;
  const { AmpersandAmpersandToken, BarBarToken, CommaToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (side === left) return kind === BarBarToken || kind === QuestionQuestionToken;
  return isAssignment(node) || [AmpersandAmpersandToken, BarBarToken, CommaToken, QuestionQuestionToken].includes(kind);
}

/** Whether only the presence of a value matters to the node around it. */
function isTested(parent: ts.Node): boolean {
  return (
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent)
  );
}

/**
 * Whether a call is `.bind`, `.call` or `.apply` of a query method. Its first argument is `this`, the table, and not
 * handed to other code.
 */
export function isOfMethod(call: ts.CallExpression, evaluator: Evaluator): boolean {
  const callee = unwrap(call.expression);
  const isIt = ts.isPropertyAccessExpression(callee) && /^(?:bind|call|apply)$/.test(callee.name.text);
  return isIt && methodIn(callee.expression, evaluator) !== undefined;
}

/**
 * Whether a call is one of a test that looks at or replaces what it is given: `vi.spyOn(db.query.users, 'findFirst')`,
 * `expect(db.query.users.findFirst)`.
 *
 * @param file the file of the call, where it is at hand
 */
export function isMock(call: ts.CallExpression, file?: ts.SourceFile): boolean {
  return /^(?:expect|vi|jest|sinon|assert|mock\w*|spyOn|console)\b|[sS]py|[mM]ock/.test(call.expression.getText(file));
}
