import { createObjectMembers } from '../../read/types/object-members.ts';
import { type FunctionNode, memberName } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { mayBeRedeclared } from './class-chain.ts';
import { declares, isMock, namesakes } from './namesakes.ts';
import type { Project } from '../project.ts';
import { isReachedByText } from './reached-by-text.ts';

/** Finds the uses of a method or property of a class. */

/** A method or property of a class. */
export type ClassMember = (ts.MethodDeclaration | ts.PropertyDeclaration) & { parent: ts.ClassLikeDeclaration };

/**
 * The class member that a function is (a method) or is the value of (a property); `undefined` for any other function.
 */
export function memberOf(fn: FunctionNode): ClassMember | undefined {
  const member = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  const isMember = ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member);
  return isMember && ts.isClassLike(member.parent) ? (member as ClassMember) : undefined;
}

/**
 * The class whose instance `this` means at a place; `undefined` outside of classes and inside of functions with a
 * `this` of their own.
 */
function classOfThis(place: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let { parent } = place; parent; parent = parent.parent) {
    if (ts.isClassLike(parent)) return parent;
    const isOfObject = ts.isMethodDeclaration(parent) && ts.isObjectLiteralExpression(parent.parent);
    if (ts.isFunctionExpression(parent) || ts.isFunctionDeclaration(parent) || isOfObject) return undefined;
  }
  return undefined;
}

/**
 * The places that read a class member, on `this` or on an instance. Every other mention of the name must be known to be
 * something else; otherwise a use may be out of sight.
 *
 * @returns `undefined` when that is so, and when the member may be declared again in a class that extends this one or is
 *   extended by it
 */
export function readsOfMember(member: ClassMember, project: Project): ts.PropertyAccessExpression[] | undefined {
  const owner = member.parent;
  const isPrivate = ts.isPrivateIdentifier(member.name) || hasModifier(member, ts.SyntaxKind.PrivateKeyword);
  const name = memberName(member.name);
  if (name === undefined || isReachedByText(name, project)) return undefined;
  const mentions = ts.isPrivateIdentifier(member.name) ? privateNames(owner, name) : namesakes(name, project);
  if (!isPrivate && mayBeRedeclared(owner, name, mentions, project)) return undefined;
  const reads: ts.PropertyAccessExpression[] = [];
  let hasStandIn = false;
  for (const node of mentions) {
    const { parent } = node;
    hasStandIn ||= isStandIn(node);
    const isInside = node.getSourceFile() === owner.getSourceFile() && node.pos >= owner.pos && node.end <= owner.end;
    if (declares(node) || (isPrivate && !isInside)) continue;
    const isAccess = ts.isPropertyAccessExpression(parent) && parent.name === node;
    // `typeof filters.byId`
    if (ts.isQualifiedName(parent)) return undefined;
    // A variable of that name is something else, unless destructuring takes it out of an object.
    if (!isAccess && !ts.isBindingElement(parent)) continue;
    if (!isAccess) return undefined;
    if (isOfBuilder(parent) || project.evaluator.evaluate(parent).kind === 'column') continue;
    const used = memberUsed(parent, name, project);
    if (used === member) reads.push(parent);
    else if (!used || ts.isTypeElement(used)) return undefined;
  }
  const isOwn = ({ expression }: ts.PropertyAccessExpression) => classOfThis(expression) === owner;
  return hasStandIn && !reads.every(isOwn) ? undefined : reads;
}

/**
 * The declaration of the member that an access takes: of the class that `this` is an instance of, or of what the
 * declarations of the object say. `undefined` when neither is in sight.
 */
export function memberUsed(
  { expression }: ts.PropertyAccessExpression,
  name: string,
  project: Project,
): ts.Node | undefined {
  if (expression.kind !== ts.SyntaxKind.ThisKeyword) return createObjectMembers(project).memberOf(expression, name);
  const holder = classOfThis(expression);
  const [own] = holder ? membersCalled(name, holder) : [];
  return own ?? (holder && createObjectMembers(project).memberOf(expression, name));
}

/**
 * Whether an object literal has a function of that name, which may be used in place of an instance in a test:
 * `{ byId: vi.fn() }`.
 */
function isStandIn(name: ts.Node): boolean {
  const { parent } = name;
  if (ts.isMethodDeclaration(parent)) return ts.isObjectLiteralExpression(parent.parent);
  if (!ts.isPropertyAssignment(parent) || parent.name !== name) return false;
  return (
    ts.isArrowFunction(parent.initializer) ||
    ts.isFunctionExpression(parent.initializer) ||
    isMock(name) ||
    (ts.isCallExpression(parent.initializer) && /\b(?:vi|jest)\.fn\b|\bmock/.test(parent.initializer.getText()))
  );
}

/** Whether a member is one of the core query builder: `where` of `db.select().from(users).where(…)`. */
function isOfBuilder({ expression }: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(expression) && /\.(?:from|set|delete|update|insert)\(/.test(expression.getText());
}

/** All members of a class with a name; several are overloads. */
export function membersCalled(name: string, { members }: ts.ClassLikeDeclaration): ts.ClassElement[] {
  return members.filter((member) => member.name && memberName(member.name) === name);
}

/** Whether a node has a modifier: `private`, `async`, … */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

/** All occurrences of `#name` in a class. */
function privateNames(owner: ts.Node, name: string): (ts.Identifier | ts.PrivateIdentifier)[] {
  const found: ts.PrivateIdentifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPrivateIdentifier(node) && node.text === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
}
