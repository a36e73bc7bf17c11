import type { Column } from '../../facts.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import type { CompareKey, Filter } from '../filter.ts';
import { usesParameters } from '../sql/rebind.ts';
import { mayBeMissing } from '../values/null-for-missing.ts';
import { mayBeOpenlyMissing } from '../values/openly-missing.ts';
import { isReadonlyList } from '../values/readonly-list.ts';
import { placeOfMissing, valueKind } from '../values/value-kind.ts';
import { containsAwait } from './sql-filter.ts';

/**
 * A comparison of a column with a value, for `{ column: { operator: value } }`. Undefined when only `RAW` keeps its
 * meaning:
 *
 * - v1 finds no rows for null and undefined; in v2 an undefined value is no condition (before rc.5) or throws
 * - a value that is SQL or a column is rejected by the types of an object filter
 */
export function compare(
  column: Column,
  operator: CompareKey,
  value: ts.Expression,
  context: QueryContext,
): Filter | undefined {
  const isList = operator === 'in' || operator === 'notIn' || operator.startsWith('array');
  const kind = valueKind(value, context);
  if (kind === 'null' || kind === 'undefined') {
    context.report('RQB_COMPARED_WITH_NULL', value, { column: column.key });
    return undefined;
  }
  // An object filter has no callback around it any more. A placeholder only needs `sql`, which can be imported instead.
  if (kind === 'sql' || (kind !== 'placeholder' && usesParameters(value, context))) return undefined;
  if (isList && column.failsOverUndefined && mayBeMissing(value, context)) {
    context.report('RQB_VALUE_MAY_BE_NULLISH', value, { column: column.key, passed: '' });
    return undefined;
  }
  if (!isList && column.takesUndefined && mayBeOpenlyMissing(value, context)) {
    context.report('RQB_VALUE_MAY_BE_NULLISH', value, { column: column.key, passed: '' });
    return undefined;
  }
  if (kind === 'nullish' && !(isList && isArrayLiteral(value))) {
    const place = placeOfMissing(value, context);
    // An object is safe only where undefined throws, and is not silently no condition.
    const isLoud = context.capabilities.undefinedThrows;
    if (isLoud && place !== undefined && !isList) {
      // Its own type says that it is there. With `eq`, null matches no row, as in v1.
      context.report('RQB_VALUE_PASSED', value, { column: column.key, operator, place });
    } else if (isLoud && containsAwait(value)) {
      // `await` cannot move into `RAW`.
      context.report('RQB_VALUE_AWAITED', value, { column: column.key });
    } else {
      const passed = place === undefined ? '' : ` (passed at ${place})`;
      context.report('RQB_VALUE_MAY_BE_NULLISH', value, { column: column.key, passed });
      return undefined;
    }
  }
  const isPrimitive = primitive.has(column.type) && (!column.opaqueType || isPrimitiveValue(value, column, context));
  const shorthand = operator === 'eq' && kind !== 'object' && kind !== 'nullish' && isPrimitive;
  return { kind: 'compare', column, operator, value, shorthand, copied: isList && isReadonlyList(value, context) };
}

/** Types of columns for whose values v2 has the short form `{ id: 1 }`. */
const primitive = new Set<Column['type']>(['string', 'number', 'boolean', 'bigint']);

/**
 * Whether a value is a literal string, number or boolean, so that an unknown `$type<…>` of the column does not matter.
 */
function isPrimitiveValue(node: ts.Expression, column: Column, context: QueryContext): boolean {
  if (column.looseType) return false;
  const value = context.evaluator.evaluate(unwrap(node), context.env);
  const inner = value.kind === 'expression' ? value.node : unwrap(node);
  const { TrueKeyword, FalseKeyword } = ts.SyntaxKind;
  return (
    ts.isStringLiteralLike(inner) ||
    ts.isTemplateExpression(inner) ||
    ts.isNumericLiteral(inner) ||
    inner.kind === TrueKeyword ||
    inner.kind === FalseKeyword
  );
}

function isArrayLiteral(node: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(unwrap(node));
}
