import { ts } from '../ts.cts';
import { unwrap } from '../read/syntax/syntax.ts';
import type { QueryContext } from './context.ts';
import type { Filter } from './filter.ts';
import { usesParameters } from './sql/rebind.ts';

/**
 * Whether an `or` must stay SQL as a whole, because as an object filter it would mean something else when its
 * conditions are absent (undefined) at run time.
 *
 * v1 drops an undefined condition, and a group in which every condition is undefined. v2 drops `{}` the same way. But a
 * `RAW` callback must return SQL, so SQL that may be undefined is written `` RAW: (t) => … ?? sql`true` `` in an `and`,
 * and with `false` in an `or` (`print-raw.ts`). That is right only beside a condition that is always present: an `or`
 * of nothing but such replacements would be `false` (no rows), and an `and` of them inside of an `or` would be `true`
 * (all rows).
 */
export function losesAbsence(members: readonly Filter[], context: QueryContext): boolean {
  const [only, ...others] = members.filter(({ kind }) => kind !== 'none');
  // A group with a single member is written as that member alone, without `OR`.
  if (others.length === 0 && (only?.kind === 'raw' || only?.kind === 'opaque')) return false;
  const isUnsure = !members.some(isSure) && members.some((member) => isReplaced(member, context));
  return isUnsure || members.some((member) => isAlwaysTrue(member, context));
}

/**
 * Whether a member of an `or` would become `true`, instead of being dropped, when all of its own conditions are absent.
 */
function isAlwaysTrue(filter: Filter, context: QueryContext): boolean {
  if (filter.kind === 'when') return isAlwaysTrue(filter.whenTrue, context) || isAlwaysTrue(filter.whenFalse, context);
  return filter.kind === 'and' && !isSure(filter) && isReplaced(filter, context);
}

/** Whether a condition is never absent at run time. */
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

/**
 * Whether a condition that may be absent is written with a fallback (`` ?? sql`true` ``), so that v2 no longer sees its
 * absence.
 */
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

/**
 * Whether SQL that may be undefined can be tested before the filter object is built: `where ? { RAW: … } : {}`. It must
 * be a path of names, which is safe to repeat, and use no callback parameter, because the test stands outside of the
 * callback.
 */
export function isTestable(node: ts.Expression, context: QueryContext): boolean {
  return isPath(node) && !usesParameters(node, context);
}

/** Whether an expression is an identifier or a path of property accesses: `where`, `options.where`. */
export function isPath(node: ts.Node): boolean {
  const inner = unwrap(node);
  return ts.isIdentifier(inner) || (ts.isPropertyAccessExpression(inner) && isPath(inner.expression));
}
