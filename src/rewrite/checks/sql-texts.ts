import { ts } from '../../ts.cts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isAccess, isFunction, unwrap } from '../../read/syntax/syntax.ts';
import { callsInSight } from '../conditions/calls-in-sight.ts';
import type { Project } from '../project.ts';

/** Methods that give the SQL of a query. */
const takesText = /^(?:toSQL|getSQL|getQuery)$/;

/**
 * Reports places that take the SQL of a migrated query (`toSQL()`, `getQuery()`), also of one that a function is given or
 * returns: v2 writes other aliases and joins, so snapshots of the text and cache keys made from it change.
 */
export function reportSqlTexts(project: Project): void {
  const { scan, evaluator, placements, changes } = project;
  const migrated = new Set<ts.Node>();
  for (const site of scan.sites) {
    const database = project.databaseOf(site);
    if (database && placements.get(database)) migrated.add(site.node);
  }
  for (const { ast } of migrated.size > 0 ? project.mentioning(/\.(?:toSQL|getSQL|getQuery)\b/) : []) {
    for (const call of nodesOf(ast).calls) {
      const callee = unwrap(call.expression);
      if (!ts.isPropertyAccessExpression(callee) || !takesText.test(callee.name.text)) continue;
      if (isQuery(callee.expression)) changes.report('RQB_SQL_TEXT', callee.name);
    }
  }

  /** Whether an expression may be one of the queries, or a statement prepared of it. */
  function isQuery(node: ts.Expression, depth = 0): boolean {
    const inner = unprepared(node);
    const query = evaluator.evaluate(inner);
    if (query.kind === 'expression' && migrated.has(query.node)) return true;
    if (listsOf(inner).some((list) => holdsQuery(list, migrated))) return true;
    return depth < 4 && sourcesOf(inner).some((source) => isQuery(source, depth + 1));
  }

  /** What calls in sight pass for a parameter, or what the function that is called returns. */
  function sourcesOf(node: ts.Expression): ts.Expression[] {
    const inner = unwrap(node);
    if (ts.isCallExpression(inner)) {
      const fn = evaluator.evaluate(inner.expression);
      return fn.kind === 'expression' && isFunction(fn.node) ? returnedValues(fn.node) : [];
    }
    const parameter = ts.isIdentifier(inner) ? declarationOf(inner) : undefined;
    if (!parameter || !ts.isParameter(parameter) || !isFunction(parameter.parent)) return [];
    const index = parameter.parent.parameters.indexOf(parameter);
    return callsInSight(parameter.parent, project).flatMap((call) => call.arguments[index] ?? []);
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
