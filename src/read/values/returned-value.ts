import { ts } from '../../ts.cts';
import type { Value } from '../../facts.ts';
import { mayReturnNothing, returnedValues } from '../syntax/function-ends.ts';
import { isNullish, returnedExpression, unwrap, type FunctionNode } from '../syntax/syntax.ts';

/**
 * What a call of a function stands for: what its last statement returns, if whatever it returns earlier is the same.
 * `if (key === 'name') return users.name; return users.id` may give either column, so it is none of them. A function
 * that may return nothing gives an `optional` value.
 *
 * @param evaluate what an expression of its body stands for in this call
 * @returns undefined when its returns differ, or when it does not end with one
 */
export function returnedValue(fn: FunctionNode, evaluate: (node: ts.Node) => Value): Value | undefined {
  const last = returnedExpression(fn);
  if (!last) return undefined;
  const value = evaluate(last);
  const others = returnedValues(fn).filter((other) => other !== last && !isNullish(unwrap(other)));
  const isOneOfSeveral = others.length > 0 && !isMade(value, evaluate);
  if (isOneOfSeveral && !others.every((other) => isSame(value, evaluate(other)))) return undefined;
  return value.kind === 'expression' && mayReturnNothing(fn) ? { ...value, optional: true } : value;
}

/**
 * Whether a value is made by a call of anything but drizzle-orm's operators, as clients are: of
 * `if (cached) return cached; return drizzle(…)` every return gives one of the same kind.
 */
function isMade(value: Value, evaluate: (node: ts.Node) => Value): boolean {
  if (value.kind !== 'expression') return false;
  if (ts.isNewExpression(value.node)) return true;
  if (!ts.isCallExpression(value.node)) return false;
  const callee = evaluate(value.node.expression);
  return !(callee.kind === 'external' && callee.module === 'drizzle-orm');
}

/** Whether two values are the same table, column, export or expression. */
function isSame(a: Value, b: Value): boolean {
  switch (a.kind) {
    case 'external':
      return b.kind === a.kind && b.module === a.module && b.name === a.name;
    case 'namespace':
      return b.kind === a.kind && b.path === a.path;
    case 'table':
      return b.kind === a.kind && b.table.node === a.table.node && b.table.dbName === a.table.dbName;
    case 'column':
      return b.kind === a.kind && b.table.node === a.table.node && b.column.key === a.column.key;
    case 'expression':
      return b.kind === a.kind && b.node === a.node;
    default:
      return false;
  }
}
