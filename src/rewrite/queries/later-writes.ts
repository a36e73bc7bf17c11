import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/scope.ts';
import { isAccess, isAssignment, nameText, outermost } from '../../read/syntax.ts';
import { identifiersOf } from '../../read/references.ts';

/** A member that is written with its name: `key` is the node of the name. */
export interface WrittenMember {
  name: string;
  key: ts.Node;
  value: ts.Expression;
}

/** A member that a held object is given after it was made. */
export interface LaterWrite {
  /** The assignment. */
  place: ts.Node;
  /** The member of `relations.posts = { … }`; undefined for `Object.assign`, computed names and writes further inside. */
  member: WrittenMember | undefined;
}

/** What is written to the constant that an object literal is the value of. */
export function laterWritesOf(object: ts.ObjectLiteralExpression): LaterWrite[] {
  const node = outermost(object);
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? writesTo(parent.name, parent) : [];
}

/** Whether members are given to a held configuration after it was made: `config.where = …`. */
export function isWrittenLater(node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration !== undefined && writesTo(node as ts.Identifier, declaration).length > 0;
}

function writesTo(name: ts.Identifier, declaration: ts.Node): LaterWrite[] {
  return (identifiersOf(name.getSourceFile()).get(name.text) ?? []).flatMap((use) =>
    declarationOf(use) === declaration ? (writeAt(use) ?? []) : [],
  );
}

function writeAt(use: ts.Identifier): LaterWrite | undefined {
  const { parent } = use;
  if (ts.isCallExpression(parent)) {
    const isAssign = parent.arguments[0] === use && parent.expression.getText() === 'Object.assign';
    return isAssign ? { place: parent, member: undefined } : undefined;
  }
  let target: ts.Node = use;
  while (isAccessOf(target.parent, target)) target = target.parent;
  const assignment = target.parent;
  if (target === use || !isAssignment(assignment) || assignment.left !== target) return undefined;
  const isWhole = target === parent && assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const key = ts.isPropertyAccessExpression(parent)
    ? parent.name
    : ts.isElementAccessExpression(parent) && ts.isStringLiteralLike(parent.argumentExpression)
      ? parent.argumentExpression
      : undefined;
  const name = key && nameText(key as ts.PropertyName);
  const isKnown = isWhole && key !== undefined && name !== undefined;
  return { place: assignment, member: isKnown ? { name, key, value: assignment.right } : undefined };
}

function isAccessOf(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isNonNullExpression(parent)) return true;
  return isAccess(parent) && parent.expression === node;
}
