import { ts } from '../ts.cts';
import type { QuerySite } from '../facts.ts';
import { isNeverAssigned } from './evaluate.ts';
import { usesOf } from './references.ts';
import { declarationOf } from './scope.ts';
import { type Access, isAccess, isAssignment, isExported, unwrap } from './syntax.ts';
import type { Evaluator } from './value.ts';

/** `findMany` or `findFirst` of something that may be a table of `db.query`. */
export interface QueryMethod {
  node: Access;
  name: QuerySite['method'];
}

/** A call of such a method, and what it is given. */
export interface MethodCall extends QueryMethod {
  config: ts.Expression | undefined;
}

/** The name of a member, as far as it is known without running the program. */
export function keyOfAccess(access: Access, evaluator: Evaluator): string | undefined {
  if (ts.isPropertyAccessExpression(access)) return access.name.text;
  const key = evaluator.evaluate(access.argumentExpression);
  return key.kind === 'expression' && ts.isStringLiteralLike(key.node) ? key.node.text : undefined;
}

/** The method that an expression takes from something. */
export function methodAt(node: ts.Node, evaluator: Evaluator): QueryMethod | undefined {
  if (!isAccess(node)) return undefined;
  const name = keyOfAccess(node, evaluator);
  return name === 'findMany' || name === 'findFirst' ? { node, name } : undefined;
}

/** The method that a call calls, and what it gives it: directly, by `call` or `apply`, or by way of a constant. */
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

/** The method that an expression stands for: in place, bound to its table, or held in a constant. */
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
 * Whether a method is taken as a value, so that nobody sees what it is called with. Tests that look at it, replace it or
 * cast it to a mock do not count.
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

/** Whether one side of an operator is what the whole gives, or may give. */
function isResult(node: ts.BinaryExpression, side: ts.Node): boolean {
  const { left, operatorToken } = node;
  const { kind } = operatorToken;
  const { AmpersandAmpersandToken, BarBarToken, CommaToken, QuestionQuestionToken } = ts.SyntaxKind;
  if (side === left) return kind === BarBarToken || kind === QuestionQuestionToken;
  return isAssignment(node) || [AmpersandAmpersandToken, BarBarToken, CommaToken, QuestionQuestionToken].includes(kind);
}

/** Whether it only matters that something is there. */
function isTested(parent: ts.Node): boolean {
  return (
    ts.isTypeOfExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isIfStatement(parent) ||
    ts.isWhileStatement(parent)
  );
}

/** Whether a call takes a method by `bind`, `call` or `apply`, and gives it its own table. */
export function isOfMethod(call: ts.CallExpression, evaluator: Evaluator): boolean {
  const callee = unwrap(call.expression);
  const isIt = ts.isPropertyAccessExpression(callee) && /^(?:bind|call|apply)$/.test(callee.name.text);
  return isIt && methodIn(callee.expression, evaluator) !== undefined;
}

/** `vi.spyOn(db.query.users, 'findFirst')`, `expect(db.query.users.findFirst)`: tests look at what is called. */
export function isMock(call: ts.CallExpression): boolean {
  return /^(?:expect|vi|jest|sinon|assert|mock\w*|spyOn|console)\b|[sS]py|[mM]ock/.test(call.expression.getText());
}
