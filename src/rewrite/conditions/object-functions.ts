import { isAsConst, isConst, type FunctionNode } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** A function that is a member of an object literal: the member's name, the object, and the constant that holds it. */
export interface ObjectFunction {
  name: ts.Identifier;
  object: ts.ObjectLiteralExpression;
  holder: ts.Identifier;
}

/**
 * The object that a function is a member of, for `const filters = { byId: (id) => … }`. `undefined` for any other
 * function, and when a type is written for the constant.
 */
export function objectFunction(fn: FunctionNode): ObjectFunction | undefined {
  const member = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  if (!ts.isMethodDeclaration(member) && !ts.isPropertyAssignment(member)) return undefined;
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
export function isHandedOn(
  { object, holder }: ObjectFunction,
  namesakes: readonly ts.Node[],
  { evaluator }: Project,
): boolean {
  /** Whether a name or member access stands for this object, not for a namesake. */
  const isIt = (node: ts.Node) => {
    const value = evaluator.evaluate(node);
    return value.kind === 'expression' && value.node === object;
  };
  const isOtherUse = (node: ts.Node): boolean => {
    const { parent } = node;
    if (node === holder) return false;
    if (ts.isImportSpecifier(parent) || ts.isExportSpecifier(parent)) return parent.propertyName !== undefined;
    const isMember = ts.isPropertyAccessExpression(parent) && parent.name === node;
    const isKey =
      (ts.isPropertyAssignment(parent) && parent.name === node) ||
      (ts.isQualifiedName(parent) && parent.right === node);
    const use = isMember ? parent : node;
    if (isKey || !isIt(use)) return false;
    return !(ts.isPropertyAccessExpression(use.parent) && use.parent.expression === use);
  };
  return namesakes.some(isOtherUse) || mentionsThis(object);
}

function mentionsThis(node: ts.Node): boolean {
  return node.kind === ts.SyntaxKind.ThisKeyword || (ts.forEachChild(node, mentionsThis) ?? false);
}
