import { allowsUndefined } from '../../read/values/column-types.ts';
import type { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isKnownToBeThere } from './guards.ts';
import { isDefined } from './nullish.ts';
import { writtenType } from './written-type.ts';

/**
 * Whether a value may be undefined where the compiler lets that pass: true unless it is written in place, tested, or of
 * a type that is in sight and leaves undefined out.
 */
export function mayBeOpenlyMissing(value: ts.Expression, context: QueryContext): boolean {
  if (isDefined(value, context) || isKnownToBeThere(value, context)) return false;
  const written = writtenType(value);
  return !written || written.isOptional || allowsUndefined(written.type);
}
