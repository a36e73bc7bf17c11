import type { ts } from '../../ts.cts';
import type { Env, UnknownReason, Value } from '../../facts.ts';
import type { TimeLimit } from '../syntax/time-limit.ts';

/** Says what expressions stand for, by reading sources only: without a type checker and without running code. */
export interface Evaluator extends Pick<TimeLimit, 'spendOn'> {
  /**
   * What an expression stands for; a `Value` of kind `unknown` when that cannot be told.
   *
   * @param env values of the parameters around it
   * @throws OutOfTime when the file that is worked on has used up its time
   */
  evaluate(node: ts.Node, env?: Env): Value;
  /** What the member `name` of a value stands for. */
  member(value: Value, name: string): Value;
  /**
   * What `name` stands for in the file of `from`, which imports it from `specifier`; the name `*` is the whole module.
   */
  imported(from: ts.Node, specifier: ts.Expression, name: string): Value;
  /** What a module of the project exports under a name; undefined when it has no such export in sight. */
  exported(path: string, name: string): Value | undefined;
  /** The names of all exports of a module, re-exports included. Re-exported modules outside the project add none. */
  exportNames(path: string): string[];
  /**
   * The keys of an object or module, in the order of their definition. `complete` is false when there may be others.
   */
  keys(value: Value): { names: string[]; complete: boolean };
}

/** For expressions outside of functions: no parameter has a known value. */
export const noEnv: Env = new Map();

/** The value of an expression of which nothing is known. */
export function unknown(reason: UnknownReason): Value {
  return { kind: 'unknown', reason };
}
