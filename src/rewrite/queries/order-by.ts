import { ts } from '../../ts.cts';
import { choice, source, text, type Code } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import type { Column } from '../../facts.ts';
import { columnByName, columnOf, type QueryContext } from '../../filter/context.ts';
import { commentsOf } from '../../filter/comments.ts';
import { narrowLiteral } from '../../filter/values/narrow-value.ts';
import { heldCallback, mayBeCallback } from '../../filter/callbacks/held-callback.ts';
import { givenOrder, heldOrder, orderCallback } from '../../filter/callbacks/order-callback.ts';
import { usesOuterSql } from '../../filter/callbacks/callback-sql.ts';
import { piecesOf, rebindsAnything } from '../../filter/sql/rebind.ts';
import { tableKeys } from '../../filter/sql/table-keys.ts';
import {
  isAccess,
  isAnd,
  isEmptyList,
  isFunction,
  isUndefined,
  propertyValue,
  returnedExpression,
  unwrap,
  type FunctionNode,
} from '../../read/syntax/syntax.ts';
import { checkMovable } from '../../filter/parse/sql-filter.ts';
import { mentionsRewritten } from '../conditions/late-values.ts';
import { extrasInOrder } from './extras-in-order.ts';
import { isUnderConst } from './hoisted-config.ts';
import { rewriteHoistedOrder } from './hoisted-order.ts';
import { rewriteOrderMap } from './order-map.ts';
import type { SiteUse } from '../level.ts';
import type { Project } from '../project.ts';
import { enterCallback } from './query-context.ts';
import { failOpaque } from './opaque-config.ts';
import { writeProperty, writeValue } from '../write-property.ts';

/** One sort key of v2's object form: a column, and the code of its direction (`'desc'`). */
interface OrderItem {
  column: Column;
  direction: Code;
  comments?: readonly string[];
}

/**
 * Rewrites an `orderBy` member. v2 takes an object of columns and directions, or a callback, and refuses SQL as a
 * value: `orderBy: [desc(users.age), users.id]` → `orderBy: { age: 'desc', id: 'asc' }`. What the object form cannot
 * express (expressions, one column twice, integer-like keys) stays or becomes a callback over the query's own table,
 * reported as `RQB_ORDER_RAW` where the code changes. A member without a readable value sets `use.failed`.
 */
export function rewriteOrderBy(
  property: ts.ObjectLiteralElementLike,
  outer: QueryContext,
  project: Project,
  use: SiteUse,
): void {
  const style = project.styleOf(property.getSourceFile().fileName);
  const insertions = extrasInOrder(property, outer, style);
  const context = insertions.length > 0 ? { ...outer, insertions } : outer;
  const value = ts.isMethodDeclaration(property) ? property : propertyValue(property);
  if (!value) {
    failOpaque('`orderBy`', property, use, project);
    return;
  }
  // v2's types take no array, not even an empty one.
  if (isEmptyList(unwrap(value)) && ts.isObjectLiteralExpression(property.parent))
    return removeMember(property, property.parent, project);
  const isHoisted = ts.isMethodDeclaration(value)
    ? false
    : ts.isIdentifier(value)
      ? rewriteHoistedOrder(value, context, project, objectCode)
      : rewriteOrderMap(value, context, project, objectCode);
  const code = isHoisted ? undefined : orderCode(value, context, style);
  if (code) writeProperty(property, 'orderBy', code, project);
}

/** Rewrites the value of `config.orderBy = …`. */
export function rewriteAssignedOrder(value: ts.Expression, context: QueryContext, project: Project): void {
  const code = orderCode(value, context, project.styleOf(value.getSourceFile().fileName));
  if (code) writeValue(value, code, project);
}

/** Cuts a member out of an object literal, which becomes `{}` when it had no other. */
function removeMember(
  property: ts.ObjectLiteralElementLike,
  object: ts.ObjectLiteralExpression,
  { changes }: Project,
): void {
  if (object.properties.length > 1) return changes.removeElement(property, object.properties);
  changes.replace(object.getSourceFile().fileName, object.getStart(), object.end, '{}');
}

