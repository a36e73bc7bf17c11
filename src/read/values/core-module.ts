import { ts } from '../../ts.cts';
import type { Dialect, Env, Value } from '../../facts.ts';
import type { Evaluator } from './value.ts';

const coreModule = /^drizzle-orm\/(pg|mysql|sqlite|singlestore|mssql|cockroach|gel)-core(?:\/|$)/;

/** The dialect and name of an export of a `drizzle-orm/<dialect>-core` module; undefined for other values. */
export function coreName(value: Value): { dialect: Dialect; name: string } | undefined {
  if (value.kind !== 'external') return undefined;
  const [, dialect] = coreModule.exec(value.module) ?? [];
  return dialect === undefined ? undefined : { dialect: dialect as Dialect, name: value.name };
}

/**
 * The call that produced a value, when it calls an export of a core module whose name matches; otherwise undefined.
 * With `const mood = pgEnum('mood', [])`, the value of `mood` is made by `/Enum$/`.
 */
export function madeBy(
  value: Value,
  name: RegExp,
  evaluator: Evaluator,
): { call: ts.CallExpression; dialect: Dialect; env: Env } | undefined {
  if (value.kind !== 'expression' || !ts.isCallExpression(value.node)) return undefined;
  const core = coreName(evaluator.evaluate(value.node.expression, value.env));
  return core && name.test(core.name) ? { call: value.node, dialect: core.dialect, env: value.env } : undefined;
}
