import { ts } from '../../ts.cts';
import type { Env, Value } from '../../facts.ts';
import { isFunction, isImportCall, returnedExpression, unwrap, type FunctionNode } from '../syntax/syntax.ts';
import { returnedValue } from './returned-value.ts';
import { readTable } from './tables.ts';
import { unknown, type Evaluator } from './value.ts';

/** How many calls of project functions may be followed into each other. */
const maxCalls = 24;

/** Methods that return the table or view they are called on, or one with the same columns. */
const keepsTable = new Set(['enableRLS', 'withRLS', 'as', 'existing', 'with']);

/** Makes the part of the evaluator that says what calls stand for. */
export function createCallValues(evaluator: Evaluator): (call: ts.CallExpression, env: Env) => Value {
  /** How many calls of project functions are being followed. */
  let nested = 0;

  /**
   * The value of a call: an imported module, a table, what a project function returns, or otherwise the call itself.
   */
  function valueOfCall(call: ts.CallExpression, env: Env): Value {
    if (isImportCall(call)) {
      const [specifier] = call.arguments;
      return specifier ? evaluator.imported(call, specifier, '*') : unknown('runtime');
    }
    const table = readTable(call, env, evaluator);
    if (table) return { kind: 'table', table };
    const callee = unwrap(call.expression);
    if (ts.isPropertyAccessExpression(callee) && keepsTable.has(callee.name.text)) {
      const inner = evaluator.evaluate(callee.expression, env);
      if (inner.kind === 'table') return inner;
    }
    const fn = evaluator.evaluate(callee, env);
    if (fn.kind === 'expression' && isFunction(fn.node) && returnedExpression(fn.node) && nested < maxCalls) {
      const value = ofReturned(fn.node, bind(fn.node, call, fn.env, env, evaluator));
      if (value && value.kind !== 'unknown') return value;
    }
    const isOperators = fn.kind === 'external' && fn.name === 'getOperators' && fn.module.startsWith('drizzle-orm');
    if (isOperators) return { kind: 'external', module: 'drizzle-orm', name: '*' };
    // A wrapper around a table that can be queried like it, such as `drizzleSilk(table)` of GQLoom.
    if (fn.kind === 'external' && /silk$/i.test(fn.name) && call.arguments[0]) {
      const wrapped = evaluator.evaluate(call.arguments[0], env);
      if (wrapped.kind === 'table') return wrapped;
    }
    return { kind: 'expression', node: call, env };
  }

  /** Evaluates what a called function returns, counting how deep calls are nested. */
  function ofReturned(fn: FunctionNode, env: Env): Value | undefined {
    nested++;
    try {
      return returnedValue(fn, (node) => evaluator.evaluate(node, env));
    } finally {
      nested--;
    }
  }

  return valueOfCall;
}

/** The function of the project that a call calls, with the values of its parameters then; undefined for others. */
export function calledBy(
  call: ts.CallExpression,
  env: Env,
  evaluator: Evaluator,
): { fn: FunctionNode; env: Env } | undefined {
  const fn = evaluator.evaluate(call.expression, env);
  return fn.kind === 'expression' && isFunction(fn.node)
    ? { fn: fn.node, env: bind(fn.node, call, fn.env, env, evaluator) }
    : undefined;
}

/** The values of the parameters of `fn` for one call of it. */
function bind(fn: FunctionNode, call: ts.CallExpression, fnEnv: Env, callerEnv: Env, evaluator: Evaluator): Env {
  const bound = new Map<ts.Node, Value>(fnEnv);
  fn.parameters.forEach((parameter, index) => {
    const argument = call.arguments[index];
    if (argument && !parameter.dotDotDotToken) bound.set(parameter, evaluator.evaluate(argument, callerEnv));
    else if (parameter.initializer) bound.set(parameter, evaluator.evaluate(parameter.initializer, fnEnv));
  });
  return bound;
}
