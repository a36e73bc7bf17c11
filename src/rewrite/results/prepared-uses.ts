import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import {
  accessedName,
  type Access,
  isAccess,
  keyOfBinding,
  memberName,
  memberNamed,
  nameText,
  unwrap,
} from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { firstTimes } from './followed.ts';
import { usesOfFunction } from './returned-results.ts';
import { isNothing, isTransparent, isTruthTest, otherBranch } from './value-places.ts';

/** Where `get()` of a prepared query is called, and where it may be. */
export interface PreparedUses {
  /** The method name of each call: `get` of `.get()`, `'get'` of `['get']()`. */
  gets: ts.Node[];
  /** Places behind which the query cannot be followed, so that a `get()` there would be missed. */
  escapes: ts.Node[];
}

/** What the steps of following one prepared query share. */
interface PreparedWalk {
  project: Project;
  isPrepared(node: ts.Node): boolean;
  gets: Set<ts.Node>;
  escapes: Set<ts.Node>;
  /** Whether a node is followed along a path for the first time. */
  isFirst(node: ts.Node, path: readonly string[]): boolean;
}

/**
 * Follows a prepared query to the calls of its `get()`, through variables, object and class members, functions and
 * imports.
 *
 * @param prepared the call of `prepare()`
 * @param isPrepared whether another expression that reaches the same places is such a query, too
 */
export function usesOfPrepared(
  prepared: ts.Node,
  isPrepared: (node: ts.Node) => boolean,
  project: Project,
): PreparedUses {
  const walk: PreparedWalk = { project, isPrepared, gets: new Set(), escapes: new Set(), isFirst: firstTimes() };
  follow(prepared, [], walk);
  return { gets: [...walk.gets], escapes: [...walk.escapes] };
}

/**
 * Follows an expression whose value holds the query.
 *
 * @param path the keys under which the value of the expression holds the query: `['byId']` for `{ byId: query }`
 */
function follow(expression: ts.Node, path: readonly string[], walk: PreparedWalk): void {
  let node = expression;
  while (isTransparent(node.parent, node) || ts.isAsExpression(node.parent)) node = node.parent;
  const { parent } = node;
  if (ts.isExpressionStatement(parent) || ts.isTypeQueryNode(parent) || isTruthTest(parent, node)) return;
  const other = otherBranch(parent, node);
  // Other queries have a `get()` that stays as it is, at the same place.
  if (other && !isNothing(other) && !walk.isPrepared(other)) return void walk.escapes.add(node);
  if (other) return follow(parent, path, walk);
  if (isAssignment(parent) && parent.left === node) return;
  if (isAssignment(parent)) {
    followTarget(parent.left, path, walk);
    return follow(parent, path, walk);
  }
  if (ts.isVariableDeclaration(parent) && parent.initializer === node) return followBinding(parent.name, path, walk);
  if (ts.isPropertyDeclaration(parent)) return followMember(parent, path, walk);
  if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
    return followReturned(node, path, walk);
  if (ts.isSpreadAssignment(parent)) return follow(parent.parent, path, walk);
  const isHeld = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
  const key = isHeld ? nameText(parent.name) : undefined;
  if (key !== undefined) return follow(parent.parent, [key, ...path], walk);
  if (isAccess(parent) && parent.expression === node) return followAccess(parent, path, walk);
  walk.escapes.add(node);
}

/** A member of a value that holds the query: a step of the path, or at its end a method of the query. */
function followAccess(access: Access, [step, ...rest]: readonly string[], walk: PreparedWalk): void {
  const key = accessedName(access);
  if (step !== undefined) {
    if (key === step) follow(access, rest, walk);
    else if (key === undefined) walk.escapes.add(access);
  } else if (key === undefined) walk.escapes.add(access);
  else if (key === 'get') (isCalled(access) ? walk.gets : walk.escapes).add(nameOf(access));
}

/** The variable, or the destructuring pattern, that is initialized with the value. */
function followBinding(name: ts.BindingName, path: readonly string[], walk: PreparedWalk): void {
  if (ts.isIdentifier(name)) return followVariable(name, path, walk);
  const [step = 'get', ...rest] = path;
  for (const element of name.elements) {
    if (!ts.isBindingElement(element)) continue;
    const key = keyOfBinding(element);
    if (element.dotDotDotToken || key === undefined || (key === step && path.length === 0)) walk.escapes.add(element);
    else if (key === step) followBinding(element.name, rest, walk);
  }
}

/**
 * All uses of a variable. It escapes when something else is assigned to it too, or when a written type might not have
 * `all()`.
 */
function followVariable(name: ts.Identifier, path: readonly string[], walk: PreparedWalk): void {
  const { parent: declaration } = name;
  if (!walk.isFirst(declaration, path)) return;
  if (!ts.isVariableDeclaration(declaration)) return usesOf(name).forEach((use) => follow(use, path, walk));
  const assigned = usesOf(name).flatMap((use) => (isTarget(use) ? [(use.parent as ts.BinaryExpression).right] : []));
  const values = [...(declaration.initializer ? [declaration.initializer] : []), ...assigned];
  const isOther = (value: ts.Expression) => !isNothing(value) && !walk.isPrepared(value);
  const isMixed = isHeldAs(declaration.type) || (path.length === 0 && values.some(isOther));
  const made = declaration.type ? undefined : declaration.initializer;
  const uses = made ? usesOfFunction(made, walk.project) : usesOf(name);
  if (isMixed || !uses) walk.escapes.add(name);
  else for (const use of uses) if (!isTarget(use)) follow(use, path, walk);
}

