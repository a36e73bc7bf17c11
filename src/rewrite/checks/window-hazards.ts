import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';
import type { Changes } from '../changes.ts';
import type { Project } from '../project.ts';
import { negativesIn } from '../queries/limit.ts';
import { isSameOffset, needsItsLimit } from '../queries/offset.ts';

/**
 * Reports a `limit` or `offset` in v2 code that the table's database refuses when the query runs: a negative limit, or
 * an offset without a limit in a dialect that needs one.
 *
 * @param name the member that `value` is given for
 */
export function checkWindow(
  name: string,
  value: ts.Expression,
  table: Table,
  { evaluator }: Project,
  report: Changes['report'],
): void {
  if (name === 'limit' && negativesIn(value, table, evaluator).length > 0) report('RQB_V2_LIMIT', value);
  if (name === 'offset' && !isSameOffset(table) && needsItsLimit(value)) report('RQB_V2_OFFSET', value);
}
