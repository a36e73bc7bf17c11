import { ts } from '../../ts.cts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { ValueContext } from '../context.ts';
import { operatorNames } from '../filter.ts';

/**
 * The name of the v1 operator that is called (`eq`, also under an alias), judged by its import, or by its name when
 * that is out of sight. Undefined for other calls.
 */
export function operatorOf(call: ts.CallExpression, context: ValueContext): string | undefined {
  const callee = unwrap(call.expression);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'external') return operatorNames.has(value.name) ? value.name : undefined;
  if (value.kind !== 'unknown' || value.reason === 'runtime') return undefined;
  return ts.isIdentifier(callee) && operatorNames.has(callee.text) ? callee.text : undefined;
}

/**
 * Whether the tag of a template is drizzle-orm's `sql`, judged by its import, or by its name when that is out of sight.
 */
export function isSqlTag(tag: ts.Expression, context: ValueContext): boolean {
  return isDrizzle(tag, 'sql', context);
}

/** Whether a node is `sql.raw(…)`: text without columns. */
export function isRawText(node: ts.Node, context: ValueContext): node is ts.CallExpression {
  return ts.isCallExpression(node) && isDrizzle(node.expression, 'raw', context);
}

/** Whether an expression is drizzle-orm's export `name`, or the method `sql.name`. */
export function isDrizzle(node: ts.Expression, name: string, context: ValueContext): boolean {
  const callee = unwrap(node);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'external') return value.name === name || value.name === `sql.${name}`;
  return value.kind === 'unknown' && value.reason !== 'runtime' && ts.isIdentifier(callee) && callee.text === name;
}
