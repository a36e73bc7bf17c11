import type { Column } from '../../facts.ts';
import { compareKeys } from '../../filter/filter.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import type { Evaluator } from '../../read/values/value.ts';
import { ts } from '../../ts.cts';
import type { Changes } from '../changes.ts';
import { isUnguarded } from '../../filter/values/unguarded-values.ts';
import type { Project } from '../project.ts';
import { envsAt } from './v1-callbacks.ts';

/**
 * Reports comparisons, in any query, of a value that may be undefined with a column whose encoder throws for undefined
 * in the target release (`bigint`, and dates as text). In 0.x such a query found no rows.
 */
export function reportFailingComparisons(project: Project, report: Changes['report']): void {
  const { databases, evaluator, sources, capabilities } = project;
  const fails = ({ failsOverUndefined, type }: Column) =>
    failsOverUndefined && (type === 'bigint' || capabilities.encodesTextDates);
  if (!databases.some(({ tables }) => [...tables.values()].some(({ columns }) => [...columns.values()].some(fails))))
    return;
  const envsOf = envsAt(project);
  for (const { ast } of sources.parsed()) {
    for (const call of nodesOf(ast).calls) {
      const [left, ...values] = call.arguments;
      if (!left || !values.some((value) => isMissing(value, evaluator))) continue;
      for (const env of envsOf(call)) {
        const operator = evaluator.evaluate(call.expression, env);
        if (operator.kind !== 'external' || !isComparison(operator.name)) continue;
        const column = [...leavesOf(left, env, evaluator)]
          .map((leaf) => evaluator.evaluate(leaf.node, leaf.env))
          .find((value) => value.kind === 'column' && fails(value.column));
        if (column?.kind !== 'column') continue;
        report('RQB_MISSING_THROWS', call, { column: column.column.key });
        break;
      }
    }
  }
}

/** Whether an operator compares a column with values. */
function isComparison(name: string): boolean {
  return name in compareKeys || name === 'between' || name === 'notBetween';
}

/** Whether a value is `undefined`, or may be and is not checked. */
function isMissing(value: ts.Expression, evaluator: Evaluator): boolean {
  const inner = unwrap(value);
  return isUndefined(inner) || isUnguarded(value, evaluator);
}
