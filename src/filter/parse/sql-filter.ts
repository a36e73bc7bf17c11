import { ts } from '../../ts.cts';
import { isPath } from '../absence.ts';
import type { QueryContext } from '../context.ts';
import type { Filter } from '../filter.ts';
import { isAboutOwnName } from '../sql/correlated.ts';
import { askedByKey, hasForeignSql } from '../sql/outer-sql.ts';
import { isKnownToBeThere } from '../values/guards.ts';
import { isSqlIf, mayBeUndefined } from '../values/may-be-undefined.ts';

/**
 * SQL written in place: its columns can be re-bound, unless it contains SQL, or a subquery about the table, that is built
 * elsewhere.
 */
export function rawFilter(node: ts.Expression, context: QueryContext): Filter {
  checkMovable(node, context);
  const maybeUndefined = mayBeUndefined(node, context);
  if (isAboutOwnName(node, context)) return { kind: 'opaque', node, maybeUndefined, byKey: askedByKey(node, context) };
  if (hasForeignSql(node, context)) return { kind: 'opaque', node, maybeUndefined };
  return {
    kind: 'raw',
    node,
    maybeUndefined,
    ...(isSqlIf(node) ? { helper: true } : {}),
  };
}

/** SQL that is built elsewhere. */
export function opaqueFilter(node: ts.Expression, context: QueryContext): Filter {
  checkMovable(node, context);
  const maybeUndefined = mayBeUndefined(node, context);
  const isTested = maybeUndefined && isPath(node) && isKnownToBeThere(node, context);
  return { kind: 'opaque', node, maybeUndefined, isTested, byKey: askedByKey(node, context) };
}

/**
 * Makes the query fail when SQL has `await` or `yield`, which cannot move into a `RAW` callback: it is no async
 * function.
 */
export function checkMovable(node: ts.Node, context: QueryContext): void {
  if (containsAwait(node)) context.fail('RQB_AWAIT_IN_SQL', node);
}

/** Whether code has `await` or `yield` outside of the functions in it. */
export function containsAwait(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  return ts.isFunctionLike(node) ? false : (ts.forEachChild(node, containsAwait) ?? false);
}
