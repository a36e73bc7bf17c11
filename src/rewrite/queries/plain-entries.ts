import { hasOtherReturns, isFunction, nameText, returnedExpression, unwrap } from '../../read/syntax.ts';
import { ts } from '../../ts.cts';

/** Members of a configuration that v2 reads as v1 did. */
const harmless: ReadonlySet<string> = new Set(['columns', 'limit', 'offset']);

/**
 * Whether a `with` chooses its relations at run time and gives each a value that needs no rewriting: `true`, `false` or
 * a configuration of `columns`, `limit` and `offset`. Read is one form only,
 * `Object.fromEntries(names.map((name) => [name, true]))`.
 */
export function isOfPlainEntries(node: ts.Expression): boolean {
  const call = unwrap(node);
  if (!ts.isCallExpression(call) || call.expression.getText() !== 'Object.fromEntries') return false;
  const list = call.arguments[0] && unwrap(call.arguments[0]);
  const mapping = list && ts.isCallExpression(list) ? list.arguments[0] : undefined;
  if (!mapping || !isFunction(mapping) || !(list as ts.CallExpression).expression.getText().endsWith('.map'))
    return false;
  const returned = returnedExpression(mapping);
  const entry = returned && unwrap(returned);
  if (!entry || !ts.isArrayLiteralExpression(entry) || hasOtherReturns(mapping, returned)) return false;
  const value = entry.elements[1] && unwrap(entry.elements[1]);
  if (!value) return false;
  if (!ts.isObjectLiteralExpression(value)) return /^(?:true|false)$/.test(value.getText());
  return value.properties.every((property) => harmless.has((property.name && nameText(property.name)) ?? ''));
}
