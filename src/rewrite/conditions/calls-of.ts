import { escapeRegExp } from '../../read/escape-reg-exp.ts';
import { nodesOf } from '../../read/nodes.ts';
import { createObjectMembers } from '../../read/object-members.ts';
import { type FunctionNode, memberName } from '../../read/syntax.ts';
import { ts } from '../../ts.cts';
import { isHandedOn, objectFunction } from './object-functions.ts';
import type { Project } from '../project.ts';
import { isReachedByText } from './reached-by-text.ts';

/** Where a function is used. */
export interface Uses {
  calls: readonly ts.CallExpression[];
  /** Some type is made of it: `ReturnType<typeof list>`. */
  isTyped: boolean;
}

const known = new WeakMap<Project, Map<FunctionNode, Uses | undefined>>();

/**
 * All calls of a function, or of the method of a class; undefined when something else is done with it, when it may be
 * used out of sight, or when nobody in sight uses it: then it is there for somebody out of sight.
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

type Member = (ts.MethodDeclaration | ts.PropertyDeclaration) & { parent: ts.ClassLikeDeclaration };

/** The member of a class that a function is, or is the value of. */
export function memberOf(fn: FunctionNode): Member | undefined {
  const member = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  const isMember = ts.isMethodDeclaration(member) || ts.isPropertyDeclaration(member);
  return isMember && ts.isClassLike(member.parent) ? (member as Member) : undefined;
}

/** The class whose instance `this` is at a place. */
export function classOfThis(place: ts.Node): ts.ClassLikeDeclaration | undefined {
  for (let { parent } = place; parent; parent = parent.parent) {
    if (ts.isClassLike(parent)) return parent;
    const isOfObject = ts.isMethodDeclaration(parent) && ts.isObjectLiteralExpression(parent.parent);
    if (ts.isFunctionExpression(parent) || ts.isFunctionDeclaration(parent) || isOfObject) return undefined;
  }
  return undefined;
}

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

/** The expression with a name in it that is the function: `list`, `queries.list`, `list` of `import { list }`. */
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

/** Calls by way of `this` or of an instance; whatever else is called like it must be seen to be something else. */
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
    // A variable of that name is something else, but for one that is taken out of an object.
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

/** The member that is taken from something: of the class whose `this` it is, or of what its declarations say. */
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

/** Whether an object has a function of that name, which may stand in for the class somewhere: `{ byId: vi.fn() }`. */
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

/** Whether a member is one of a query builder: `where` of `db.select().from(users).where(…)`. */
function isOfBuilder({ expression }: ts.PropertyAccessExpression): boolean {
  return ts.isCallExpression(expression) && /\.(?:from|set|delete|update|insert)\(/.test(expression.getText());
}

/** The members of a class that have a name; several are overloads. */
export function membersCalled(name: string, { members }: ts.ClassLikeDeclaration): ts.ClassElement[] {
  return members.filter((member) => member.name && memberName(member.name) === name);
}

/** Whether another class may have its own in the place of a member. */
function mayBeExtended({ name }: ts.ClassLikeDeclaration, project: Project): boolean {
  if (!name) return true;
  const heir = new RegExp(String.raw`\b(?:extends|implements)\b[^{]*\b${escapeRegExp(name.text)}\b`);
  return project.mentioning(heir).length > 0;
}

/** Whether a node has one of the words in front of its name: `private`, `async`, … */
export function hasModifier(node: ts.Node, kind: ts.SyntaxKind): boolean {
  return ts.canHaveModifiers(node) && (ts.getModifiers(node) ?? []).some((modifier) => modifier.kind === kind);
}

function privateNames(owner: ts.Node, name: string): (ts.Identifier | ts.PrivateIdentifier)[] {
  const found: ts.PrivateIdentifier[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isPrivateIdentifier(node) && node.text === name) found.push(node);
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return found;
}

/** Every identifier of the project with a text. */
function namesakes(name: string, project: Project): (ts.Identifier | ts.PrivateIdentifier)[] {
  return project.mentioning(name).flatMap(({ ast }) => nodesOf(ast).identifiers.filter((node) => node.text === name));
}

/** Whether an identifier is the name of what is declared there. */
function declares(node: ts.Node): boolean {
  const { parent } = node;
  if (ts.isPropertyAccessExpression(parent) || ts.isBindingElement(parent) || ts.isShorthandPropertyAssignment(parent))
    return false;
  return (parent as Partial<ts.NamedDeclaration>).name === node;
}

/** Whether a test puts something else in the place of a function: `vi.mock('./filters', () => ({ active: … }))`. */
function isMock(node: ts.Node): boolean {
  const member = node.parent;
  if (!ts.isObjectLiteralElement(member)) return false;
  const call = ts.findAncestor(member, ts.isCallExpression);
  return (
    call !== undefined && /(?:^|\.)(?:doMock|mock|mock\.module|unstable_mockModule)$/.test(call.expression.getText())
  );
}
