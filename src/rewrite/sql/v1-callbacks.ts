import type { Env } from '../../facts.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { isFunction } from '../../read/syntax/syntax.ts';
import { noEnv } from '../../read/values/value.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { callbackEnv } from '../queries/query-context.ts';
import { membersOf } from '../queries/query-members.ts';

/**
 * Makes a function that tells which values the names at a place may have. Inside of a v1 callback its parameters stand
 * for a table and drizzle-orm's operators, so that there is one environment for each query the callback is given to;
 * elsewhere there is a single, empty one.
 */
export function envsAt(project: Project): (node: ts.Node) => readonly Env[] {
  return (node) => {
    const callbacks = callbacksOf(project);
    const callback = ts.findAncestor(node, (outer) => callbacks.has(outer));
    return callback ? callbacks.get(callback)! : [noEnv];
  };
}

/** The callbacks of each project, so that all rules of this folder read them once. */
const known = new WeakMap<Project, Map<ts.Node, Env[]>>();

/** The callbacks of a project, read at the first call. */
function callbacksOf(project: Project): Map<ts.Node, Env[]> {
  if (!known.has(project)) known.set(project, readCallbacks(project));
  return known.get(project)!;
}

/**
 * The callbacks in the configurations of v1 queries, with the values of their parameters in each query that uses them.
 */
function readCallbacks({ databaseOf, evaluator, scan }: Project): Map<ts.Node, Env[]> {
  const found = new Map<ts.Node, Env[]>();
  for (const site of scan.sites) {
    const database = databaseOf(site);
    const table = site.key === undefined ? undefined : database?.tables.get(site.key);
    if (!site.config || !database || !table) continue;
    const level = { database, table, tableKey: site.key! };
    for (const member of membersOf(site.config, noEnv, level, evaluator)) {
      const leaves = ts.isMethodDeclaration(member.value)
        ? [{ node: member.value, env: member.env }]
        : leavesOf(member.value, member.env, evaluator);
      for (const { node, env } of leaves) {
        if (isFunction(node)) found.set(node, [...(found.get(node) ?? []), callbackEnv(node, member.table, env)]);
      }
    }
  }
  return found;
}
