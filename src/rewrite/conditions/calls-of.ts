import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { createObjectMembers } from '../../read/types/object-members.ts';
import { type FunctionNode, memberName } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { isHandedOn, objectFunction } from './object-functions.ts';
import type { Project } from '../project.ts';
import { isReachedByText } from './reached-by-text.ts';

/** The uses of a function in the project. */
export interface Uses {
  /** Never empty in what `callsOf` returns. */
  calls: readonly ts.CallExpression[];
  /** Some type is derived from the function: `ReturnType<typeof list>`. */
  isTyped: boolean;
}

/** What was found for each function; `undefined` stands for "not all in sight". */
const known = new WeakMap<Project, Map<FunctionNode, Uses | undefined>>();

/**
 * Finds all calls of a function, or of the function that is a member of a class or of a constant object. A rule may
 * change what the function returns only when it can change all of its callers.
 *
 * @returns `undefined` when the function is used in any other way (passed on, a default export, mocked in a test), when
 *   a use may be out of sight, or when there is no call at all: it is then there for callers that cannot be seen
 */
export function callsOf(fn: FunctionNode, project: Project): Uses | undefined {
  let memo = known.get(project);
  if (!memo) known.set(project, (memo = new Map()));
  if (!memo.has(fn)) {
    const member = memberOf(fn);
    const uses = member ? usesOfMember(member, project) : usesOfFunction(fn, project);
    memo.set(fn, uses?.calls.length === 0 ? undefined : uses);
  }
  return memo.get(fn);
}

/** A method or property of a class. */
type Member = (ts.MethodDeclaration | ts.PropertyDeclaration) & { parent: ts.ClassLikeDeclaration };

/**
 * The class member that a function is (a method) or is the value of (a property); `undefined` for any other function.
 */
export function memberOf(fn: FunctionNode): Member | undefined {
  const member = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  const isMember = ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member);
  return isMember && ts.isClassLike(member.parent) ? (member as Member) : undefined;
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

/** The uses of a function that is declared by name, or is a member of a constant object. */
function usesOfFunction(fn: FunctionNode, project: Project): Uses | undefined {
  const { parent } = fn;
  const owner = objectFunction(fn);
  if (owner && isHandedOn(owner, namesakes(owner.holder.text, project), project)) return undefined;
  const declared =
    owner?.name ??
    (ts.isFunctionDeclaration(fn) ? fn.name : ts.isVariableDeclaration(parent) ? parent.name : undefined);
  const isDefault = fn.modifiers?.some(({ kind }) => kind === ts.SyntaxKind.DefaultKeyword);
  if (!declared || !ts.isIdentifier(declared) || isDefault) return undefined;
  const calls: ts.CallExpression[] = [];
  let isTyped = false;
  // Grows in the loop by the names that imports and exports rename the function to.
  const names = [declared.text];
  for (const name of names) {
    if (isReachedByText(name, project)) return undefined;
    for (const node of namesakes(name, project)) {
      if (isMock(node)) return undefined;
      const use = node === declared ? undefined : useOf(node, fn, project);
      if (!use) continue;
      const { parent: owner } = use;
      if (ts.isImportSpecifier(owner) || ts.isExportSpecifier(owner)) {
        if (owner.name.text === 'default') return undefined;
        if (!names.includes(owner.name.text)) names.push(owner.name.text);
      } else if (ts.isTypeQueryNode(owner)) isTyped = true;
      else if (ts.isCallExpression(owner) && owner.expression === use) calls.push(owner);
      else return undefined;
    }
  }
  return { calls, isTyped };
}

/**
 * The expression that stands for the function, for an identifier that has its name: `list`, `queries.list`, the
 * specifier of `import { list }`. `undefined` for the declaration itself and for a namesake.
 */
function useOf(node: ts.Node, fn: ts.Node, { evaluator }: Project): ts.Node | undefined {
  const { parent } = node;
  const isFn = (place: ts.Node) => {
    const value = evaluator.evaluate(place);
    return value.kind === 'expression' && value.node === fn;
  };
  if (ts.isImportSpecifier(parent) || ts.isBindingElement(parent)) return isFn(parent.name) ? node : undefined;
  if (ts.isExportSpecifier(parent)) {
    const value = evaluator.exported(node.getSourceFile().fileName, parent.name.text);
    return value?.kind === 'expression' && value.node === fn ? node : undefined;
  }
  if (ts.isPropertyAccessExpression(parent) && parent.name === node) return isFn(parent) ? parent : undefined;
  return !declares(node) && isFn(node) ? node : undefined;
}

/**
 * The calls of a class member, on `this` or on an instance. Every other mention of the name must be known to be
 * something else; otherwise a call may be out of sight.
 */
function usesOfMember(member: Member, project: Project): Uses | undefined {
  const owner = member.parent;
  const isPrivate = ts.isPrivateIdentifier(member.name) || hasModifier(member, ts.SyntaxKind.PrivateKeyword);
  const name = memberName(member.name);
  if (name === undefined || isReachedByText(name, project)) return undefined;
  if (!isPrivate && (owner.heritageClauses || mayBeExtended(owner, project))) return undefined;
  const mentions = ts.isPrivateIdentifier(member.name) ? privateNames(owner, name) : namesakes(name, project);
  const calls: ts.CallExpression[] = [];
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
    const used = isAccess && !isOfBuilder(parent) ? memberUsed(parent, name, project) : undefined;
    if (isAccess && (isOfBuilder(parent) || (used && used !== member && !ts.isTypeElement(used)))) continue;
    const isCall = ts.isCallExpression(parent.parent) && parent.parent.expression === parent;
    if (used !== member || !isCall) return undefined;
    calls.push(parent.parent as ts.CallExpression);
  }
  const isOwn = ({ expression }: ts.CallExpression) => classOfThis(expression) === owner;
  return hasStandIn && !calls.every(isOwn) ? undefined : { calls, isTyped: false };
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
  return own;
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

/** Whether a subclass may override a member. A class without a name is taken for one that has subclasses. */
function mayBeExtended({ name }: ts.ClassLikeDeclaration, project: Project): boolean {
  if (!name) return true;
  const heir = new RegExp(String.raw`\b(?:extends|implements)\b[^{]*\b${escapeRegExp(name.text)}\b`);
  return project.mentioning(heir).length > 0;
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

/** All identifiers of the project with a text, whatever they mean. */
function namesakes(name: string, project: Project): (ts.Identifier | ts.PrivateIdentifier)[] {
  return project.naming(name).flatMap(({ ast }) => nodesOf(ast).identifiers.filter((node) => node.text === name));
}

/** Whether an identifier is the name in a declaration, and not a use of it. */
function declares(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent))
    return false;
  return (parent as Partial<ts.NamedDeclaration>).name === node;
}

/**
 * Whether an identifier is a key in the replacement of a mocked module: `vi.mock('./filters', () => ({ active: … }))`.
 */
function isMock(node: ts.Node): boolean {
  const member = node.parent;
  if (!ts.isObjectLiteralElement(member)) return false;
  const call = ts.findAncestor(member, ts.isCallExpression);
  return (
    call !== undefined && /(?:^|\.)(?:doMock|mock|mock\.module|unstable_mockModule)$/.test(call.expression.getText())
  );
}