/** The v2 code of a v1 order; `undefined` when it can stay as it is. */
function orderCode(node: ts.Expression | ts.MethodDeclaration, outer: QueryContext, style: Style): Code | undefined {
  const inner = unwrap(node);
  if (isOrderObject(inner) || isUndefined(inner)) return undefined;
  if (isNothing(inner)) return { kind: 'object', entries: [] };
  if (isFunction(inner)) {
    const context = enterCallback(inner, outer);
    // A callback reads a variable when the query runs, an object where it stands.
    const returned = isSimple(inner) && !mentionsRewritten(inner) ? returnedExpression(inner) : undefined;
    const object = returned && objectCode(returned, context);
    if (object) return object;
    if (!ts.isMethodDeclaration(inner) && isOwn(inner, context)) return ownCode(inner, context);
    // A callback of an earlier run, which re-aliases the columns when it runs.
    if (inner.getText().includes('mapColumnsInSQLToAlias')) return undefined;
    outer.report('RQB_ORDER_RAW', inner);
    return orderCallback(inner, context, style);
  }
  const object = objectCode(inner as ts.Expression, outer);
  if (object) return object;
  if (ts.isConditionalExpression(inner) && [inner.whenTrue, inner.whenFalse].some((each) => mayBeCallback(each, outer)))
    return chosenOrder(inner, [inner.whenTrue, inner.whenFalse], outer, style);
  if (isAnd(inner) && mayBeCallback(inner.right, outer)) return chosenOrder(inner, [inner.right], outer, style);
  const value = outer.evaluator.evaluate(inner, outer.env);
  if (value.kind === 'expression' && value.node !== inner && !ts.isCallExpression(inner)) {
    if (isOrderObject(value.node)) return undefined;
    if (isFunction(value.node) && isOwn(value.node, enterCallback(value.node, outer))) return undefined;
  }
  outer.report('RQB_ORDER_RAW', inner);
  checkMovable(inner, outer);
  const held = heldCallback(inner, outer);
  if (held && held !== 'in part') return heldOrder(inner as ts.Expression, held, outer, style);
  if (held) outer.fail('RQB_CONFIG_OPAQUE', inner, { part: '`orderBy`', origins: '' });
  const given = isAccess(inner) || ts.isIdentifier(inner) ? outer.givenCallback(inner) : undefined;
  return given ? givenOrder(inner as ts.Expression, given, outer, style) : orderCallback(inner, outer, style);
}

/** A choice between orders of which one may be a callback, each converted by itself. */
function chosenOrder(
  node: ts.Node,
  orders: readonly ts.Expression[],
  context: QueryContext,
  style: Style,
): Code | undefined {
  const own = orders.map((order) => orderCode(order, context, style));
  if (own.every((code) => code === undefined)) return undefined;
  // Before rc.5 a name with a type of its own next to a new callback would give that one its type.
  const isBesideNew = own.some((code) => code?.kind === 'arrow');
  const codes = own.map((code, index) => {
    const held = isBesideNew && !code ? heldCallback(orders[index]!, context) : undefined;
    return held && held !== 'in part' && !isFunction(unwrap(orders[index]!))
      ? heldOrder(orders[index]!, held, context, style)
      : code;
  });
  const [whenTrue, whenFalse = text('undefined')] = codes.map((code, index) => code ?? source(orders[index]!));
  return choice(
    ts.isConditionalExpression(node) ? node.condition : (node as ts.BinaryExpression).left,
    whenTrue!,
    whenFalse,
  );
}

/**
 * Whether a callback takes all columns from its own parameter. v2 still calls an order callback with the table and the
 * operators, but does not re-alias columns of the imported table.
 */
function isOwn(fn: FunctionNode, context: QueryContext): boolean {
  return !rebindsAnything(fn, context) && !(fn.body && usesOuterSql(fn.body, context));
}

/** The code of a callback that v2 takes; `undefined` when that is the code of v1. */
function ownCode(fn: FunctionNode, context: QueryContext): Code | undefined {
  const keys = tableKeys(fn, context).map(({ position, text: key }) => ({ start: position, end: position, text: key }));
  return keys.length > 0 ? text(...piecesOf(fn, keys)) : undefined;
}

/** Whether an expression is v2's object form already, or a choice between such objects. */
function isOrderObject(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (!ts.isConditionalExpression(inner)) return ts.isObjectLiteralExpression(inner);
  const branches = [inner.whenTrue, inner.whenFalse];
  return branches.every((branch) => isOrderObject(branch) || isNothing(unwrap(branch))) && branches.some(isOrderObject);
}

/** Whether an expression is an order by nothing: `undefined` or `[]`. */
function isNothing(node: ts.Node): boolean {
  return isUndefined(node) || isEmptyList(node);
}

/** Whether a function consists of one expression or statement. */
function isSimple(fn: { body?: ts.Node }): boolean {
  return fn.body !== undefined && (!ts.isBlock(fn.body) || fn.body.statements.length === 1);
}

