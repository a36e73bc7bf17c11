import { ts } from '../ts.cts';
import { unwrap } from '../read/syntax.ts';
import type { QueryContext } from './context.ts';
import type { Filter } from './filter.ts';
import { usesParameters } from './rebind.ts';

/**
 * Whether an `or` whose conditions may all be absent has to stay SQL as a whole. v1 drops a condition that is undefined,
 * and a group of nothing but these. `{}` is dropped by v2, too, but SQL that may be undefined becomes `true` in an `and`
 * and `false` in an `or`: right beside a condition that is always there, else every row or none would come back.
 */
export function losesAbsence(members: readonly Filter[], context: QueryContext): boolean {
  const [only, ...others] = members.filter(({ kind }) => kind !== 'none');
  // A group of one is written as its member.
  if (others.length === 0 && (only?.kind === 'raw' || only?.kind === 'opaque')) return false;
  const isUnsure = !members.some(isSure) && members.some((member) => isReplaced(member, context));
  return isUnsure || members.some((member) => isAlwaysTrue(member, context));
}

/** Whether a member of an `or` would be true where all of its own conditions are absent. */
function isAlwaysTrue(filter: Filter, context: QueryContext): boolean {
  if (filter.kind === 'when') return isAlwaysTrue(filter.whenTrue, context) || isAlwaysTrue(filter.whenFalse, context);
  return filter.kind === 'and' && !isSure(filter) && isReplaced(filter, context);
}

/** Whether a condition is there at all times. */
function isSure(filter: Filter): boolean {
  switch (filter.kind) {
    case 'none':
    case 'object':
      return false;
    case 'and':
    case 'or':
      return filter.members.some(isSure);
    case 'when':
      return isSure(filter.whenTrue) && isSure(filter.whenFalse);
    case 'list':
      return !filter.mayBeEmpty && (filter.mapped === undefined || isSure(filter.mapped.filter));
    case 'raw':
      return !filter.maybeUndefined;
    case 'opaque':
      return !filter.maybeUndefined || filter.isTested === true;
    default:
      return true;
  }
}

/** Whether a condition that may be absent is written as one that never is. */
function isReplaced(filter: Filter, context: QueryContext): boolean {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return !isSure(filter) && filter.members.some((member) => isReplaced(member, context));
    case 'when':
      return isReplaced(filter.whenTrue, context) || isReplaced(filter.whenFalse, context);
    case 'list':
      return filter.mapped !== undefined && isReplaced(filter.mapped.filter, context);
    case 'raw':
      return filter.maybeUndefined && filter.helper === true;
    case 'opaque':
      return filter.maybeUndefined && !isTestable(filter.node, context);
    default:
      return false;
  }
}

/** Whether SQL that may be undefined can be tested for it in front of the filter: it is a name, or a path of names. */
export function isTestable(node: ts.Expression, context: QueryContext): boolean {
  return isPath(node) && !usesParameters(node, context);
}

/** `where`, `options.where` */
export function isPath(node: ts.Node): boolean {
  const inner = unwrap(node);
  return ts.isIdentifier(inner) || (ts.isPropertyAccessExpression(inner) && isPath(inner.expression));
}
