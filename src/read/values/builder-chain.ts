import { ts } from '../../ts.cts';
import type { Env, Value } from '../../facts.ts';
import { unwrap } from '../syntax/syntax.ts';
import { isBuilderName } from './column-types.ts';
import { coreName, madeBy } from './core-module.ts';
import type { Evaluator } from './value.ts';

/** A builder chain taken apart: `text('name').notNull()` has the base `text('name')` and the method `notNull`. */
export interface Chain {
  /** The method calls, the outermost (last called) first. */
  methods: { name: string; call: ts.CallExpression }[];
  /** The call that starts the chain; undefined when it is out of sight. */
  base: ts.CallExpression | undefined;
  /** What the callee of `base` stands for. */
  baseValue: Value | undefined;
  /** Values of the parameters around `base`. */
  env: Env;
}

/** Takes a builder chain apart, also where its start is a constant or the result of a small helper function. */
export function readChain(node: ts.Expression, env: Env, evaluator: Evaluator, depth = 0): Chain {
  const methods: Chain['methods'] = [];
  let current = unwrap(node);
  while (ts.isCallExpression(current)) {
    const callee = unwrap(current.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      const target = unwrap(callee.expression);
      const isMethod = ts.isCallExpression(target) || evaluator.evaluate(target, env).kind === 'expression';
      if (isMethod && !madeBy(evaluator.evaluate(target, env), /Schema$/, evaluator)) {
        methods.push({ name: callee.name.text, call: current });
        current = target;
        continue;
      }
    }
    break;
  }
  // The start of the chain may be a helper or a shared constant: read on inside of it.
  const value = ts.isCallExpression(current) ? calledValue(current, env, evaluator) : evaluator.evaluate(current, env);
  if (value?.kind === 'expression' && value.node !== current && depth < 8 && ts.isCallExpression(value.node)) {
    const inner = readChain(value.node, value.env, evaluator, depth + 1);
    return { ...inner, methods: [...methods, ...inner.methods] };
  }
  const base = ts.isCallExpression(current) ? current : undefined;
  return { methods, base, baseValue: base && evaluator.evaluate(base.expression, env), env };
}

/** What a helper returns; undefined for drizzle-orm's own builders, where the chain starts. */
function calledValue(call: ts.CallExpression, env: Env, evaluator: Evaluator): Value | undefined {
  return coreName(evaluator.evaluate(call.expression, env)) ? undefined : evaluator.evaluate(call, env);
}

/**
 * The name of the builder: `text`, `timestamp`, …; `enum` and `custom` for what `pgEnum` and `customType` return; empty
 * when it is out of sight.
 */
export function builderName({ base, baseValue, env }: Chain, evaluator: Evaluator): string {
  if (!base || !baseValue) return '';
  const core = coreName(baseValue);
  if (core) return core.name;
  if (madeBy(baseValue, /Enum$/, evaluator)) return 'enum';
  if (madeBy(baseValue, /^customType$/, evaluator)) return 'custom';
  const callee = unwrap(base.expression);
  if (ts.isPropertyAccessExpression(callee)) {
    if (madeBy(evaluator.evaluate(callee.expression, env), /Schema$/, evaluator)) return 'enum';
    if (isBuilderName(callee.name.text)) return callee.name.text;
  }
  if (baseValue.kind === 'expression' && ts.isCallExpression(baseValue.node)) {
    const maker = unwrap(baseValue.node.expression);
    if (ts.isPropertyAccessExpression(maker) && maker.name.text === 'enum') return 'enum';
  }
  return '';
}
