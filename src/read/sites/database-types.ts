import { ts } from '../../ts.cts';
import type { QuerySite } from '../../facts.ts';
import { declarationOf } from '../syntax/scope.ts';
import { isAccess, unwrap } from '../syntax/syntax.ts';
import { createObjectMembers, type ObjectMembers } from '../types/object-members.ts';
import type { TypeContext } from '../types/types.ts';
import { typesOfValue } from '../types/types-of-value.ts';

/** By evaluator, of which a project has one. */
const known = new WeakMap<object, { members: ObjectMembers; types: Map<QuerySite, readonly ts.TypeNode[]> }>();

/** The types that are written for the database of a query (`db` of `db.query`). */
export function databaseTypes(site: QuerySite, context: TypeContext): readonly ts.TypeNode[] {
  let memo = known.get(context.evaluator);
  if (!memo) known.set(context.evaluator, (memo = { members: createObjectMembers(context), types: new Map() }));
  let types = memo.types.get(site);
  if (!types) {
    const owner = ownerOf(site.query);
    memo.types.set(site, (types = owner ? typesOfValue(owner, memo.members, context) : []));
  }
  return types;
}

/** `db` of `db.query`, or of `const { query } = db`. */
export function ownerOf(query: ts.Expression): ts.Expression | undefined {
  const node = unwrap(query);
  if (isAccess(node)) return node.expression;
  const element = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (!element || !ts.isBindingElement(element)) return undefined;
  const owner = element.parent.parent;
  return ts.isVariableDeclaration(owner) ? owner.initializer : undefined;
}
