import { isConst, type FunctionNode } from '../../read/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** A function that is a member of an object literal, and the constant that holds the object. */
export interface ObjectFunction {
  name: ts.Identifier;
  object: ts.ObjectLiteralExpression;
  holder: ts.Identifier;
}

/** What object a function is a member of: `const filters = { byId: (id) => … }`. Undefined where a type is written for it. */
export function objectFunction(fn: FunctionNode): ObjectFunction | undefined {
  const member = ts.isMethodDeclaration(fn) ? fn : fn.parent;
  if (!ts.isMethodDeclaration(member) && !ts.isPropertyAssignment(member)) return undefined;
  const object = member.parent;
  if (!ts.isObjectLiteralExpression(object) || !ts.isIdentifier(member.name)) return undefined;
  const isAsConst = ts.isAsExpression(object.parent) && object.parent.type.getText() === 'const';
  const declaration = isAsConst ? object.parent.parent : object.parent;
  const isHeld = ts.isVariableDeclaration(declaration) && isConst(declaration) && !declaration.type;
  return isHeld && ts.isIdentifier(declaration.name)
    ? { name: member.name, object, holder: declaration.name }
    : undefined;
}

/**
 * Whether an object is used for more than to take members out of it in place, or uses itself by `this`: then what calls
 * its functions is out of sight.
 *
 * @param namesakes every identifier of the project that is called like the constant
 */
export function isHandedOn(
  { object, holder }: ObjectFunction,
  namesakes: readonly ts.Node[],
  { evaluator }: Project,
): boolean {
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