/** What the value is assigned to: a variable, a member of `this`, or a member of a variable. */
function followTarget(target: ts.Expression, path: readonly string[], walk: PreparedWalk): void {
  const node = unwrap(target);
  if (ts.isIdentifier(node)) {
    const declaration = declarationOf(node);
    if (declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name))
      return followVariable(declaration.name, path, walk);
  } else if (isAccess(node)) {
    const key = accessedName(node);
    const owner = ts.findAncestor(node, ts.isClassLike);
    const member = key === undefined ? undefined : memberNamed(owner?.members ?? [], key);
    if (node.expression.kind === ts.SyntaxKind.ThisKeyword && member) return followMember(member, path, walk);
    if (key !== undefined && ts.isIdentifier(node.expression))
      return followTarget(node.expression, [key, ...path], walk);
  }
  walk.escapes.add(target);
}

/** The calls of the function that returns the value. */
function followReturned(node: ts.Node, path: readonly string[], walk: PreparedWalk): void {
  const fn = ts.findAncestor(node.parent, ts.isFunctionLike)!;
  if (ts.isClassElement(fn)) return followMember(fn, path, walk);
  if (!walk.isFirst(fn, path)) return;
  const uses = usesOfFunction(fn, walk.project);
  if (!uses) return void walk.escapes.add(node);
  for (const use of uses) followCall(use, path, walk);
}

/** A use of such a function: its call has the value. */
function followCall(use: ts.Node, path: readonly string[], walk: PreparedWalk): void {
  const { parent } = use;
  if (ts.isCallExpression(parent) && parent.expression === use) follow(parent, path, walk);
  else if (!ts.isTypeQueryNode(parent)) walk.escapes.add(use);
}

/**
 * The uses of a class member. `this.byId` is followed; another `users.byId` may be the member or not, so a `get()`
 * behind it escapes.
 */
function followMember(member: ts.ClassElement, path: readonly string[], walk: PreparedWalk): void {
  const name = member.name && memberName(member.name);
  if (name === undefined || (ts.isPropertyDeclaration(member) && isHeldAs(member.type)))
    return void walk.escapes.add(member);
  if (!walk.isFirst(member, path)) return;
  const isPrivate = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 || name.startsWith('#');
  const take = ts.isMethodDeclaration(member) ? followCall : follow;
  for (const { ast } of walk.project.mentioning(name)) {
    for (const node of nodesOf(ast).uses) {
      if (!ts.isPropertyAccessExpression(node) || node.name.text !== name) continue;
      const isOwn =
        node.expression.kind === ts.SyntaxKind.ThisKeyword && ts.findAncestor(node, ts.isClassLike) === member.parent;
      if (isOwn && !isTarget(node)) take(node, path, walk);
      const mayBe = !isOwn && !isPrivate && walk.project.evaluator.evaluate(node).kind === 'unknown';
      const get = mayBe ? getBehind(node, path) : undefined;
      if (get) walk.escapes.add(get);
    }
  }
}

/** The node of an access's key. */
function nameOf(access: Access): ts.Node {
  return ts.isPropertyAccessExpression(access) ? access.name : access.argumentExpression;
}

function isCalled(access: Access): boolean {
  return ts.isCallExpression(access.parent) && access.parent.expression === access;
}

/** Whether a type is written out, so that it may lack `all()`: neither `any` nor derived from a value by `typeof`. */
function isHeldAs(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && type.kind !== ts.SyntaxKind.AnyKeyword && !/\btypeof\b/.test(type.getText());
}

/** `a = b`, `a ??= b`, `a ||= b` */
function isAssignment(node: ts.Node): node is ts.BinaryExpression {
  const { EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken } = ts.SyntaxKind;
  return (
    ts.isBinaryExpression(node) &&
    [EqualsToken, QuestionQuestionEqualsToken, BarBarEqualsToken].includes(node.operatorToken.kind)
  );
}

function isTarget(use: ts.Node): boolean {
  return isAssignment(use.parent) && use.parent.left === use;
}

/**
 * The name node of the `get()` that is called on what the value holds under the path; `undefined` when there is none.
 */
function getBehind(node: ts.Node, path: readonly string[]): ts.Node | undefined {
  const [step = 'get', ...rest] = path;
  const { parent } = node;
  if (ts.isCallExpression(parent) && parent.expression === node) return getBehind(parent, path);
  if (!isAccess(parent) || parent.expression !== node || accessedName(parent) !== step) return undefined;
  if (path.length > 0) return getBehind(parent, rest);
  return isCalled(parent) ? nameOf(parent) : undefined;
}
