import { ts } from '../../ts.cts';
import { isFunction } from '../../read/syntax/syntax.ts';
import { followBinding } from './followed-bindings.ts';
import { ofElements } from './followed-lists.ts';
import { trail } from './followed.ts';
import { noteOthers } from './other-values.ts';
import type { ResultWalk } from './result-walk.ts';
import { functionOf, usesOfFunction, type Step } from './returned-results.ts';
import { ownersOfType } from './typed-owners.ts';
import { isNothing } from './value-places.ts';

/**
 * Follows a method call on a query or its promise (`.execute()`, `.then(…)`). Returns false when it is none of these
 * methods.
 */
export function followQuery(access: ts.PropertyAccessExpression, path: readonly Step[], walk: ResultWalk): boolean {
  const { found, follow } = walk;
  const method = access.name.text;
  const methodCall = access.parent;
  if (!ts.isCallExpression(methodCall) || methodCall.expression !== access) return false;
  if (method === 'toSQL') return found.statements.push(methodCall) > 0;
  const [callback] = methodCall.arguments;
  const onError = method === 'catch' ? callback : method === 'then' ? methodCall.arguments[1] : undefined;
  if (onError) noteOthers(returnsOf(onError), path, walk);
  if (ofQueries.has(method)) follow(methodCall, path);
  else if (method === 'then') {
    if (!callback || !isFunction(callback)) found.escapes.push(access.expression);
    else if (callback.parameters[0]) followBinding(callback.parameters[0].name, path, walk);
  } else return false;
  return true;
}

/**
 * Follows a returned value to the calls of its function, or for a callback to what is made of its results:
 * `.then(…)`, `.map(…)`.
 */
export function followReturned(node: ts.Node, path: readonly Step[], place: ts.Node, walk: ResultWalk): void {
  const { found, follow } = walk;
  const fn = functionOf(node);
  if (!fn) return void found.escapes.push(place);
  if (!walk.isFirst(fn, path)) return;
  const isSame = (value: ts.Node) => value === node || (ts.isIdentifier(node) && value.getText() === node.text);
  const others = returnsOf(fn).filter((value) => !isSame(value));
  noteOthers(others, path, walk);
  if ('type' in fn && fn.type) found.typed.push(fn.type as ts.TypeNode);
  const { parent } = fn;
  if (ts.isCallExpression(parent) && ts.isPropertyAccessExpression(parent.expression)) {
    const method = parent.expression.name.text;
    if (method === 'then') return follow(parent, path);
    if (method === 'map' && !isAsync(fn)) return follow(parent, ['[]', ...path]);
    if (ofElements.has(method) && method !== 'flatMap' && method !== 'map') return;
  }
  followCalls(fn, path, place, walk);
}

/** Follows what a function returns to its calls, and to the types that are derived from it. */
function followCalls(fn: ts.Node, path: readonly Step[], place: ts.Node, walk: ResultWalk): void {
  const { found, project, follow } = walk;
  const uses = usesOfFunction(fn, project);
  if (!uses) return void found.escapes.push(place);
  for (const use of uses) {
    const { parent: owner } = use;
    if (ts.isCallExpression(owner) && owner.expression === use) follow(owner, path);
    else if (ts.isTypeQueryNode(owner)) followType(owner, path, walk);
    else found.escapes.push(use);
  }
}

/** Follows the result by types: `row: NonNullable<Awaited<ReturnType<typeof load>>>`. */
export function followType(type: ts.Node, path: readonly Step[], walk: ResultWalk): void {
  const { found, project, follow, isFirst } = walk;
  const typed = ownersOfType(type, path, project);
  found.indexes.push(...typed.indexes);
  found.escapes.push(...typed.escapes);
  for (const { node, path: rest } of typed.owners) {
    if (ts.isAssertionExpression(node)) follow(node, rest);
    else if (isFunction(node)) {
      if (isFirst(node, rest)) followCalls(node, rest, type, walk);
    } else {
      found.typedTrails.push(trail(node, rest));
      followBinding(node.name, rest, walk);
    }
  }
}

/**
 * The values that a function returns, except those without keys (`null`, `[]`). For what is no function in place (a
 * callback passed by name), the node itself.
 */
function returnsOf(fn: ts.Node): ts.Node[] {
  const found: ts.Expression[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isReturnStatement(node) && node.expression) found.push(node.expression);
    ts.forEachChild(node, visit);
  };
  if (ts.isArrowFunction(fn) && !ts.isBlock(fn.body)) found.push(fn.body);
  else if (isFunction(fn)) ts.forEachChild(fn, visit);
  else return [fn];
  return found.filter((value) => !isNothing(value));
}

/** Methods of a query, or of its promise, whose result is the query's. */
const ofQueries = new Set(['execute', 'sync', 'prepare', 'all', 'get', 'catch', 'finally']);

function isAsync(fn: ts.Node): boolean {
  return ts.canHaveModifiers(fn) && (ts.getModifiers(fn) ?? []).some(({ kind }) => kind === ts.SyntaxKind.AsyncKeyword);
}
