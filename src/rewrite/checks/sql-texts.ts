import { ts } from '../../ts.cts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAccess, isFunction, unwrap } from '../../read/syntax/syntax.ts';
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
      const isQuery = query.kind === 'expression' && migrated.has(query.node);
      if (isQuery || listsOf(callee.expression).some((list) => holdsQuery(list, migrated)))
        changes.report('RQB_SQL_TEXT', callee.name);
    }
  }
}

/**
 * The lists that an expression may be a member of: `[…]` for `queries[0]`, `query` of `for (const query of queries)` and
 * of `queries.map((query) => …)`, and `first` of `const [first] = queries`.
 *
 * @param depth how many names have been followed already
 */
function listsOf(node: ts.Node, depth = 0): ts.Node[] {
  const inner = unwrap(node);
  const follow = (next: ts.Node | undefined) => (next && depth < 8 ? listsOf(next, depth + 1) : []);
  if (ts.isArrayLiteralExpression(inner)) return [inner];
  if (ts.isCallExpression(inner)) {
    const callee = unwrap(inner.expression);
    const made = inner.arguments.flatMap((each) => (isFunction(each) ? returnedValues(each) : []));
    return [...made, ...follow(ts.isPropertyAccessExpression(callee) ? callee.expression : undefined)];
  }
  if (isAccess(inner)) return follow(inner.expression);
  const declaration = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
  if (!declaration) return [];
  const owner = ts.findAncestor(declaration, (each) => !ts.isBindingElement(each) && !ts.isBindingName(each))!;
  if (ts.isParameter(owner)) {
    const call = owner.parent.parent;
    return follow(ts.isCallExpression(call) && call.arguments.some((each) => each === owner.parent) ? call : undefined);
  }
  if (!ts.isVariableDeclaration(owner)) return [];
  const loop = owner.parent.parent;
  return follow(ts.isForOfStatement(loop) ? loop.expression : owner.initializer);
}

/** Whether a list, or what a function puts in one, is a query of these, or an array literal with one. */
function holdsQuery(node: ts.Node, queries: ReadonlySet<ts.Node>): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.some((each) => holdsQuery(each, queries));
  return queries.has(inner);
}

/** The query that a `prepare()` call is of; any other expression itself. */
function unprepared(node: ts.Expression): ts.Expression {
  const call = unwrap(node);
  const callee = ts.isCallExpression(call) ? unwrap(call.expression) : undefined;
  const isPrepared = callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'prepare';
  return isPrepared ? callee.expression : node;
}
