import { ts } from '../../ts.cts';
import type { Env, Value } from '../../facts.ts';
import { nameText } from '../syntax/syntax.ts';
import { isOutOfSight } from './tables-out-of-sight.ts';
import { unknown, type Evaluator } from './value.ts';

/** See `Evaluator.member`. */
export function memberOf(value: Value, name: string, evaluator: Evaluator): Value {
  switch (value.kind) {
    case 'external':
      if (value.name === '*' || value.name === 'default') return { ...value, name };
      return { ...value, name: `${value.name}.${name}` };
    case 'namespace':
      return evaluator.exported(value.path, name) ?? unknown('unresolved-import');
    case 'table': {
      const column = value.table.columns.get(name);
      return column ? { kind: 'column', table: value.table, column } : unknown('runtime');
    }
    case 'expression':
      if (ts.isObjectLiteralExpression(value.node))
        return propertyOf(value.node, name, value.env, evaluator) ?? unknown('runtime');
      return memberOfAny(mergedBy(value.node), name, value.env, evaluator) ?? unknown('runtime');
    default:
      return value.kind === 'unknown' ? value : unknown('runtime');
  }
}

/**
 * The value of a property of an object literal, looking into spreads. Later entries override earlier ones, so it
 * searches from the end.
 */
function propertyOf(
  object: ts.ObjectLiteralExpression,
  name: string,
  env: Env,
  evaluator: Evaluator,
): Value | undefined {
  let hidden: Value | undefined;
  for (const entry of object.properties.toReversed()) {
    if (ts.isSpreadAssignment(entry)) {
      const value = memberOfAny([entry.expression], name, env, evaluator);
      // A package whose source is not in sight may or may not export the name, so an object before it that has it for
      // certain is preferred.
      if (value && isOutOfSight(value)) hidden ??= value;
      else if (value) return value;
    } else if (entry.name && nameText(entry.name) === name) {
      if (ts.isPropertyAssignment(entry)) return evaluator.evaluate(entry.initializer, env);
      if (ts.isShorthandPropertyAssignment(entry)) return evaluator.evaluate(entry.name, env);
      if (ts.isMethodDeclaration(entry)) return { kind: 'expression', node: entry, env };
      return unknown('runtime');
    }
  }
  return hidden;
}

/** The member of the last of several objects that has it, as spreading or `Object.assign` merges them. */
function memberOfAny(
  objects: readonly ts.Expression[],
  name: string,
  env: Env,
  evaluator: Evaluator,
): Value | undefined {
  for (const object of objects.toReversed()) {
    const value = memberOf(evaluator.evaluate(object, env), name, evaluator);
    if (value.kind !== 'unknown' && !(value.kind === 'external' && value.name.includes('.'))) return value;
  }
  return undefined;
}

/** See `Evaluator.keys`. */
export function keysOf(value: Value, evaluator: Evaluator): { names: string[]; complete: boolean } {
  if (value.kind === 'namespace') return { names: evaluator.exportNames(value.path), complete: true };
  if (value.kind !== 'expression') return { names: [], complete: false };
  const { node, env } = value;
  const merged = mergedBy(node);
  const isObject = ts.isObjectLiteralExpression(node);
  const names = new Set<string>();
  let complete = isObject || merged.length > 0;
  for (const entry of isObject ? node.properties : merged) {
    if (ts.isSpreadAssignment(entry) || ts.isExpression(entry)) {
      const spread = keysOf(
        evaluator.evaluate(ts.isSpreadAssignment(entry) ? entry.expression : entry, env),
        evaluator,
      );
      spread.names.forEach((name) => names.add(name));
      complete &&= spread.complete;
    } else {
      const name = entry.name && nameText(entry.name);
      if (name === undefined) complete = false;
      else names.add(name);
    }
  }
  return { names: [...names], complete };
}

/** The arguments of `Object.assign({}, users, posts)`; none for other nodes. */
export function mergedBy(node: ts.Node): readonly ts.Expression[] {
  return ts.isCallExpression(node) && node.expression.getText() === 'Object.assign' ? node.arguments : [];
}
