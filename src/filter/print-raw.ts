import { ts } from '../ts.cts';
import type { CodeEntry } from '../edits/code.ts';
import type { Style } from '../edits/style.ts';
import { isPath } from './absence.ts';
import { assertions, isImported } from './assertions.ts';
import { byKeyCallback } from './by-key.ts';
import type { QueryContext } from './context.ts';
import type { Filter } from './filter.ts';
import { aliasCallback, columnCallback, columnElsewhere, rawValue } from './raw.ts';
import { isTemplate } from './sql-text.ts';

/**
 * `RAW: …`: SQL that is written in place over the callback's table, or a value whose columns are re-aliased.
 *
 * @param group the group it is a member of: SQL that may be absent at run time must not change that
 */
export function rawEntry(
  filter: Extract<Filter, { kind: 'raw' | 'opaque' }>,
  context: QueryContext,
  style: Style,
  group: 'and' | 'or',
): CodeEntry {
  context.used(filter.kind === 'raw' ? 'raw' : 'fallback');
  // An absent condition must not change the group it stands in: true in an `and`, false in an `or`.
  const absent = () => ` ?? ${context.need('sql')}\`${group === 'and' ? 'true' : 'false'}\``;
  if (filter.kind === 'raw') {
    const elsewhere = columnElsewhere(filter.node, context);
    // The text of a template may give the column a table of its own.
    if (elsewhere && !isTemplate(elsewhere))
      context.report('RQB_COLUMN_ELSEWHERE', elsewhere, { column: elsewhere.getText(), table: context.tableKey });
    else context.report('RQB_FILTER_RAW', filter.node);
    if (filter.column) return { kind: 'property', name: 'RAW', value: columnCallback(filter.node, context, style) };
    // What a helper returns need not be SQL to the types of v2: `not(…)` is perhaps undefined there.
    const suffix = !filter.helper ? '' : filter.maybeUndefined ? absent() : mustAssert(filter.node, context) ? '!' : '';
    return { kind: 'property', name: 'RAW', value: rawValue(filter.node, context, style, suffix) };
  }
  context.report(filter.byKey ? 'RQB_FILTER_BY_KEY' : 'RQB_FILTER_REALIASED', filter.node);
  const guarded = filter.maybeUndefined && !isPath(filter.node);
  const isTested = filter.maybeUndefined && isPath(filter.node);
  const isForgotten = isTested && isForgottenInside(filter.node, context);
  // A core query takes what is undefined for no condition.
  const suffix =
    filter.byKey && group === 'and'
      ? ''
      : guarded
        ? absent()
        : isForgotten || (!isTested && mustAssert(filter.node, context))
          ? '!'
          : '';
  const value = filter.byKey
    ? byKeyCallback(filter.node, filter.byKey, context, style, suffix)
    : aliasCallback(filter.node, context, style, suffix);
  return { kind: 'property', name: 'RAW', value };
}

/** Whether the compiler forgets inside a callback what a test around it has found out: of `options.where` and imports. */
function isForgottenInside(node: ts.Expression, context: QueryContext): boolean {
  if (context.javascript || !context.strict) return false;
  if (ts.isIdentifier(node) ? !isImported(node) : !ts.isPropertyAccessExpression(node)) return false;
  return assertions(node, context).length === 0;
}

/** `and(…)`, `or(…)` and v2's `not(…)` are typed `SQL | undefined` even when they never are. */
function mustAssert(node: ts.Expression, context: QueryContext, env = context.env): boolean {
  if (context.javascript || ts.isNonNullExpression(node)) return false;
  const value = context.evaluator.evaluate(node, env);
  if (value.kind !== 'expression') return false;
  const inner = ts.isParenthesizedExpression(value.node) ? value.node.expression : value.node;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mustAssert(branch, context, value.env));
  if (!ts.isCallExpression(inner)) return false;
  const callee = context.evaluator.evaluate(inner.expression, value.env);
  return callee.kind === 'external' && ['and', 'or', 'not'].includes(callee.name);
}
