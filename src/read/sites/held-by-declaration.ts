import { ts } from '../../ts.cts';
import { keyOfBinding } from '../syntax/syntax.ts';
import { valueOfMember, type Member } from '../types/object-members.ts';
import { heldByType } from './held-by-type.ts';
import type { Held, HeldContext } from './held.ts';
import { isQueryKey } from './query-key.ts';

/** What a member of an object or class of the project holds, by its value or its type. */
export function heldByMember(member: Member, context: HeldContext): Held | undefined {
  if (ts.isParameter(member)) return heldByVariable(member, context);
  const value = valueOfMember(member);
  const isTyped =
    ts.isPropertyDeclaration(member) || ts.isPropertySignature(member) || ts.isGetAccessorDeclaration(member);
  return (value && context.heldBy(value)) ?? (isTyped && member.type ? heldByType(member.type, context) : undefined);
}

/** What a variable or parameter holds: by its initialiser, its type, or what callers pass to it. */
export function heldByVariable(
  declaration: ts.VariableDeclaration | ts.ParameterDeclaration,
  context: HeldContext,
): Held | undefined {
  return (
    (declaration.initializer && context.heldBy(declaration.initializer)) ??
    (declaration.type && heldByType(declaration.type, context)) ??
    (ts.isParameter(declaration) ? context.passedTo(declaration) : undefined)
  );
}

/** What a destructured name holds: `users` of `const { users } = db.query`. */
export function heldByBinding(element: ts.BindingElement, node: ts.Identifier, context: HeldContext): Held | undefined {
  const owner = element.parent.parent;
  const key = keyOfBinding(element);
  if (key === undefined || ts.isArrayBindingPattern(element.parent)) return undefined;
  if (isQueryKey(key)) return { kind: 'query', node };
  const base = ts.isBindingElement(owner) ? heldByBinding(owner, node, context) : heldByVariable(owner, context);
  if (base) return base.kind === 'query' ? { kind: 'table', node: base.node, key } : undefined;
  const member = context.members.memberOfBinding(element);
  return (member && heldByMember(member, context)) ?? (element.initializer && context.heldBy(element.initializer));
}
