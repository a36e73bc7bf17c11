import { ts } from '../../ts.cts';
import { usesOf } from '../../read/syntax/references.ts';
import { isExported } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import type { ResultRead } from '../results/result-walk.ts';
import { isNothing, isTruthTest, otherBranch } from '../results/value-places.ts';
import { claimName } from './claim-name.ts';
import { isChangedInPlace, isLeftEarly, isTakenByPosition, outsideParentheses } from './list-uses.ts';
import {
  cut,
  followRow,
  hasComment,
  isRowItself,
  put,
  shorten,
  type ThroughKeys,
  type ThroughRewrite,
} from './through-rows.ts';

/** Array methods that can be rewritten, with the positions of the parameters that get rows. */
const rowParameters: ReadonlyMap<string, readonly number[]> = new Map([
  ['map', [0]],
  ['flatMap', [0]],
  ['forEach', [0]],
  ['filter', [0]],
  ['some', [0]],
  ['every', [0]],
  ['sort', [0, 1]],
  ['toSorted', [0, 1]],
  ['reduce', [1]],
]);
/** Methods that return rows of the list again. */
const listing = new Set(['filter', 'sort', 'toSorted']);
/** Methods that return all rows in reverse order. */
const reversing = new Set(['reverse', 'toReversed']);
/** Methods whose callback makes the new elements. */
const mapping = new Set(['map', 'flatMap']);

/**
 * Rewrites the places that read a list of junction rows to read the rows behind them:
 * `x.usersToGroups.map((m) => m.group)` → `x.groups`.
 *
 * @returns the first place that uses the junction rows for anything else, or depends on their order; the caller then
 *   has to take back the edits. `undefined` when all could be rewritten
 */
export function rewriteThroughReaders(
  reads: readonly ResultRead[],
  keys: ThroughKeys,
  project: Project,
): ts.Node | undefined {
  const obstacles: ts.Node[] = [];
  const rewrite: ThroughRewrite = { keys, project, refuse: (node) => void obstacles.push(node) };
  for (const read of reads) followRead(read, rewrite);
  return obstacles[0];
}

/** Renames the key at a read, `usersToGroups` → `groups`, and follows the list from there. */
function followRead(read: ResultRead, rewrite: ThroughRewrite): void {
  const { keys, project } = rewrite;
  if (project.sources.get(read.getSourceFile().fileName)?.component) return rewrite.refuse(read);
  if (!ts.isBindingElement(read)) {
    put(read, keys.list, rewrite);
    return followList(read.parent, undefined, rewrite);
  }
  const { name, propertyName, initializer } = read;
  if (!ts.isIdentifier(name) || isExported(read) || (initializer && !isNothing(initializer)))
    return rewrite.refuse(read);
  const local = !propertyName && claimName(keys.list, read) ? keys.list : name.text;
  if (propertyName && local === keys.list) cut(read, propertyName.getStart(), name.getStart(), rewrite);
  else if (propertyName) put(propertyName, keys.list, rewrite);
  else put(name, local === keys.list ? local : `${keys.list}: ${local}`, rewrite);
  for (const use of usesOf(name)) {
    if (local !== name.text) put(use, local, rewrite);
    followList(use, local, rewrite);
  }
}

/**
 * Follows a list of junction rows to where its rows are read.
 *
 * @param local the name of the list here, when it is held by a variable
 */
function followList(expression: ts.Node, local: string | undefined, rewrite: ThroughRewrite): void {
  const node = outsideParentheses(expression);
  const { parent } = node;
  if (isTruthTest(parent, node)) return;
  const other = otherBranch(parent, node);
  if (other) return isNothing(other) ? followList(parent, undefined, rewrite) : rewrite.refuse(other);
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) {
    if (!ts.isIdentifier(parent.name) || parent.type || isExported(parent)) return rewrite.refuse(parent);
    for (const use of usesOf(parent.name)) followList(use, use.text, rewrite);
    return;
  }
  if (ts.isForOfStatement(parent) && parent.expression === node) {
    const { initializer } = parent;
    if (!ts.isVariableDeclarationList(initializer) || isLeftEarly(parent.statement)) return rewrite.refuse(parent);
    return followRow(initializer.declarations[0]!.name, parent, true, rewrite);
  }
  if (!ts.isPropertyAccessExpression(parent) || parent.expression !== node) return rewrite.refuse(node);
  if (parent.name.text === 'length') return;
  const call = parent.parent;
  if (!ts.isCallExpression(call) || call.expression !== parent) return rewrite.refuse(parent);
  followMethod(parent.name.text, call, node, local, rewrite);
}

/** Rewrites the callback of an array method to get the rows behind the junction. */
function followMethod(
  method: string,
  call: ts.CallExpression,
  list: ts.Node,
  local: string | undefined,
  rewrite: ThroughRewrite,
): void {
  const [callback] = call.arguments;
  if (reversing.has(method) && !callback) return followList(call, undefined, rewrite);
  const positions = rowParameters.get(method);
  if (!positions || !callback || !(ts.isArrowFunction(callback) || ts.isFunctionExpression(callback)))
    return rewrite.refuse(call);
  const { parameters } = callback;
  if (callback.type && ts.isTypePredicateNode(callback.type)) return rewrite.refuse(callback);
  // After the rows a callback gets their index, which stays, and then the list, whose elements would be others.
  if (parameters.length > positions.at(-1)! + 2) return rewrite.refuse(callback);
  if (method === 'reduce' && call.arguments.length < 2) return rewrite.refuse(call);
  if (mapping.has(method) && isTakenByPosition(call)) return rewrite.refuse(call);
  if (mapping.has(method) && isRowItself(callback, rewrite)) return replaceByRows(call, list, local, rewrite);
  for (const position of positions) {
    const parameter = parameters[position];
    if (!parameter) continue;
    if (parameter.type || parameter.initializer || parameter.dotDotDotToken) return rewrite.refuse(parameter);
    followRow(parameter.name, callback, positions.length === 1, rewrite);
  }
  if (listing.has(method)) followList(call, undefined, rewrite);
}

/** Replaces `list.map((m) => m.group)` by the new list itself, or by a copy when the result is changed in place. */
function replaceByRows(
  call: ts.CallExpression,
  list: ts.Node,
  local: string | undefined,
  rewrite: ThroughRewrite,
): void {
  if (hasComment(call, list.end, call.end)) return rewrite.refuse(call);
  const isCopied = isChangedInPlace(call);
  const copy = isCopied ? ['.slice()'] : [];
  rewrite.project.changes.replace(call.getSourceFile().fileName, list.end, call.end, ...copy);
  if (!isCopied && local !== undefined && ts.isIdentifier(list)) shorten(call, local, rewrite);
}
