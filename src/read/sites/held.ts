import type { ts } from '../../ts.cts';
import type { ObjectMembers } from '../types/object-members.ts';
import type { TypeContext } from '../types/types.ts';

/**
 * What an expression has as its value: the `query` object of a database, or one of its tables (`db.query.users`).
 * `node` is the expression for the `query` object.
 */
export type Held =
  | { kind: 'query'; node: ts.Expression }
  /** `key` is undefined for a table that is chosen at run time. */
  | { kind: 'table'; node: ts.Expression; key: string | undefined };

/** What the parts of the reader of held queries share. */
export interface HeldContext extends TypeContext {
  /** The reader of object members that they use. */
  members: ObjectMembers;
  /** Whether an expression is `db.query` or one of its tables; undefined when it is something else. */
  heldBy(node: ts.Node): Held | undefined;
  /** What callers pass to a parameter, as far as it is recorded. */
  passedTo(parameter: ts.ParameterDeclaration): Held | undefined;
}

/** What a parameter holds when several calls pass something to it. */
export function merged(known: Held | undefined, held: Held): Held {
  return known ? (either(known, held) ?? held) : held;
}

/** What is held when it may be one or the other: of two different tables, a table without a key. */
export function either(a: Held | undefined, b: Held | undefined): Held | undefined {
  if (!a || !b || a.kind !== b.kind) return undefined;
  if (a.kind === 'query' || b.kind === 'query') return a;
  return a.key === b.key ? a : { ...a, key: undefined };
}
