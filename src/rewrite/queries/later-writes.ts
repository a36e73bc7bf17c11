import { ts } from '../../ts.cts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAccess, isAssignment, isUndefined, nameText, outermost, unwrap } from '../../read/syntax/syntax.ts';
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
  /** What is written, where that is no more than `true`, `false` or `undefined`. */
  flag?: WrittenFlag | undefined;
}

/**
 * A flag that is written to a member named at run time, `relations[name] = true`, or to one of the object that a
 * configuration has as a member: `config.columns[name] = true`, `config.with.posts = true`.
 */
interface WrittenFlag {
  value: ts.Expression;
  /** `columns` and `with` of the examples; undefined for the object itself. */
  of: string | undefined;
  /** `posts` of the example; undefined for a name that is made at run time. */
  member: WrittenMember | undefined;
}

/** Whether an expression is the literal `true`, `false` or `undefined`: a relation given so has no configuration. */
export function isPlainValue(node: ts.Expression): boolean {
  const inner = unwrap(node);
  return inner.kind === ts.SyntaxKind.TrueKeyword || inner.kind === ts.SyntaxKind.FalseKeyword || isUndefined(inner);
}

/** All later writes to the variable that is initialized with an object literal; empty when no variable is. */
export function laterWritesOf(object: ts.ObjectLiteralExpression): LaterWrite[] {
  const node = outermost(object);
  const { parent } = node;
  return ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name) ? writesTo(parent.name, parent) : [];
}

/**
 * Whether a name belongs to a variable that is written to after its declaration: `config.where = …`. Flags that are
 * written to an object literal do not count: they fit into any type, and `laterWritesOf` has them.
 */
export function isWrittenLater(node: ts.Expression): boolean {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  const writes = declaration ? writesTo(node as ts.Identifier, declaration) : [];
  const value = declaration && ts.isVariableDeclaration(declaration) && declaration.initializer;
  if (!value || !ts.isObjectLiteralExpression(unwrap(value))) return writes.length > 0;
  return writes.some(({ member, flag }) => !flag && !(member && isPlainValue(member.value)));
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
  const accesses: Access[] = [];
  for (; isAccessOf(target.parent, target); target = target.parent)
    if (isAccess(target.parent)) accesses.push(target.parent);
  const assignment = target.parent;
  if (target === use || !isAssignment(assignment) || assignment.left !== target) return undefined;
  const { right: value } = assignment;
  const [first, second, ...others] = accesses.map((access) => memberAt(access, value));
  const isSet = assignment.operatorToken.kind === ts.SyntaxKind.EqualsToken;
  const member = isSet && target === parent ? first : undefined;
  const isFlag = isSet && isPlainValue(value) && others.length === 0 && !member;
  const isOf = accesses.length === 1 || first?.name === 'columns' || first?.name === 'with';
  const flag = isFlag && isOf ? { value, of: first?.name, member: second } : undefined;
  return { place: assignment, member, flag };
}

type Access = ts.PropertyAccessExpression | ts.ElementAccessExpression;

/** The member that an access writes to; undefined for a name that is made at run time. */
function memberAt(access: Access, value: ts.Expression): WrittenMember | undefined {
  const key = ts.isPropertyAccessExpression(access)
    ? access.name
    : ts.isStringLiteralLike(access.argumentExpression)
      ? access.argumentExpression
      : undefined;
  const name = key && nameText(key as ts.PropertyName);
  return key && name !== undefined ? { name, key, value } : undefined;
}

/** Whether `parent` accesses a member of `node`, or is `node!`. */
function isAccessOf(parent: ts.Node, node: ts.Node): boolean {
  if (ts.isNonNullExpression(parent)) return true;
  return isAccess(parent) && parent.expression === node;
}
