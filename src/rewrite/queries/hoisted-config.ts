import type { Value } from '../../facts.ts';
import { isFunction } from '../../read/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** Whether an object stands outside of a query's call: a constant, or an argument, that nothing gives a type. */
export function isHoisted(object: ts.ObjectLiteralExpression, { evaluator }: Project): boolean {
  // `as const` reaches members of literals, but neither branches nor what is spread.
  let isChosen = false;
  for (let node: ts.Node = object; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isCallExpression(parent)) return isInferred(node, evaluator.evaluate(parent.expression));
    isChosen ||= ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent) || ts.isSpreadAssignment(parent);
    if (isChosen && ts.isAsExpression(parent) && ts.isConstTypeReference(parent.type)) continue;
    if (ts.isSatisfiesExpression(parent) || ts.isAsExpression(parent)) return false;
    if (ts.isVariableDeclaration(parent)) return parent.type === undefined;
    if (ts.isFunctionLike(parent) || ts.isStatement(parent) || ts.isPropertyDeclaration(parent)) return true;
  }
  return true;
}

/** Whether a member stands in an object that is given `as const`, at whatever depth. */
export function isUnderConst(member: ts.Node): boolean {
  const owner = ts.findAncestor(member, (parent) => ts.isAsExpression(parent) || ts.isStatement(parent));
  return owner !== undefined && ts.isAsExpression(owner) && ts.isConstTypeReference(owner.type);
}

/** Whether a function takes the type of a parameter from the argument: `<T extends object>(config: T) => …`. */
function isInferred(argument: ts.Node, fn: Value): boolean {
  if (fn.kind !== 'expression' || !isFunction(fn.node) || !ts.isCallExpression(argument.parent)) return false;
  const type = fn.node.parameters[argument.parent.arguments.indexOf(argument as ts.Expression)]?.type;
  return fn.node.typeParameters?.some(({ name }) => name.text === type?.getText()) ?? false;
}
