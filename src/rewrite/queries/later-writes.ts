import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAccess, isAssignment, nameText, outermost } from '../../read/syntax/syntax.ts';
import { identifiersOf } from '../../read/syntax/references.ts';

/**
 * Finds what is added to an object after its literal: `config.where = …`, `relations.posts = { … }`,
 * `Object.assign(config, …)`.
 */

/** A member with a name and a value; `key` is the node of the name. */
export interface WrittenMember {
  name: string;
  key: ts.Node;
  value: ts.Expression;
}

/** A write to an object held by a variable, after its declaration. */
export interface LaterWrite {
  /** The assignment, or the call of `Object.assign`. */
  place: ts.Node;
  /**
   * What is assigned, for `relations.posts = { … }`. `undefined` for what cannot be told apart: `Object.assign`,
   * computed names, compound assignments, and writes to a member of a member.
   */
  member: WrittenMember | undefined;
}

/** All later writes to the variable that is initialized with an object literal; empty when no variable is. */
export function laterWritesOf(object: ts.ObjectLiteralExpression): LaterWrite[] {
  const node = outermost(object);
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? writesTo(parent.name, parent) : [];
}

/** Whether a name belongs to a variable that is written to after its declaration: `config.where = …`. */
export function isWrittenLater(node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  return declaration !== undefined && writesTo(node as ts.Identifier, declaration).length > 0;
}

/** All writes through a variable, in the file of `name`. */
function writesTo(name: ts.Identifier, declaration: ts.Node): LaterWrite[] {
  return (identifiersOf(name.getSourceFile()).get(name.text) ?? []).flatMap((use) =>
    declarationOf(use) === declaration ? (writeAt(use) ?? []) : [],
  );
}

/**
 * The write that a use of a variable is part of: the target of an assignment, or the first argument of `Object.assign`.
 */
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

/** Whether `parent` accesses a member of `node`, or is `node!`. */
function isAccessOf(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isNonNullExpression(parent)) return true;
  return isAccess(parent) && parent.expression === node;
}
