import type { ts } from '../ts.cts';
import type { Env, UnknownReason, Value } from '../facts.ts';
import type { TimeLimit } from './time-limit.ts';

/** Says what expressions stand for, by reading sources only: no type checker, no execution. */
export interface Evaluator extends Pick<TimeLimit, 'spendOn'> {
  /** @throws OutOfTime when the file that is worked on has had its share */
  evaluate(node: ts.Node, env?: Env): Value;
  /** What `value.name` stands for. */
  member(value: Value, name: string): Value;
  /** What a module exports under `name`; undefined when it does not. */
  exported(path: string, name: string): Value | undefined;
  /** Names of all exports of a module, re-exports included; modules outside the project contribute none. */
  exportNames(path: string): string[];
  /** The keys of an object or namespace in definition order, with `complete: false` when a spread is out of sight. */
  keys(value: Value): { names: string[]; complete: boolean };
}

export const noEnv: Env = new Map();

/** The value of an expression that cannot be told, with the reason why. */
export function unknown(reason: UnknownReason): Value {
  return { kind: 'unknown', reason };
}
