import type { Column, Env } from '../facts.ts';
import { compareKeys } from '../filter/filter.ts';
import { leavesOf } from '../read/leaves.ts';
import { nodesOf } from '../read/nodes.ts';
import { isFunction, unwrap } from '../read/syntax.ts';
import { noEnv } from '../read/value.ts';
import { ts } from '../ts.cts';
import type { Changes } from './changes.ts';
import { mayBeMissing } from './missing-values.ts';
import type { Project } from './project.ts';
import { callbackEnv } from './query-context.ts';
import { membersOf } from './query-members.ts';

/**
 * Reports comparisons, in SQL of any query, of a column that cannot encode undefined in the target with a value that may
 * be missing: where v1 found no rows, the query throws.
 */
export function reportFailingComparisons(project: Project, report: Changes['report']): void {
  const { databases, evaluator, sources, capabilities } = project;
  const fails = ({ failsOverUndefined, type }: Column) =>
    failsOverUndefined && (type === 'bigint' || capabilities.encodesTextDates);
  if (!databases.some(({ tables }) => [...tables.values()].some(({ columns }) => [...columns.values()].some(fails))))
    return;
  const callbacks = callbacksOf(project);
  for (const { ast } of sources.parsed()) {
    for (const call of nodesOf(ast).calls) {
      const [left, ...values] = call.arguments;
      if (!left || !values.some(isMissing)) continue;
      const callback = ts.findAncestor(call, (node) => callbacks.has(node));
      for (const env of callback ? callbacks.get(callback)! : [noEnv]) {
        const operator = evaluator.evaluate(call.expression, env);
        if (operator.kind !== 'external' || !isComparison(operator.name)) continue;
        const value = evaluator.evaluate(left, env);
        if (value.kind !== 'column' || !fails(value.column)) continue;
        report('RQB_MISSING_THROWS', call, { column: value.column.key });
        break;
      }
    }
  }
}

/** The callbacks that queries of v1 give their tables and operators to, with what their parameters are in each query. */
function callbacksOf({ databaseOf, evaluator, scan }: Project): Map<ts.Node, Env[]> {
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

function isComparison(name: string): boolean {
  return name in compareKeys || name === 'between' || name === 'notBetween';
}

function isMissing(value: ts.Expression): boolean {
  const inner = unwrap(value);
  return (ts.isIdentifier(inner) && inner.text === 'undefined') || mayBeMissing(value);
}
