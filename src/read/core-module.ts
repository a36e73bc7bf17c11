import { ts } from '../ts.cts';
import type { Dialect, Env, Value } from '../facts.ts';
import type { Evaluator } from './value.ts';

const coreModule = /^drizzle-orm\/(pg|mysql|sqlite|singlestore|mssql|cockroach|gel)-core(?:\/|$)/;

/** The dialect and export name of a value of a `drizzle-orm/<dialect>-core` module. */
export function coreName(value: Value): { dialect: Dialect; name: string } | undefined {
  if (value.kind !== 'external') return undefined;
  const [, dialect] = coreModule.exec(value.module) ?? [];
  return dialect === undefined ? undefined : { dialect: dialect as Dialect, name: value.name };
}

/** The call and dialect when `value` is what a core function of that name returned. */
export function madeBy(
  value: Value,
  name: RegExp,
  evaluator: Evaluator,
): { call: ts.CallExpression; dialect: Dialect; env: Env } | undefined {
  if (value.kind !== 'expression' || !ts.isCallExpression(value.node)) return undefined;
  const core = coreName(evaluator.evaluate(value.node.expression, value.env));
  return core && name.test(core.name) ? { call: value.node, dialect: core.dialect, env: value.env } : undefined;
}
