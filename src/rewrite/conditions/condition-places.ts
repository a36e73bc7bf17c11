import { ts } from '../../ts.cts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import { isAnd, isFunction, nameText, unwrap, type FunctionNode } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';

/** Tests of where a condition stands in the syntax tree: in another condition, in a list, in a `return`. */

/**
 * Whether the parent is still the same condition or one of which it is a part, or a list of conditions: `and(a)`,
 * `x ? a : b`, `x && a`, `[a]`, `...list`, `ids.map((id) => a)`, `await a`.
 */
export function isInside(node: ts.Node, project: Project): boolean {
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return parent.condition !== node;
  if (ts.isCallExpression(parent)) return isGroup(parent, project) || isMapping(parent);
  if (isAnd(parent)) return parent.right === node;
  const isMapper = ts.isArrowFunction(parent) && parent.body === node && isMapping(parent.parent);
  return (
    isMapper ||
    (ts.isArrowFunction(node) && isMapping(parent)) ||
    ts.isArrayLiteralExpression(parent) ||
    ts.isSpreadElement(parent) ||
    ts.isAwaitExpression(parent) ||
    unwrap(parent) === unwrap(node)
  );
}

/**
 * Whether a call is `and(…)`, `or(…)` or `not(…)`, imported or taken from the operators that a v1 callback is given.
 */
function isGroup(call: ts.CallExpression, project: Project): boolean {
  const callee = project.evaluator.evaluate(call.expression);
  const isOutOfSight = callee.kind === 'unknown' && callee.reason !== 'runtime';
  const name =
    callee.kind === 'external'
      ? callee.name
      : isOutOfSight
        ? call.expression.getText()
        : operatorOfCallback(call.expression);
  return name === 'and' || name === 'or' || name === 'not';
}

/**
 * The operator that a callee takes from the second parameter of a v1 callback: `and` for `(user, { and }) => and(…)`
 * and for `(user, operators) => operators.and(…)`. `undefined` for any other callee.
 */
function operatorOfCallback(callee: ts.Expression): string | undefined {
  const isMember = ts.isPropertyAccessExpression(callee);
  const name = isMember ? callee.expression : callee;
  const declaration = ts.isIdentifier(name) ? declarationOf(name) : undefined;
  const parameter = declaration && ts.isBindingElement(declaration) ? declaration.parent.parent : declaration;
  if (!declaration || !parameter || !ts.isParameter(parameter) || !isFunction(parameter.parent)) return undefined;
  if (!isCallback(parameter.parent) || parameter.parent.parameters.indexOf(parameter) !== 1) return undefined;
  if (ts.isParameter(declaration)) return isMember ? callee.name.text : undefined;
  if (!ts.isBindingElement(declaration) || isMember) return undefined;
  return (declaration.propertyName ?? declaration.name).getText();
}

/** Whether a call is `ids.map((id) => …)`. */
export function isMapping(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || node.arguments.length !== 1 || !ts.isArrowFunction(node.arguments[0]!))
    return false;
  return ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'map';
}

/** The variable of the list that a condition is pushed to, by the statement `list.push(condition)`. */
export function listThatTakes(condition: ts.Node): ts.VariableDeclaration | undefined {
  const call = condition.parent;
  if (!ts.isCallExpression(call) || call.expression === condition || !ts.isExpressionStatement(call.parent))
    return undefined;
  const callee = call.expression;
  return ts.isPropertyAccessExpression(callee) && callee.name.text === 'push'
    ? variableOf(callee.expression)
    : undefined;
}

/** The function whose `return` or arrow body a node is. */
export function returnedBy(node: ts.Node): FunctionNode | undefined {
  const { parent } = node;
  if (ts.isArrowFunction(parent)) return parent.body === node ? parent : undefined;
  const fn = ts.isReturnStatement(parent) ? ts.findAncestor(parent, ts.isFunctionLike) : undefined;
  return fn && isFunction(fn) ? fn : undefined;
}

/** Whether a function is itself the `where` of a query, and consists of one expression or statement. */
export function isCallback(fn: FunctionNode): boolean {
  const property = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  const isMember = ts.isObjectLiteralElement(property) && ts.isObjectLiteralExpression(property.parent);
  if (!isMember || !property.name || nameText(property.name) !== 'where') return false;
  return !fn.body || !ts.isBlock(fn.body) || fn.body.statements.length === 1;
}
