import { ts } from '../../ts.cts';
import type { Value } from '../../facts.ts';
import { nodesOf } from '../syntax/nodes.ts';
import type { SourceModule } from '../modules/sources.ts';
import type { Evaluator } from './value.ts';

/** Whether a value is an export of a package whose source is not in sight. Drizzle's own packages do not count. */
export function isOutOfSight(value: Value): boolean {
  return value.kind === 'external' && !value.module.startsWith('drizzle-') && value.name !== '*';
}

/**
 * Finds the tables in core queries (`db.select().from(table)`, `db.insert(table)`, …) that come from a package whose
 * source is not in sight.
 *
 * @param mentioning returns the files whose text matches an expression
 */
export function tablesOutOfSight(
  mentioning: (word: RegExp) => readonly SourceModule[],
  evaluator: Evaluator,
): ts.Expression[] {
  const found: ts.Expression[] = [];
  for (const { ast } of mentioning(/\.(?:select(?:Distinct(?:On)?)?|insert|update)\(/)) {
    for (const call of nodesOf(ast).calls) {
      const table = queriedTable(call);
      if (table && isOutOfSight(evaluator.evaluate(table))) found.push(table);
    }
  }
  return found;
}

/**
 * The table a call of a core query names: `db.select().from(table)`, `db.insert(table).values(…)`, …; undefined for
 * other calls. Because such method names are common, the call around it has to fit, too.
 */
function queriedTable(call: ts.CallExpression): ts.Expression | undefined {
  const [table] = call.arguments;
  const callee = call.expression;
  if (!table || !ts.isPropertyAccessExpression(callee)) return undefined;
  if (!ts.isIdentifier(table) && !ts.isPropertyAccessExpression(table)) return undefined;
  const next = ts.isPropertyAccessExpression(call.parent) ? call.parent.name.text : '';
  switch (callee.name.text) {
    case 'from':
      return isSelect(callee.expression) ? table : undefined;
    case 'insert':
      return next === 'values' || next === 'select' ? table : undefined;
    case 'update':
      return next === 'set' ? table : undefined;
    case 'leftJoin':
    case 'rightJoin':
    case 'innerJoin':
    case 'fullJoin':
      return call.arguments.length > 1 ? table : undefined;
  }
  return undefined;
}

function isSelect(node: ts.Expression): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return ['select', 'selectDistinct', 'selectDistinctOn'].includes(node.expression.name.text);
}
