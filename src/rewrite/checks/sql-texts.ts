import { ts } from '../../ts.cts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';

/**
 * Reports places that take the SQL of a migrated query (`toSQL()`, `getQuery()`): v2 writes other aliases and joins, so
 * snapshots of the text and cache keys made from it change.
 */
export function reportSqlTexts(project: Project): void {
  const { scan, evaluator, placements, changes } = project;
  const migrated = new Set<ts.Node>();
  for (const site of scan.sites) {
    const database = project.databaseOf(site);
    if (database && placements.get(database)) migrated.add(site.node);
  }
  for (const { ast } of migrated.size > 0 ? project.mentioning(/\.(?:toSQL|getQuery)\b/) : []) {
    for (const call of nodesOf(ast).calls) {
      const callee = unwrap(call.expression);
      if (!ts.isPropertyAccessExpression(callee) || !/^(?:toSQL|getQuery)$/.test(callee.name.text)) continue;
      const query = evaluator.evaluate(unprepared(callee.expression));
      if (query.kind === 'expression' && migrated.has(query.node)) changes.report('RQB_SQL_TEXT', callee.name);
    }
  }
}

/** The query that a `prepare()` call is of; any other expression itself. */
function unprepared(node: ts.Expression): ts.Expression {
  const call = unwrap(node);
  const callee = ts.isCallExpression(call) ? unwrap(call.expression) : undefined;
  const isPrepared = callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'prepare';
  return isPrepared ? callee.expression : node;
}
