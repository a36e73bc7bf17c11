import { ts } from '../../ts.cts';
import type { QueryContext } from '../../filter/context.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { nameText } from '../../read/syntax/syntax.ts';
import { levelOf } from '../level-of.ts';
import type { Project } from '../project.ts';

/**
 * Whether an expression is the value of `orderBy` in a relational query of the context's table, or in a relation to it.
 */
export function isOrderPosition(use: ts.Expression, context: QueryContext, project: Project): boolean {
  const { parent } = use;
  const isMember =
    (ts.isPropertyAssignment(parent) && parent.initializer === use) ||
    (ts.isShorthandPropertyAssignment(parent) && parent.name === use);
  const place = isMember && nameText(parent.name) === 'orderBy' ? levelOf(parent.parent, project) : undefined;
  return place !== undefined && isSameTable(place.table, context.table);
}