/** An order in v2's object form, or a choice between two of that form; `undefined` when it has none. */
function objectCode(node: ts.Expression, context: QueryContext): Code | undefined {
  const inner = unwrap(node) as ts.Expression;
  if (ts.isConditionalExpression(inner)) {
    const item = itemOf(inner, context);
    if (item) return orderObject([item]);
    // An `as const` around the choice does not reach its branches, so their literals must be kept from widening one by
    // one.
    const within = isUnderConst(inner) ? { ...context, hoisted: true } : context;
    const [whenTrue, whenFalse] = [inner.whenTrue, inner.whenFalse].map((branch) =>
      isNothing(unwrap(branch)) ? text('undefined') : objectCode(branch, within),
    );
    if (!whenTrue || !whenFalse) return undefined;
    return choice(inner.condition, whenTrue, whenFalse);
  }
  const elements = ts.isArrayLiteralExpression(inner) ? [...inner.elements] : [inner];
  const items = elements.map((element) => {
    const item = itemOf(unwrap(element) as ts.Expression, context);
    const own = element === inner ? [] : commentsOf(element);
    return item && { ...item, comments: [...own, ...(item.comments ?? [])] };
  });
  return items.every((item) => item !== undefined) ? orderObject(items) : undefined;
}

/** The object of some sort keys; `undefined` when an object cannot hold them in this order. */
function orderObject(items: readonly OrderItem[]): Code | undefined {
  const keys = items.map(({ column }) => column.key);
  // JavaScript sorts integer-like keys first, and a key can be there only once.
  if (new Set(keys).size < keys.length || keys.some((key) => /^\d+$/.test(key) || key === '__proto__'))
    return undefined;
  return {
    kind: 'object',
    entries: items.map(({ column, direction, comments }) => ({
      kind: 'property',
      name: column.key,
      value: direction,
      comments,
    })),
  };
}

/**
 * The sort key that an expression means: a column, `asc(column)`, `desc(column)`, or a choice between directions of one
 * column. `undefined` for anything else.
 */
function itemOf(node: ts.Expression, context: QueryContext): OrderItem | undefined {
  const found = orderColumn(node, context);
  if (found) return { column: found, direction: text(directionText('asc', context)) };
  if (ts.isConditionalExpression(node)) {
    const whenTrue = itemOf(unwrap(node.whenTrue) as ts.Expression, context);
    const whenFalse = itemOf(unwrap(node.whenFalse) as ts.Expression, context);
    if (!whenTrue || !whenFalse || whenTrue.column !== whenFalse.column) return undefined;
    return { column: whenTrue.column, direction: choice(node.condition, whenTrue.direction, whenFalse.direction) };
  }
  if (!ts.isCallExpression(node) || node.arguments.length !== 1) return undefined;
  const column = orderColumn(node.arguments[0]!, context);
  const direction = column && directionCode(node.expression, context);
  return column && direction && { column, direction, comments: commentsOf(node.arguments[0]!) };
}

/** The column of this level's table that an expression names. */
function orderColumn(node: ts.Expression, context: QueryContext): Column | undefined {
  return columnOf(node, context)?.column ?? columnByName(unwrap(node), context);
}

/**
 * The code of the direction that a called function stands for: `desc` → `'desc'`. For a function that is chosen,
 * `(x ? asc : desc)(users.id)` → `x ? 'asc' : 'desc'`; where it is chosen elsewhere, `dir(users.id)` →
 * `dir === asc ? 'asc' : 'desc'`. `undefined` when it is neither.
 */
function directionCode(callee: ts.Expression, context: QueryContext): Code | undefined {
  const value = context.evaluator.evaluate(callee, context.env);
  const name = directionName(value);
  if (name) return text(directionText(name, context));
  if (value.kind !== 'expression' || !ts.isConditionalExpression(value.node)) {
    const isUnbound = value.kind === 'unknown' && value.reason === 'unbound' && ts.isIdentifier(callee);
    return isUnbound && (callee.text === 'asc' || callee.text === 'desc')
      ? text(directionText(callee.text, context))
      : undefined;
  }
  const whenTrue = directionName(context.evaluator.evaluate(value.node.whenTrue, value.env));
  const whenFalse = directionName(context.evaluator.evaluate(value.node.whenFalse, value.env));
  if (!whenTrue || !whenFalse) return undefined;
  const yes = directionText(whenTrue, context);
  const no = directionText(whenFalse, context);
  if (value.node === unwrap(callee)) {
    const { condition } = value.node;
    return text({ start: condition.getStart(), end: condition.end }, ` ? ${yes} : ${no}`);
  }
  const first = unwrap(value.node.whenTrue);
  if (!ts.isIdentifier(first) || first.getSourceFile() !== callee.getSourceFile()) return undefined;
  return text({ start: callee.getStart(), end: callee.end }, ` === ${first.text} ? ${yes} : ${no}`);
}

function directionName(value: ReturnType<QueryContext['evaluator']['evaluate']>): 'asc' | 'desc' | undefined {
  return value.kind === 'external' && (value.name === 'asc' || value.name === 'desc') ? value.name : undefined;
}

/** The direction as a string literal, with `as const` where it would widen. */
function directionText(direction: 'asc' | 'desc', context: QueryContext): string {
  return narrowLiteral(context.quote + direction + context.quote, context);
}
