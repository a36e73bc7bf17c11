import type { Env } from '../../facts.ts';
import { leavesOf } from '../../read/leaves.ts';
import { isFunction } from '../../read/syntax.ts';
import { noEnv } from '../../read/value.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { callbackEnv } from '../queries/query-context.ts';
import { membersOf } from '../queries/query-members.ts';

/** Says what the names at a place may stand for: inside of a callback of v1 that depends on the queries it is given to. */
export function envsAt(project: Project): (node: ts.Node) => readonly Env[] {
  return (node) => {
    const callbacks = callbacksOf(project);
    const callback = ts.findAncestor(node, (outer) => callbacks.has(outer));
    return callback ? callbacks.get(callback)! : [noEnv];
  };
}

const known = new WeakMap<Project, Map<ts.Node, Env[]>>();

function callbacksOf(project: Project): Map<ts.Node, Env[]> {
  if (!known.has(project)) known.set(project, readCallbacks(project));
  return known.get(project)!;
}

/** The callbacks that queries of v1 give their tables and operators to, with what their parameters are in each query. */
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
