import { ts } from '../ts.cts';
import type { QuerySite } from '../facts.ts';
import { unwrap } from '../read/syntax.ts';
import type { Project } from './project.ts';

/**
 * From 1.0.0-rc.4 on, `get()` of a prepared relational query of SQLite finds nothing for a `findFirst`, and gives one row
 * instead of a list for a `findMany`; `all()` gives what v1's `get()` did.
 */
export function rewritePreparedGets(project: Project): void {
  if (project.capabilities.preparedGet) return;
  const prepared = preparedSites(project);
  if (prepared.size === 0) return;
  for (const { ast, path } of project.mentioning(/\.get\s*\(/)) {
    const visit = (node: ts.Node): void => {
      const site = ts.isCallExpression(node) ? preparedBy(node, prepared, project) : undefined;
      if (site) {
        const { name } = (node as ts.CallExpression).expression as ts.PropertyAccessExpression;
        project.changes.replace(path, name.getStart(), name.end, 'all');
        project.changes.report(site.method === 'findFirst' ? 'RQB_PREPARED_GET' : 'RQB_PREPARED_GET_MANY', name);
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
}

/** The `.prepare()` calls on relational queries of SQLite that are migrated now. */
function preparedSites(project: Project): ReadonlyMap<ts.Node, QuerySite> {
  const found = new Map<ts.Node, QuerySite>();
  for (const site of project.scan.sites) {
    const access = site.node.parent;
    if (!ts.isPropertyAccessExpression(access) || access.name.text !== 'prepare') continue;
    const database = project.databaseOf(site);
    const [table] = database?.tables.values() ?? [];
    if (database && table?.dialect === 'sqlite' && project.placements.get(database)) found.set(access.parent, site);
  }
  return found;
}

/** The query of `prepared.get(…)`. */
function preparedBy(
  { expression: callee }: ts.CallExpression,
  prepared: ReadonlyMap<ts.Node, QuerySite>,
  project: Project,
): QuerySite | undefined {
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'get') return undefined;
  const receiver = unwrap(callee.expression) as ts.Expression;
  const value = project.evaluator.evaluate(assignedInClass(receiver) ?? receiver);
  return value.kind === 'expression' ? prepared.get(value.node) : undefined;
}

/** What `this.name` is given by an assignment in its class. */
function assignedInClass(receiver: ts.Expression): ts.Expression | undefined {
  if (!ts.isPropertyAccessExpression(receiver) || receiver.expression.kind !== ts.SyntaxKind.ThisKeyword)
    return undefined;
  const owner = ts.findAncestor(receiver, ts.isClassLike);
  const visit = (node: ts.Node): ts.Expression | undefined =>
    ts.isBinaryExpression(node) &&
    node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
    node.left.getText() === receiver.getText()
      ? node.right
      : ts.forEachChild(node, visit);
  return owner && visit(owner);
}
