import { compareKeys } from '../filter/filter.ts';
import { nodesOf } from '../read/nodes.ts';
import { unwrap } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import { mayBeMissing } from './missing-values.ts';
import type { Project } from './project.ts';

/**
 * Comparisons, in SQL of any query, of a column that cannot encode undefined since 1.0 with a value that may be missing:
 * where v1 found no rows, the query throws.
 */
export function* failingComparisons(project: Project): Generator<{ call: ts.CallExpression; column: string }> {
  const { databases, evaluator, sources } = project;
  const isAny = databases.some(({ tables }) =>
    [...tables.values()].some(({ columns }) => [...columns.values()].some((column) => column.failsOverUndefined)),
  );
  if (!isAny) return;
  for (const { ast } of sources.parsed()) {
    for (const call of nodesOf(ast).calls) {
      const [left, ...values] = call.arguments;
      if (!left || !values.some(isMissing)) continue;
      const operator = evaluator.evaluate(call.expression);
      if (operator.kind !== 'external' || !isComparison(operator.name)) continue;
      const value = evaluator.evaluate(left);
      if (value.kind === 'column' && value.column.failsOverUndefined) yield { call, column: value.column.key };
    }
  }
}

function isComparison(name: string): boolean {
  return name in compareKeys || name === 'between' || name === 'notBetween';
}

function isMissing(value: ts.Expression): boolean {
  const inner = unwrap(value);
  return (ts.isIdentifier(inner) && inner.text === 'undefined') || mayBeMissing(value);
}
