import type { Piece } from '../../edits/edit.ts';
import { mayReturnNothing, returnedValues } from '../../read/syntax/function-ends.ts';
import { isFunction, isNullish, unwrap, type FunctionNode } from '../../read/syntax/syntax.ts';
import { calledBy } from '../../read/values/value-of-call.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';

/** A v1 callback that a function makes. */
export interface MadeCallback {
  /** The callback; of several that may be made the one that takes the most. */
  fn: FunctionNode;
  /** Whether the function may make none. */
  isOptional: boolean;
}

/**
 * The v1 callback that a call makes: `ownedBy(id)` of `const ownedBy = (id) => (t, { eq }) => eq(t.ownerId, id)`.
 *
 * @returns undefined for calls that give anything else
 */
export function madeCallback(node: ts.Node, context: QueryContext): MadeCallback | undefined {
  const call = unwrap(node);
  const called = ts.isCallExpression(call) ? calledBy(call, context.env, context.evaluator) : undefined;
  if (!called) return undefined;
  const made = returnedValues(called.fn).filter((returned) => !isNullish(unwrap(returned)));
  const callbacks = made.flatMap((returned) => {
    const value = context.evaluator.evaluate(returned, called.env);
    return value.kind === 'expression' && isFunction(value.node) ? [value.node] : [];
  });
  const [fn] = callbacks.toSorted((a, b) => b.parameters.length - a.parameters.length);
  return fn && callbacks.length === made.length ? { fn, isOptional: mayReturnNothing(called.fn) } : undefined;
}

/** Whether a callback takes the operators, too. */
export function takesOperators({ parameters }: FunctionNode): boolean {
  return parameters.length > 1 || parameters.some(({ dotDotDotToken }) => dotDotDotToken);
}

/** The code that calls a callback, with as many arguments as it takes: `ownedBy(id)(t, operators)`. */
export function calledCallback(node: ts.Expression, { fn, isOptional }: MadeCallback, table: string): Piece[] {
  const given = takesOperators(fn) ? `(${table}, operators)` : fn.parameters.length === 1 ? `(${table})` : '()';
  return [{ start: node.getStart(), end: node.end }, isOptional ? `?.${given}` : given];
}
