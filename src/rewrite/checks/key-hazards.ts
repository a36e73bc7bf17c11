import { ts } from '../../ts.cts';
import type { Env } from '../../facts.ts';
import { hasAllRelations } from '../../read/schema/definitions.ts';
import { usesOf } from '../../read/syntax/references.ts';
import {
  isFunction,
  isUndefined,
  keyOfBinding,
  nameText,
  outermost,
  propertyValue,
  unwrap,
} from '../../read/syntax/syntax.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import type { Evaluator } from '../../read/values/value.ts';
import type { QueryLevel } from '../queries/query-members.ts';
import type { ReportHazard } from './report-hazard.ts';

/** Members of every table that are no columns. */
const ownMembers = new Set(['_', '$inferSelect', '$inferInsert', 'getSQL', 'enableRLS']);

/**
 * Reports a key of a filter or an order in v2's form that is neither a column nor a relation of its table: v2 throws for
 * it. Nothing is said where columns or relations of the table may be out of sight.
 */
export function checkKey(
  key: string,
  property: ts.ObjectLiteralElementLike,
  { database, table, tableKey }: QueryLevel,
  report: ReportHazard,
): void {
  const value = propertyValue(property);
  if (!table.complete || table.columns.has(key) || (value && isUndefined(unwrap(value)))) return;
  if (!hasAllRelations(database, tableKey)) return;
  if (database.relations.get(tableKey)?.some(({ newKey }) => newKey === key)) return;
  report('RQB_V2_UNKNOWN_KEY', property, { key, table: tableKey });
}

/** Reports the keys of an `orderBy` object that name nothing. */
export function checkOrderKeys(object: ts.ObjectLiteralExpression, level: QueryLevel, report: ReportHazard): void {
  for (const property of object.properties) {
    const key = property.name && nameText(property.name);
    if (key !== undefined) checkKey(key, property, level, report);
  }
}

/**
 * Reports members of the table that a v2 callback is given (`RAW`, `orderBy`, an extra) which are no columns of it. What
 * is tested before it is used is left alone.
 */
export function checkCallbacks(
  node: ts.Expression,
  env: Env,
  { table, tableKey }: QueryLevel,
  evaluator: Evaluator,
  report: ReportHazard,
): void {
  if (!table.complete) return;
  for (const leaf of leavesOf(node, env, evaluator)) {
    const name = isFunction(leaf.node) ? leaf.node.parameters[0]?.name : undefined;
    for (const [key, place] of name ? membersRead(name) : [])
      if (!table.columns.has(key) && !ownMembers.has(key))
        report('RQB_V2_UNKNOWN_KEY', place, { key, table: tableKey });
  }
}

/** The members that are read from a parameter, `t.name` or `({ name })`, each with its place. */
function membersRead(name: ts.BindingName): [string, ts.Node][] {
  if (ts.isObjectBindingPattern(name)) {
    return name.elements.flatMap((element): [string, ts.Node][] => {
      const key = element.initializer || element.dotDotDotToken ? undefined : keyOfBinding(element);
      return key === undefined ? [] : [[key, element]];
    });
  }
  return usesOf(name).flatMap((use): [string, ts.Node][] => {
    const access = outermost(use).parent;
    const isRead = ts.isPropertyAccessExpression(access) && access.expression === outermost(use) && !isTested(access);
    return isRead ? [[access.name.text, access]] : [];
  });
}

/** Whether an expression stands where a missing value is expected. */
function isTested(access: ts.PropertyAccessExpression): boolean {
  const node = outermost(access);
  const { parent } = node;
  if (ts.isConditionalExpression(parent)) return true;
  return (
    access.questionDotToken !== undefined ||
    ts.isBinaryExpression(parent) ||
    ts.isPrefixUnaryExpression(parent) ||
    ts.isTypeOfExpression(parent) ||
    ts.isIfStatement(parent)
  );
}
