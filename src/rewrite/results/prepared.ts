import { ts } from '../../ts.cts';
import { quoted } from '../../edits/style.ts';
import type { QuerySite } from '../../facts.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { usesOfPrepared } from './prepared-uses.ts';
import type { Project } from '../project.ts';

/**
 * Renames `get()` of prepared relational queries of SQLite to `all()`. v1's `get()` returned what the query returns;
 * from 1.0.0-rc.4 on `get()` finds nothing for a `findFirst` and returns one row instead of a list for a `findMany`,
 * while `all()` returns what v1's `get()` did. Places where a prepared query goes out of sight are reported.
 */
export function rewritePreparedGets(project: Project): void {
  if (project.capabilities.preparedGet) return;
  const prepared = preparedQueries(project);
  const isPrepared = (node: ts.Node) => {
    const value = project.evaluator.evaluate(node);
    return value.kind === 'expression' && prepared.has(value.node);
  };
  for (const [node, { site, isNew }] of prepared) {
    const { gets, escapes } = usesOfPrepared(node, isPrepared, project);
    const isFirst = site.method === 'findFirst';
    for (const get of gets) {
      if (isNew) {
        const { fileName } = get.getSourceFile();
        const text = ts.isIdentifier(get) ? 'all' : quoted('all', project.styleOf(fileName));
        project.changes.replace(fileName, get.getStart(), get.end, text);
        project.changes.report(isFirst ? 'RQB_PREPARED_GET' : 'RQB_PREPARED_GET_MANY', get);
      } else if (isFirst) project.changes.report('RQB_V2_PREPARED_GET', get);
    }
    for (const escape of isNew ? escapes : []) project.changes.report('RQB_PREPARED_ESCAPES', escape);
  }
}

/** The query that a `prepare()` call is of. */
interface Prepared {
  site: QuerySite;
  /** It is migrated in this run; its `get()` was written for v1. */
  isNew: boolean;
}

/** The calls of `prepare()` on relational queries of SQLite databases that are on v2 after this run. */
function preparedQueries(project: Project): ReadonlyMap<ts.Node, Prepared> {
  const { scan, evaluator, placements } = project;
  const sites = new Map<ts.Node, Prepared>();
  for (const site of scan.sites) {
    const database = project.databaseOf(site);
    const [table] = database?.tables.values() ?? [];
    const isNew = database !== undefined && placements.get(database) !== undefined;
    if (table?.dialect === 'sqlite' && (isNew || database?.migrated)) sites.set(site.node, { site, isNew });
  }
  const found = new Map<ts.Node, Prepared>();
  for (const { ast } of sites.size > 0 ? project.mentioning(/\.prepare\b/) : []) {
    for (const call of nodesOf(ast).calls) {
      const callee = unwrap(call.expression);
      if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'prepare') continue;
      const query = evaluator.evaluate(callee.expression);
      const site = query.kind === 'expression' ? sites.get(query.node) : undefined;
      if (site) found.set(call, site);
    }
  }
  return found;
}
