import { choice, type Code } from '../../edits/code.ts';
import type { Piece } from '../../edits/edit.ts';
import { ts } from '../../ts.cts';
import { foreignCallback } from './block-callback.ts';
import type { GivenCallback, QueryContext } from '../context.ts';
import { isWrittenAny, isWrittenOptional, writtenType } from '../values/written-type.ts';

/**
 * The filter for a `where` that is a parameter (or a member of one) to which callers pass v1 callbacks:
 * `where ? { RAW: (t, operators) => mapColumnsInSQLToAlias(where(t, operators) ?? …, getTableName(t)) } : {}`. The test
 * is left out when the type of the parameter does not allow undefined.
 */
export function givenFilter(node: ts.Expression, kind: GivenCallback, context: QueryContext): Code {
  const isSet = isAlwaysSet(node);
  // TypeScript drops the narrowing of `options.where` inside of the callback, that of a plain parameter it keeps.
  const mark = isSet || context.javascript || ts.isIdentifier(node) ? '' : '!';
  const value = foreignCallback(context, calledValue(node, kind, mark, context));
  const filter: Code = { kind: 'object', entries: [{ kind: 'property', name: 'RAW', value }] };
  return isSet ? filter : choice(node, filter, { kind: 'object', entries: [] });
}

/**
 * The code that gets the SQL out of a parameter to which v1 callbacks are passed, inside of `(t, operators) => …`:
 * `where(t, operators)`, or `(typeof where === 'function' ? where(t, operators) : where)` if it may be SQL as well.
 *
 * @param mark `!`, `?.` or nothing, written behind the name where it may be undefined to the compiler
 */
export function calledValue(
  node: ts.Expression,
  kind: GivenCallback,
  mark: string,
  { quote }: QueryContext,
): readonly Piece[] {
  const name = { start: node.getStart(), end: node.end };
  if (kind === 'always') return [name, mark, '(t, operators)'];
  return ['(typeof ', name, ` === ${quote}function${quote} ? `, name, '(t, operators) : ', name, mark, ')'];
}

/** Whether a value is annotated with a type that does not allow `undefined`. */
export function isAlwaysSet(node: ts.Expression): boolean {
  return writtenType(node) !== undefined && !isWrittenOptional(node) && !isWrittenAny(node);
}
