import { ts } from '../../ts.cts';
import { memberName, nameText } from '../../read/syntax/syntax.ts';
import { isWritten } from '../../read/syntax/writes.ts';
import { type ClassMember, membersCalled, readsOfMember } from './class-members.ts';
import { isOfCondition, isPublic } from './may-return-filter.ts';
import { isMock, namesakes } from './namesakes.ts';
import { accessesOf, isHandedOn, objectMember } from './object-functions.ts';
import type { Project } from '../project.ts';
import { isReachedByText } from './reached-by-text.ts';

/** A class property or a member of an object literal that holds a condition. */
export type HeldMember = (ts.PropertyDeclaration | ts.PropertyAssignment) & { initializer: ts.Expression };

/** Whether a node may be such a member by its syntax alone. The `where` of an object is that of a configuration. */
export function isHeldMember(node: ts.Node): node is HeldMember {
  if (ts.isPropertyAssignment(node)) return nameText(node.name) !== 'where' && objectMember(node) !== undefined;
  return ts.isPropertyDeclaration(node) && node.initializer !== undefined;
}

/** The modifiers of a property that change nothing about its value. */
const plain = new Set([
  ts.SyntaxKind.PrivateKeyword,
  ts.SyntaxKind.ProtectedKeyword,
  ts.SyntaxKind.PublicKeyword,
  ts.SyntaxKind.ReadonlyKeyword,
  ts.SyntaxKind.StaticKeyword,
]);

/** What was found for each member; `undefined` stands for "not all in sight". */
const known = new WeakMap<Project, Map<HeldMember, readonly ts.PropertyAccessExpression[] | undefined>>();

/**
 * All places that read a condition which is a class property or a member of a constant object.
 *
 * @returns `undefined` when it must stay as it is: it is written to, may be read out of sight, has another type than
 *   that of a condition, or is not read at all
 */
export function readsOfHeld(member: HeldMember, project: Project): readonly ts.PropertyAccessExpression[] | undefined {
  let memo = known.get(project);
  if (!memo) known.set(project, (memo = new Map()));
  if (!memo.has(member)) {
    const reads = ts.isPropertyDeclaration(member) ? readsOfProperty(member, project) : readsInObject(member, project);
    memo.set(member, reads?.length && !reads.some(isWritten) ? reads : undefined);
  }
  return memo.get(member);
}

function readsOfProperty(member: ts.PropertyDeclaration, project: Project): ts.PropertyAccessExpression[] | undefined {
  const { parent, name, type, modifiers = [], questionToken, exclamationToken } = member;
  const key = memberName(name);
  if (!ts.isClassLike(parent) || key === undefined || membersCalled(key, parent).length > 1) return undefined;
  const property = member as ClassMember;
  if (questionToken || exclamationToken || modifiers.some(({ kind }) => !plain.has(kind))) return undefined;
  if ((type && !isOfCondition(type)) || isPublic(member, property, project)) return undefined;
  return readsOfMember(property, project);
}

function readsInObject(member: ts.PropertyAssignment, project: Project): ts.PropertyAccessExpression[] | undefined {
  const owner = objectMember(member);
  if (!owner || isReachedByText(owner.name.text, project) || isPublic(member, owner, project)) return undefined;
  const { object, holder, name } = owner;
  // What a spread brings may be another value of that name; in a constant context lists would be read-only.
  const isOnly = object.properties.filter((each) => !each.name || (nameText(each.name) ?? name.text) === name.text);
  if (isOnly.length > 1 || !ts.isVariableDeclaration(object.parent)) return undefined;
  const mentions = namesakes(holder.text, project);
  return mentions.some(isMock) || isHandedOn(owner, mentions, project)
    ? undefined
    : accessesOf(owner, mentions, project);
}
