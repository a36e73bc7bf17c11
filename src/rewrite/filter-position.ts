import { ts } from '../ts.cts';
import { isSameTable } from '../read/same-table.ts';
import { nameText } from '../read/syntax.ts';
import type { Project } from './project.ts';
import type { Level } from './query-context.ts';

/** Whether an expression stands where the root `where` of a relational query of this level's table is given. */
export function isFilterPosition(expression: ts.Node, level: Level, project: Project): boolean {
  let node = expression;
  while (
    ts.isParenthesizedExpression(node.parent) ||
    (ts.isConditionalExpression(node.parent) && node.parent.condition !== node) ||
    (ts.isCallExpression(node.parent) && isGroup(node.parent, project))
  ) {
    node = node.parent;
  }
  const property = node.parent;
  const isWhere =
    (ts.isPropertyAssignment(property) && nameText(property.name) === 'where' && property.initializer === node) ||
    (ts.isShorthandPropertyAssignment(property) && property.name === node && property.name.text === 'where');
  if (!isWhere) return false;
  const config = property.parent;
  const site = project.scan.sites.find((candidate) => candidate.config === config);
  if (site?.key === undefined) return false;
  const table = project.databaseOf(site)?.tables.get(site.key);
  return table !== undefined && isSameTable(table, level.table);
}

function isGroup(call: ts.CallExpression, project: Project): boolean {
  const callee = project.evaluator.evaluate(call.expression);
  return callee.kind === 'external' && (callee.name === 'and' || callee.name === 'or');
}
