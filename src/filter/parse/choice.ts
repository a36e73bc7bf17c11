import { isNegation, isNullish, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { isPath } from '../absence.ts';
import type { Filter } from '../filter.ts';

/**
 * The filter for `test ? whenTrue : whenFalse`. SQL that the test already finds to be defined is marked `isTested` in
 * its branch, so that `where ? and(where, …) : undefined` does not test `where` a second time.
 */
export function choiceOf(test: ts.Expression, whenTrue: Filter, whenFalse: Filter): Filter {
  const inner = unwrap(test);
  return {
    kind: 'when',
    test,
    whenTrue: underTest(test, whenTrue),
    whenFalse: isNegation(inner) ? underTest(inner.operand, whenFalse) : whenFalse,
  };
}

/** A filter with SQL marked `isTested` that is defined where `test` holds. */
function underTest(test: ts.Node, filter: Filter): Filter {
  const within = (part: Filter) => underTest(test, part);
  switch (filter.kind) {
    case 'opaque':
      return isPath(filter.node) && findsPresent(test, filter.node) ? { ...filter, isTested: true } : filter;
    case 'and':
    case 'or':
      return { ...filter, members: filter.members.map(within) };
    case 'not':
      return { ...filter, member: within(filter.member) };
    case 'when':
      return { ...filter, whenTrue: within(filter.whenTrue), whenFalse: within(filter.whenFalse) };
    default:
      return filter;
  }
}

/** Whether a value is defined where a test holds: `where`, `where && …`, `where !== undefined`, `where != null`. */
function findsPresent(test: ts.Node, value: ts.Node): boolean {
  const inner = unwrap(test);
  if (!ts.isBinaryExpression(inner)) return inner.getText() === unwrap(value).getText();
  const { AmpersandAmpersandToken, ExclamationEqualsEqualsToken, ExclamationEqualsToken } = ts.SyntaxKind;
  const { left, operatorToken, right } = inner;
  if (operatorToken.kind === AmpersandAmpersandToken) return findsPresent(left, value) || findsPresent(right, value);
  const isCompared =
    (operatorToken.kind === ExclamationEqualsEqualsToken && isUndefined(right)) ||
    (operatorToken.kind === ExclamationEqualsToken && isNullish(right));
  return isCompared && findsPresent(left, value);
}
