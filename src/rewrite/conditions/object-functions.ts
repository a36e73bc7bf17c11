import { isAsConst, isConst, type FunctionNode } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { declares } from './namesakes.ts';
import type { Project } from '../project.ts';

/** A member of an object literal: its name, the object, and the constant that holds it. */
export interface ObjectMember {
  name: ts.Identifier;
  object: ts.ObjectLiteralExpression;
  holder: ts.Identifier;
}

/**
 * The object that a function is a member of, for `const filters = { byId: (id) => … }`. `undefined` for any other
 * function, and when a type is written for the constant.
 */
export function objectFunction(fn: FunctionNode): ObjectMember | undefined {
  const member = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  return ts.isMethodDeclaration(member) || ts.isPropertyAssignment(member) ? objectMember(member) : undefined;
}

/**
 * The object that a method or property is a member of, for `const filters = { active: eq(…) }`. `undefined` when a type
 * is written for the constant.
 */
export function objectMember(member: ts.MethodDeclaration | ts.PropertyAssignment): ObjectMember | undefined {
  const object = member.parent;
  if (!ts.isObjectLiteralExpression(object) || !ts.isIdentifier(member.name)) return undefined;
  const declaration = isAsConst(object.parent) ? object.parent.parent : object.parent;
  const isHeld = ts.isVariableDeclaration(declaration) && isConst(declaration) && !declaration.type;
  return isHeld && ts.isIdentifier(declaration.name)
    ? { name: member.name, object, holder: declaration.name }
    : undefined;
}

/**
 * Whether an object may be used out of sight, so that not all calls of its functions are known: it is passed on,
 * renamed by an import or export, or reads its own members by `this`.
 *
 * @param namesakes every identifier of the project with the name of the constant
 */
export function isHandedOn({ object, holder }: ObjectMember, namesakes: readonly ts.Node[], project: Project): boolean {
  const isOtherUse = (node: ts.Node): boolean => {
    const { parent } = node;
    if (node === holder) return false;
    if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.propertyName !== undefined;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isKey = declares(node) || (ts.isQualifiedName(parent) && parent.right === node);
    const use = isMember ? parent : node;
    if (isKey || !standsFor(use, object, project)) return false;
    return !(ts.isPropertyAccessExpression(use.parent) && use.parent.expression === use);
  };
  return namesakes.some(isOtherUse) || mentionsThis(object);
}

/** Whether a name or member access stands for an object literal, not for a namesake. */
function standsFor(node: ts.Node, object: ts.ObjectLiteralExpression, { evaluator }: Project): boolean {
  const value = evaluator.evaluate(node);
  return value.kind === 'expression' && value.node === object;
}

/** The accesses of a member of an object that is not handed on, `filters.active` and `module.filters.active`. */
export function accessesOf(
  { name, object }: ObjectMember,
  namesakes: readonly ts.Node[],
  project: Project,
): ts.PropertyAccessExpression[] {
  return namesakes.flatMap((node) => {
    const isMember = ts.isPropertyAccessExpression(node.parent) && node.parent.name === node;
    const { parent } = isMember ? node.parent : node;
    const isRead = ts.isPropertyAccessExpression(parent) && parent.name.text === name.text && parent.name !== node;
    return isRead && standsFor(parent.expression, object, project) ? [parent] : [];
  });
}

/** Whether `this` stands in a node, also in functions inside of it. */
export function mentionsThis(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.ThisKeyword || (ts.forEachChild(node, mentionsThis) ?? false);
}
