import { ts } from '../../ts.cts';
import type { CodeEntry } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isChangedAfter } from '../../read/syntax/writes.ts';
import { hasOtherReturns, isFunction, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { functionOfMember } from '../../read/types/object-members.ts';
import { isPath } from '../absence.ts';
import { assertions, isImported } from '../values/assertions.ts';
import { mayBeFalsy } from '../parse/falsy-test.ts';
import { byKeyCallback } from '../sql/by-key.ts';
import type { QueryContext } from '../context.ts';
import type { Filter } from '../filter.ts';
import { aliasCallback, columnCallback, columnElsewhere, rawValue } from '../sql/raw.ts';
import { isTemplate } from '../sql/sql-text.ts';

/**
 * The entry `RAW: (t) => …` for SQL that has no object form: SQL written in place, with its columns re-bound to the
 * callback's table, or SQL built elsewhere, re-aliased as a whole or applied by primary key.
 *
 * @param group the group the SQL is a member of. A `RAW` callback must return SQL, so SQL that may be undefined gets a
 *   fallback that changes nothing there: `true` in an `and`, `false` in an `or`
 */
export function rawEntry(
  filter: Extract<Filter, { kind: 'raw' | 'opaque' }>,
  context: QueryContext,
  style: Style,
  group: 'and' | 'or',
): CodeEntry {
  context.used(filter.kind === 'raw' ? 'raw' : 'fallback');
  const absent = () => {
    const or = mayBeFalsy(filter.node, context) ? '||' : '??';
    return ` ${or} ${context.need('sql')}\`${group === 'and' ? 'true' : 'false'}\``;
  };
  if (filter.kind === 'raw') {
    const elsewhere = columnElsewhere(filter.node, context);
    // A column in a `sql` template may belong to a table that the text of the template selects from.
    if (elsewhere && !isTemplate(elsewhere))
      context.report('RQB_COLUMN_ELSEWHERE', elsewhere, { column: elsewhere.getText(), table: context.tableKey });
    else context.report('RQB_FILTER_RAW', filter.node);
    if (filter.column) return { kind: 'property', name: 'RAW', value: columnCallback(filter.node, context, style) };
    // The type of what a helper returns may include undefined in v2, as that of `not(…)` does.
    const suffix = !filter.helper ? '' : filter.maybeUndefined ? absent() : mustAssert(filter.node, context) ? '!' : '';
    return { kind: 'property', name: 'RAW', value: rawValue(filter.node, context, style, suffix) };
  }
  context.report(filter.byKey ? 'RQB_FILTER_BY_KEY' : 'RQB_FILTER_REALIASED', filter.node);
  const guarded = filter.maybeUndefined && !isPath(filter.node);
  const isTested = filter.maybeUndefined && isPath(filter.node);
  const isForgotten = isTested && isForgottenInside(filter.node, context);
  // `.where(undefined)` of a core query is no condition, so a condition applied by primary key needs no fallback.
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
    : aliasCallback(filter.node, { ...context, outerChecked: true }, style, suffix);
  return { kind: 'property', name: 'RAW', value };
}

/** Whether TypeScript drops the narrowing of a path inside of a callback, and `assertions` adds no `!` to it yet. */
function isForgottenInside(node: ts.Expression, context: QueryContext): boolean {
  if (context.javascript || !context.strict) return false;
  const isForgotten = ts.isIdentifier(node)
    ? isImported(node) || isChangedAfter(node)
    : ts.isPropertyAccessExpression(node);
  if (!isForgotten) return false;
  return assertions(node, context).length === 0;
}

/**
 * Whether SQL needs a `!` for the compiler: `and(…)`, `or(…)` and, in v2, `not(…)` always have the type
 * `SQL | undefined`.
 */
function mustAssert(node: ts.Expression, context: QueryContext, env = context.env): boolean {
  if (context.javascript || isAsserted(node, context, env)) return false;
  const value = context.evaluator.evaluate(node, env);
  const given = value.kind !== 'expression' || value.node === unwrap(node) ? givenByMember(node, context) : undefined;
  if (given) return mustAssert(given, context);
  if (value.kind !== 'expression') return false;
  const inner = ts.isParenthesizedExpression(value.node) ? value.node.expression : value.node;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mustAssert(branch, context, value.env));
  if (!ts.isCallExpression(inner)) return false;
  const callee = context.evaluator.evaluate(inner.expression, value.env);
  return callee.kind === 'external' && ['and', 'or', 'not'].includes(callee.name);
}

/** What a class property, or a call of a method, has its type from; undefined when a type is written for it. */
function givenByMember(node: ts.Expression, context: QueryContext): ts.Expression | undefined {
  const inner = unwrap(node);
  const access = ts.isCallExpression(inner) ? unwrap(inner.expression) : inner;
  const member = ts.isPropertyAccessExpression(access) ? context.memberOf(access) : undefined;
  const method = access === inner ? undefined : functionOfMember(member);
  if (method) return method.type ? undefined : returnedExpression(method);
  return member && ts.isPropertyDeclaration(member) && !member.type ? member.initializer : undefined;
}

/** Whether SQL has the type `SQL` already, by a `!` or a written type: `and(…)!`, `const active: SQL = …`. */
function isAsserted(node: ts.Expression, context: QueryContext, env = context.env): boolean {
  if (ts.isNonNullExpression(node)) return true;
  if (ts.isParenthesizedExpression(node)) return isAsserted(node.expression, context, env);
  if (ts.isIdentifier(node)) {
    const declaration = declarationOf(node);
    if (!declaration || !ts.isVariableDeclaration(declaration)) return false;
    const { type, initializer } = declaration;
    return type !== undefined || (initializer !== undefined && isAsserted(initializer, context, env));
  }
  if (!ts.isCallExpression(node)) return false;
  const fn = context.evaluator.evaluate(node.expression, env);
  if (fn.kind !== 'expression' || !isFunction(fn.node)) return false;
  const returned = returnedExpression(fn.node);
  const isOnly = returned !== undefined && !hasOtherReturns(fn.node, returned);
  return fn.node.type !== undefined || (isOnly && isAsserted(returned, context, fn.env));
}
