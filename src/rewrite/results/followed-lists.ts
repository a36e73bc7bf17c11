import { ts } from '../../ts.cts';
import { followBinding } from './followed-bindings.ts';
import type { ResultWalk } from './result-walk.ts';
import type { Step } from './returned-results.ts';

/** Array methods whose callback gets elements. */
export const ofElements = new Set([
  'map',
  'flatMap',
  'forEach',
  'filter',
  'find',
  'findLast',
  'findIndex',
  'some',
  'every',
  'sort',
  'toSorted',
]);
/** Array methods that return a list of the same elements. */
const ofLists = new Set(['filter', 'slice', 'sort', 'toSorted', 'reverse', 'toReversed', 'concat']);
/** Array methods that return one element. */
const ofOne = new Set(['find', 'findLast', 'at', 'pop', 'shift']);

/** Follows a list to its elements: `for … of`, an index, or an array method. The path starts with `[]`. */
export function followList(node: ts.Node, path: readonly Step[], walk: ResultWalk): void {
  const { found, follow } = walk;
  const rest = path.slice(1);
  const { parent } = node;
  if (ts.isForOfStatement(parent) && parent.expression === node && ts.isVariableDeclarationList(parent.initializer)) {
    return followBinding(parent.initializer.declarations[0]!.name, rest, walk);
  }
  if (ts.isElementAccessExpression(parent) && parent.expression === node) return follow(parent, rest);
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return void found.escapes.push(node);
  const method = parent.name.text;
  const methodCall = parent.parent;
  if (method === 'length') return;
  if (!ts.isCallExpression(methodCall) || methodCall.expression !== parent) return void found.escapes.push(node);
  const [callback] = methodCall.arguments;
  if (ofElements.has(method)) {
    if (!callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
      return void found.escapes.push(node);
    const parameters =
      method === 'sort' || method === 'toSorted' ? callback.parameters : callback.parameters.slice(0, 1);
    for (const parameter of parameters) followBinding(parameter.name, rest, walk);
  } else if (!ofLists.has(method) && !ofOne.has(method)) return void found.escapes.push(node);
  if (ofLists.has(method)) follow(methodCall, path);
  if (ofOne.has(method)) follow(methodCall, rest);
}
