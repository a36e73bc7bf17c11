import { hasOtherReturns, isFunction, nameText, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';

/** Members of a configuration that mean the same for every table of a dialect. */
const harmless: ReadonlySet<string> = new Set(['columns', 'limit', 'offset']);

/**
 * The value that a `with` gives each of the relations it chooses at run time, when no more than the dialect decides how
 * it is rewritten: `true`, `false` or a configuration of `columns`, `limit` and `offset`. Read is one form only,
 * `Object.fromEntries(names.map((name) => [name, true]))`.
 */
export function plainEntryOf(node: ts.Expression): ts.Expression | undefined {
  const call = unwrap(node);
  if (!ts.isCallExpression(call) || call.expression.getText() !== 'Object.fromEntries') return undefined;
  const list = call.arguments[0] && unwrap(call.arguments[0]);
  if (!list || !ts.isCallExpression(list) || !list.expression.getText().endsWith('.map')) return undefined;
  const [mapping] = list.arguments;
  if (!mapping || !isFunction(mapping)) return undefined;
  const returned = returnedExpression(mapping);
  const entry = returned && unwrap(returned);
  if (!entry || !ts.isArrayLiteralExpression(entry) || hasOtherReturns(mapping, returned)) return undefined;
  const [, value] = entry.elements;
  return value && isPlain(unwrap(value)) ? value : undefined;
}

function isPlain(value: ts.Node): boolean {
  if (!ts.isObjectLiteralExpression(value)) return /^(?:true|false)$/.test(value.getText());
  return value.properties.every((property) => harmless.has((property.name && nameText(property.name)) ?? ''));
}
