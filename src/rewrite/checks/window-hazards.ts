import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';
import type { Changes } from '../changes.ts';
import type { Project } from '../project.ts';
import { negativesIn } from '../queries/limit.ts';
import { isSameOffset, needsItsLimit } from '../queries/offset.ts';

/** Reports a `limit` or `offset` that the database of the table refuses whenever the query runs. */
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
