import { isAnd, unwrap } from '../../read/syntax/syntax.ts';
import type { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isSql } from '../values/is-sql.ts';
import { isUnchecked } from '../values/unchecked.ts';

/**
 * Reports a member `test && condition` of `and(…)` or `or(…)` whose test may be false, null, 0 or empty text. v1 left
 * out undefined members only: `and(eq(users.org, org), id && eq(users.id, id))` found no rows for an `id` of null, and
 * an object without the condition finds all of the organization. The compiler refuses such a test, so only code that it
 * does not check has one.
 */
export function checkFalsyTest(member: ts.Expression, context: QueryContext): void {
  const inner = unwrap(member);
  if (!isAnd(inner)) return;
  const isChecked = context.strict && !context.javascript;
  if (isChecked ? !isUnchecked(inner.left) : isSql(inner.left, context)) return;
  context.report('RQB_FALSY_TEST', inner.left);
}
