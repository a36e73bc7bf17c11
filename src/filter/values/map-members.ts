import type { Value } from '../../facts.ts';
import { propertyValue } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { ValueContext } from '../context.ts';

/** A member of an object literal, with the context that its value is read in; no value for a spread or a method. */
export interface MapMember<T> {
  value: ts.Expression | undefined;
  context: T;
}

/**
 * The members that `map[name]` may read.
 *
 * @param map what `map` stands for
 * @returns undefined when it is no object literal
 */
export function membersOfMap<T extends ValueContext>(map: Value, context: T): MapMember<T>[] | undefined {
  if (map.kind !== 'expression' || !ts.isObjectLiteralExpression(map.node)) return undefined;
  const within = { ...context, env: map.env };
  return map.node.properties.map((property) => ({ value: propertyValue(property), context: within }));
}
