import type { Value } from '../../facts.ts';
import { isAsConst, isFunction } from '../../read/syntax/syntax.ts';
import { mergedBy } from '../../read/values/members.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Whether an object literal has no contextual type, as in `const config = { orderBy: { id: 'desc' } }`. TypeScript then
 * widens its literals (`'desc'` to `string`), which v2's types refuse, so that they must be written `'desc' as const`.
 */
export function isHoisted(object: ts.ObjectLiteralExpression, { evaluator }: Project): boolean {
  // An `as const` narrows the members of nested literals, but not the branches of a conditional, nor what is spread.
  let isChosen = false;
  for (let node: ts.Node = object; node.parent; node = node.parent) {
    const { parent } = node;
    if (ts.isCallExpression(parent)) return isInferred(node, evaluator.evaluate(parent.expression));
    isChosen ||= ts.isConditionalExpression(parent) || ts.isBinaryExpression(parent) || ts.isSpreadAssignment(parent);
    if (isChosen && isAsConst(parent)) continue;
    if (ts.isSatisfiesExpression(parent) || ts.isAsExpression(parent)) return false;
    if (ts.isVariableDeclaration(parent)) return parent.type === undefined;
    if (ts.isFunctionLike(parent) || ts.isStatement(parent) || ts.isPropertyDeclaration(parent)) return true;
  }
  return true;
}

/** Whether a node stands in an expression that is followed by `as const`, at whatever depth. */
export function isUnderConst(member: ts.Node): boolean {
  const owner = ts.findAncestor(member, (parent) => ts.isAsExpression(parent) || ts.isStatement(parent));
  return owner !== undefined && isAsConst(owner);
}

/**
 * Whether the parameter that takes an argument has a type parameter for its type, `<T extends object>(config: T) => …`,
 * as those of `Object.assign` have, so that the argument gets no contextual type from v2.
 */
function isInferred(argument: ts.Node, fn: Value): boolean {
  if (mergedBy(argument.parent).length > 0) return true;
  if (fn.kind !== 'expression' || !isFunction(fn.node) || !ts.isCallExpression(argument.parent)) return false;
  const type = fn.node.parameters[argument.parent.arguments.indexOf(argument as ts.Expression)]?.type;
  return fn.node.typeParameters?.some(({ name }) => name.text === type?.getText()) ?? false;
}
