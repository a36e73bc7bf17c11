import { choice, type Code } from '../edits/code.ts';
import type { Piece } from '../edits/edit.ts';
import { ts } from '../ts.cts';
import { foreignCallback } from './block-callback.ts';
import type { GivenCallback, QueryContext } from './context.ts';
import { isWrittenAny, isWrittenOptional, writtenType } from './written-type.ts';

/** The filter of a parameter that is given v1 callbacks; without one there is no condition. */
export function givenFilter(node: ts.Expression, kind: GivenCallback, context: QueryContext): Code {
  const isSet = isAlwaysSet(node);
  // The compiler forgets inside the callback that the member was looked at.
  const mark = isSet || context.javascript || ts.isIdentifier(node) ? '' : '!';
  const value = foreignCallback(node, context, calledValue(node, kind, mark, context));
  const filter: Code = { kind: 'object', entries: [{ kind: 'property', name: 'RAW', value }] };
  return isSet ? filter : choice(node, filter, { kind: 'object', entries: [] });
}

/** What a parameter that is given v1 callbacks comes to inside of `(t, operators) => …`. */
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

/** Whether a value has a type that leaves no room for `undefined`. */
export function isAlwaysSet(node: ts.Expression): boolean {
  return writtenType(node) !== undefined && !isWrittenOptional(node) && !isWrittenAny(node);
}
