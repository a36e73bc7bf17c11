import { ts } from '../../ts.cts';
import { memberNamed, nameText } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { followBinding } from './followed-bindings.ts';
import { followQuery, followReturned, followType } from './followed-functions.ts';
import { followList } from './followed-lists.ts';
import { firstTimes, trail } from './followed.ts';
import { parameterOf } from './renamed-arguments.ts';
import type { ResultReaders, ResultWalk } from './result-walk.ts';
import type { Step } from './returned-results.ts';
import { isNothing, isSameQuery, isTransparent, isTruthTest, otherBranch } from './value-places.ts';

/**
 * Follows the result of a query to the places that read one key of it: through variables, patterns, `await`, array
 * methods, callbacks, returned values, object literals and types.
 *
 * @param call the `findMany` or `findFirst` call
 * @param steps the way into the result, with the key at its end: `['[]', 'posts']`
 */
export function readersOf(call: ts.CallExpression, steps: readonly Step[], project: Project): ResultReaders {
  const walk = walkOf(call, project);
  walk.follow(call, steps);
  return walk.found;
}

/** Follows the values of a type, such as `BuildQueryResult<…>`, to the places that read one key of them. */
export function readersOfType(type: ts.Node, steps: readonly Step[], project: Project): ResultReaders {
  const walk = walkOf(undefined, project);
  followType(type, steps, walk);
  return walk.found;
}

function walkOf(call: ts.CallExpression | undefined, project: Project): ResultWalk {
  const found: ResultReaders = {
    reads: [],
    indexes: [],
    escapes: [],
    given: [],
    typedTrails: [],
    typed: [],
    mixed: [],
    standIns: [],
    rests: [],
    statements: [],
  };
  const walk: ResultWalk = {
    call,
    project,
    found,
    follow: (expression, path, place = expression) => followExpression(expression, path, place, walk),
    isFirst: firstTimes(),
  };
  return walk;
}

/** See `ResultWalk.follow`. */
function followExpression(expression: ts.Node, path: readonly Step[], place: ts.Node, walk: ResultWalk): void {
  const { call, project, found, follow } = walk;
  let node = expression;
  while (isTransparent(node.parent, node)) {
    node = node.parent;
    if (ts.isSatisfiesExpression(node)) found.typed.push(node.type);
  }
  const { parent } = node;
  if (isTruthTest(parent, node) || ts.isExpressionStatement(parent)) return;
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) return followBinding(parent.name, path, walk);
  const other = otherBranch(parent, node);
  if (other && !isNothing(other)) {
    if (!call || !isSameQuery(other, call)) return void found.escapes.push(place);
    found.mixed.push(other);
  }
  if (other) return follow(parent, path);
  if (ts.isPropertyAccessExpression(parent) && parent.expression === node && followQuery(parent, path, walk)) return;
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
    return followReturned(node, path, place, walk);
  if (followIntoLiteral(node, path, place, walk)) return;
  const parameter = parameterOf(node, project);
  if (parameter?.type) {
    // The parameter may be typed as the result of a query that is not rewritten yet.
    found.given.push({ place, trail: trail(parameter, path) });
    return;
  }
  const [step, ...rest] = path;
  if (step === '[]') followList(node, path, walk);
  else if (ts.isElementAccessExpression(parent) && parent.expression === node && step?.startsWith('[')) {
    if (`[${parent.argumentExpression.getText()}]` === step) follow(parent, rest);
    else if (!ts.isNumericLiteral(parent.argumentExpression)) found.escapes.push(place);
  } else if (ts.isPropertyAccessExpression(parent) && parent.expression === node) {
    if (parent.name.text !== step) return;
    if (rest.length > 0) follow(parent, rest);
    else found.reads.push(parent.name);
  } else found.escapes.push(place);
}

/**
 * Follows a value into a literal around it: `{ order: row }` and `await Promise.all([rows])` hold it one step deeper,
 * `{ ...row }` holds its keys, but for those that later members overwrite. Returns whether there is one.
 */
function followIntoLiteral(node: ts.Node, path: readonly Step[], place: ts.Node, { follow }: ResultWalk): boolean {
  const { parent } = node;
  if (ts.isSpreadAssignment(parent)) {
    const { properties } = parent.parent;
    const later = properties.slice(properties.indexOf(parent) + 1);
    if (path[0] === undefined || !memberNamed(later, path[0])) follow(parent.parent, path, place);
    return true;
  }
  const isMember = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
  const key = isMember ? nameText(parent.name) : undefined;
  if (isMember && key !== undefined) {
    follow(parent.parent, [key, ...path], place);
    return true;
  }
  if (!ts.isArrayLiteralExpression(parent) || !ts.isCallExpression(parent.parent)) return false;
  if (parent.parent.expression.getText() !== 'Promise.all') return false;
  follow(parent.parent, [`[${parent.elements.indexOf(node as ts.Expression)}]`, ...path], place);
  return true;
}
