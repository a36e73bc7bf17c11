import type { Column } from '../../facts.ts';
import { leavesOf } from '../../read/values/leaves.ts';
import { isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { columnOf, type QueryContext } from '../context.ts';
import { compareKeys } from '../filter.ts';
import type { Insertion } from '../insertion.ts';
import { takesFallback } from '../operands.ts';
import { membersOfMap } from './map-members.ts';
import { leftColumn } from './named-columns.ts';
import { operatorOf } from './operators.ts';
import { valueKind } from './value-kind.ts';

/**
 * Insertions of `?? null` behind values that may be undefined, where they are compared with a column whose encoder
 * throws for undefined since 1.0 (`bigint` and dates as text, `mapToDriverValue` in src/<dialect>-core/columns of
 * drizzle-orm). 0.x sent undefined to the driver and found no rows; null is not encoded, and finds none either.
 */
export function nullForMissing(node: ts.Node, context: QueryContext): Insertion[] {
  const insertions: Insertion[] = [];
  const visit = (child: ts.Node): void => {
    if (ts.isExpression(child) && isMissingValue(child, context)) insertions.push(...orNull(child));
    ts.forEachChild(child, visit);
  };
  visit(node);
  return insertions;
}

/** Insertions that turn `value` into `value ?? null`, and the literal `undefined` into `null`. */
function orNull(value: ts.Expression): Insertion[] {
  const inner = unwrap(value);
  if (isUndefined(inner)) return [{ position: inner.getStart(), end: inner.end, text: 'null' }];
  if (takesFallback(value)) return [{ position: value.end, text: ' ?? null' }];
  return [
    { position: value.getStart(), text: '(' },
    { position: value.end, text: ') ?? null' },
  ];
}

/**
 * Whether an expression is a value of a comparison (or an element of a list of values) that may be undefined and must
 * not be.
 */
function isMissingValue(node: ts.Expression, context: QueryContext): boolean {
  const value = ts.isArrayLiteralExpression(node.parent) ? node.parent : node;
  const call = value.parent;
  if (!ts.isCallExpression(call) || call.arguments.indexOf(value) < 1) return false;
  // `visit` gets to the elements of a list one by one; the list itself is never undefined.
  if (ts.isArrayLiteralExpression(unwrap(node))) return false;
  const [left] = call.arguments;
  if (!left || !isComparison(call, context)) return false;
  return mayFail(left, context) && mayBeMissing(node, context);
}

/**
 * Whether a call is one of an operator that compares values, also of one that is chosen: `isNot ? ne : eq`,
 * `operators[name]`.
 */
function isComparison(call: ts.CallExpression, context: QueryContext): boolean {
  const operator = operatorOf(call, context);
  if (operator !== undefined) return compares(operator);
  return [...leavesOf(call.expression, context.env, context.evaluator)].some((leaf) =>
    mayCompare(leaf.node, { ...context, env: leaf.env }),
  );
}

/** Whether an expression is an operator that compares values, or reads a member of an object that has one. */
function mayCompare(node: ts.Node, context: QueryContext): boolean {
  const value = context.evaluator.evaluate(node, context.env);
  if (value.kind === 'external') return value.module.startsWith('drizzle-orm') && compares(value.name);
  if (!ts.isElementAccessExpression(node)) return false;
  const members = membersOfMap(context.evaluator.evaluate(node.expression, context.env), context) ?? [];
  return members.some((member) => member.value !== undefined && mayCompare(member.value, member.context));
}

/** Whether an operator of v1 compares a column with a value. */
function compares(operator: string): boolean {
  return operator in compareKeys || /^(?:b|notB)etween$/.test(operator);
}

/** Whether the left of a comparison is, or may be at run time, a column whose encoder throws for undefined. */
function mayFail(left: ts.Expression, context: QueryContext): boolean {
  const named = leftColumn(left, context);
  if (named) return named.failsOverUndefined;
  const columns = [...leavesOf(left, context.env, context.evaluator)].flatMap(({ node, env }) => {
    if (ts.isElementAccessExpression(node)) return columnsBehind(node, { ...context, env });
    return columnOf(node, { ...context, env })?.column ?? [];
  });
  return columns.some(({ failsOverUndefined }) => failsOverUndefined);
}

/** The columns that `users['name']` or `users[name]` may be. */
function columnsBehind(node: ts.ElementAccessExpression, context: QueryContext): Column[] {
  const found = columnOf(node, context)?.column;
  if (found) return [found];
  const owner = context.evaluator.evaluate(node.expression, context.env);
  return owner.kind === 'table' ? [...owner.table.columns.values()] : [];
}

/** Whether a value, or an element of an array literal, may be undefined. */
export function mayBeMissing(node: ts.Expression, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) return inner.elements.some((element) => mayBeMissing(element, context));
  return ['nullish', 'undefined'].includes(valueKind(node, context));
}
