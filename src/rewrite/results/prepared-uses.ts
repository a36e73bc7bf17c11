import { ts } from '../../ts.cts';
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
import { usesOfFunction } from './returned-results.ts';
import { isNothing, isTransparent, isTruthTest, otherBranch } from './value-places.ts';

/** Where `get()` of a prepared query is called, and where it may be. */
export interface PreparedUses {
  /** The method name of each call: `get` of `.get()`, `'get'` of `['get']()`. */
  gets: ts.Node[];
  /** Places behind which the query cannot be followed, so that a `get()` there would be missed. */
  escapes: ts.Node[];
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
  const gets = new Set<ts.Node>();
  const escapes = new Set<ts.Node>();
  /** What was followed already, each with its path, so that a cycle ends. */
  const followed = new Set<string>();

  /**
   * Follows an expression whose value holds the query.
   *
   * @param path the keys under which the value of the expression holds the query: `['byId']` for `{ byId: query }`
   */
  function follow(expression: ts.Node, path: readonly string[]): void {
    let node = expression;
    while (isTransparent(node.parent, node) || ts.isAsExpression(node.parent)) node = node.parent;
    const { parent } = node;
    if (ts.isExpressionStatement(parent) || ts.isTypeQueryNode(parent) || isTruthTest(parent, node)) return;
    const other = otherBranch(parent, node);
    // Other queries have a `get()` that stays as it is, at the same place.
    if (other && !isNothing(other) && !isPrepared(other)) return void escapes.add(node);
    if (other) return follow(parent, path);
    if (isAssignment(parent) && parent.left === node) return;
    if (isAssignment(parent)) {
      followTarget(parent.left, path);
      return follow(parent, path);
    }
    if (ts.isVariableDeclaration(parent) && parent.initializer === node) return followBinding(parent.name, path);
    if (ts.isPropertyDeclaration(parent)) return followMember(parent, path);
    if (ts.isReturnStatement(parent) || (ts.isArrowFunction(parent) && parent.body === node))
      return followReturned(node, path);
    if (ts.isSpreadAssignment(parent)) return follow(parent.parent, path);
    const isHeld = ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent);
    const key = isHeld ? nameText(parent.name) : undefined;
    if (key !== undefined) return follow(parent.parent, [key, ...path]);
    if (isAccess(parent) && parent.expression === node) return followAccess(parent, path);
    escapes.add(node);
  }

  /** A member of a value that holds the query: a step of the path, or at its end a method of the query. */
  function followAccess(access: Access, [step, ...rest]: readonly string[]): void {
    const key = accessedName(access);
    if (step !== undefined) {
      if (key === step) follow(access, rest);
      else if (key === undefined) escapes.add(access);
    } else if (key === undefined) escapes.add(access);
    else if (key === 'get') (isCalled(access) ? gets : escapes).add(nameOf(access));
  }

  /** The variable, or the destructuring pattern, that is initialized with the value. */
  function followBinding(name: ts.BindingName, path: readonly string[]): void {
    if (ts.isIdentifier(name)) return followVariable(name, path);
    const [step = 'get', ...rest] = path;
    for (const element of name.elements) {
      if (!ts.isBindingElement(element)) continue;
      const key = keyOfBinding(element);
      if (element.dotDotDotToken || key === undefined || (key === step && path.length === 0)) escapes.add(element);
      else if (key === step) followBinding(element.name, rest);
    }
  }

  /**
   * All uses of a variable. It escapes when something else is assigned to it too, or when a written type might not have
   * `all()`.
   */
  function followVariable(name: ts.Identifier, path: readonly string[]): void {
    const { parent: declaration } = name;
    if (!isFirst(declaration, path)) return;
    if (!ts.isVariableDeclaration(declaration)) return usesOf(name).forEach((use) => follow(use, path));
    const assigned = usesOf(name).flatMap((use) => (isTarget(use) ? [(use.parent as ts.BinaryExpression).right] : []));
    const values = [...(declaration.initializer ? [declaration.initializer] : []), ...assigned];
    const isOther = (value: ts.Expression) => !isNothing(value) && !isPrepared(value);
    const isMixed = isHeldAs(declaration.type) || (path.length === 0 && values.some(isOther));
    const made = declaration.type ? undefined : declaration.initializer;
    const uses = made ? usesOfFunction(made, project) : usesOf(name);
    if (isMixed || !uses) escapes.add(name);
    else for (const use of uses) if (!isTarget(use)) follow(use, path);
  }

  /** What the value is assigned to: a variable, a member of `this`, or a member of a variable. */
  function followTarget(target: ts.Expression, path: readonly string[]): void {
    const node = unwrap(target);
    if (ts.isIdentifier(node)) {
      const declaration = declarationOf(node);
      if (declaration && ts.isVariableDeclaration(declaration) && ts.isIdentifier(declaration.name))
        return followVariable(declaration.name, path);
    } else if (isAccess(node)) {
      const key = accessedName(node);
      const owner = ts.findAncestor(node, ts.isClassLike);
      const member = key === undefined ? undefined : memberNamed(owner?.members ?? [], key);
      if (node.expression.kind === ts.SyntaxKind.ThisKeyword && member) return followMember(member, path);
      if (key !== undefined && ts.isIdentifier(node.expression)) return followTarget(node.expression, [key, ...path]);
    }
    escapes.add(target);
  }

  /** The calls of the function that returns the value. */
  function followReturned(node: ts.Node, path: readonly string[]): void {
    const fn = ts.findAncestor(node.parent, ts.isFunctionLike)!;
    if (ts.isClassElement(fn)) return followMember(fn, path);
    if (!isFirst(fn, path)) return;
    const uses = usesOfFunction(fn, project);
    if (!uses) return void escapes.add(node);
    for (const use of uses) followCall(use, path);
  }

  /** A use of such a function: its call has the value. */
  function followCall(use: ts.Node, path: readonly string[]): void {
    const { parent } = use;
    if (ts.isCallExpression(parent) && parent.expression === use) follow(parent, path);
    else if (!ts.isTypeQueryNode(parent)) escapes.add(use);
  }

  /**
   * The uses of a class member. `this.byId` is followed; another `users.byId` may be the member or not, so a `get()`
   * behind it escapes.
   */
  function followMember(member: ts.ClassElement, path: readonly string[]): void {
    const name = member.name && memberName(member.name);
    if (name === undefined || (ts.isPropertyDeclaration(member) && isHeldAs(member.type)))
      return void escapes.add(member);
    if (!isFirst(member, path)) return;
    const isPrivate = (ts.getCombinedModifierFlags(member) & ts.ModifierFlags.Private) !== 0 || name.startsWith('#');
    const take = ts.isMethodDeclaration(member) ? followCall : follow;
    for (const { ast } of project.mentioning(name)) {
      const visit = (node: ts.Node): void => {
        if (ts.isPropertyAccessExpression(node) && node.name.text === name) {
          const isOwn =
            node.expression.kind === ts.SyntaxKind.ThisKeyword &&
            ts.findAncestor(node, ts.isClassLike) === member.parent;
          if (isOwn && !isTarget(node)) take(node, path);
          const mayBe = !isOwn && !isPrivate && project.evaluator.evaluate(node).kind === 'unknown';
          const get = mayBe ? getBehind(node, path) : undefined;
          if (get) escapes.add(get);
        }
        ts.forEachChild(node, visit);
      };
      visit(ast);
    }
  }

  /** Whether a node is followed along a path for the first time. */
  function isFirst(node: ts.Node, path: readonly string[]): boolean {
    const own = `${node.getSourceFile().fileName}:${node.pos}:${path.join('.')}`;
    return !followed.has(own) && followed.add(own).has(own);
  }

  follow(prepared, []);
  return { gets: [...gets], escapes: [...escapes] };
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
