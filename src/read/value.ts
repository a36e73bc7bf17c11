import type { ts } from '../ts.cts';
import type { Column, Table } from '../facts.ts';
import type { TimeLimit } from './time-limit.ts';

/** What parameters stand for while a function is looked into. */
export type Env = ReadonlyMap<ts.Node, Value>;

/** What an expression stands for, as far as the sources tell. */
export type Value =
  /** An export of a package outside the project; `*` is the whole module. */
  | { kind: 'external'; module: string; name: string }
  /** All exports of a module of the project. */
  | { kind: 'namespace'; path: string }
  | { kind: 'table'; table: Table }
  | { kind: 'column'; table: Table; column: Column }
  /** An expression or function that does not mean anything more special: literal, call, arrow function, … */
  | { kind: 'expression'; node: ts.Expression | ts.FunctionDeclaration | ts.MethodDeclaration; env: Env }
  /** Nothing is known. */
  | { kind: 'unknown'; reason: UnknownReason };

/** Why nothing is known: no declaration in sight, an import out of sight, or a value that exists at run time only. */
export type UnknownReason = 'unbound' | 'unresolved-import' | 'runtime';

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

export function unknown(reason: UnknownReason): Value {
  return { kind: 'unknown', reason };
}
