import { choice, type Code, text } from '../../edits/code.ts';
import type { Piece } from '../../edits/edit.ts';
import type { Style } from '../../edits/style.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { type FunctionNode, isConst, isFunction, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { variableOf } from '../../read/syntax/scope.ts';
import { ts } from '../../ts.cts';
import { commentsOf } from '../comments.ts';
import type { GivenCallback, QueryContext } from '../context.ts';
import type { Insertion } from '../insertion.ts';
import { takesFallback } from '../operands.ts';
import {
  aliasCallback,
  callbackOf,
  ownParameters,
  ownTableName,
  parametersOf,
  parenthesize,
  rawCallback,
  tableParameter,
} from '../sql/raw.ts';
import { checkOuterSql } from '../sql/outer-sql.ts';
import { freshName, rebind } from '../sql/rebind.ts';
import { usesOuterSql } from './callback-sql.ts';
import { calledValue, isAlwaysSet } from './given-callback.ts';
import { calledCallback, takesOperators, type HeldCallback } from './held-callback.ts';
import {
  isBuiltHere,
  isDirected,
  isMapped,
  isOneOrder,
  isTypedAsList,
  mayBeMissing,
  nothingsOf,
} from './order-shapes.ts';

/**
 * A v1 `orderBy` as a v2 callback, for orders that cannot be an object such as `{ name: 'asc' }`. v2 calls an order
 * callback as v1 did, but does not re-alias what it returns: columns written in place are re-bound to the callback's
 * table, and SQL from elsewhere is passed through `mapColumnsInSQLToAlias`.
 *
 * @param node the order: a callback, a column, SQL, or a list of these
 */
export function orderCallback(node: ts.Node, outer: QueryContext, style: Style): Code {
  const isOuter = isFunction(node) ? node.body && usesOuterSql(node.body, outer) : !isBuiltHere(unwrap(node), outer);
  if (isOuter) checkOuterSql(node, outer);
  const context = isOuter ? { ...outer, outerChecked: true } : outer;
  if (isFunction(node)) return isOuter ? callbackOfOuter(node, context, style) : callbackOf(node, context, style, []);
  const inner = unwrap(node) as ts.Expression;
  if (!isOuter) {
    // Before rc.5 the types of v2 do not let an order callback return undefined; an empty list they always do.
    const nothings = nothingsOf(inner).map((part) => ({ position: part.getStart(), end: part.end, text: '[]' }));
    return rawCallback(inner, context, style, '', nothings);
  }
  if (isOneOrder(inner, context)) return aliasCallback(inner, context, style);
  const name = freshName(inner);
  const fixed = /\/[/*]/.test(inner.getText()) ? undefined : fixedOrder(inner, name, context, style);
  if (fixed) return { kind: 'arrow', parameters: tableParameter(node, name, context, style), body: fixed };
  // An order that is built elsewhere may be one item or a list: `[order].flat().map((item) => …)` handles both.
  const range = { start: node.getStart(), end: node.end };
  const listed: Piece[] = !mayBeMissing(inner, context)
    ? [range]
    : takesFallback(node)
      ? [range, ' ?? []']
      : ['(', range, ') ?? []'];
  const isListed = isTypedAsList(inner, context);
  const isList = ts.isArrayLiteralExpression(inner) || isListed || isMapped(inner);
  const list: Piece[] = isList ? [range] : ['[', ...listed, '].flat()'];
  const item = realiased(text(isListed ? 'item' : `${context.need('sql')}\`\${item}\``), name, context);
  const map: Code = { kind: 'arrow', parameters: parenthesize('item', style), body: item };
  return {
    kind: 'arrow',
    parameters: tableParameter(node, name, context, style),
    body: { kind: 'call', callee: [...list, '.map'], args: [map] },
  };
}

/** A list whose items are all written in place, or a choice between such lists, item by item; undefined for others. */
function fixedOrder(node: ts.Expression, name: string, context: QueryContext, style: Style): Code | undefined {
  const inner = unwrap(node) as ts.Expression;
  if (ts.isConditionalExpression(inner)) {
    const [whenTrue, whenFalse] = [inner.whenTrue, inner.whenFalse].map((branch) =>
      isUndefined(unwrap(branch)) ? text('[]') : fixedOrder(branch, name, context, style),
    );
    return whenTrue && whenFalse && choice(inner.condition, whenTrue, whenFalse);
  }
  if (!ts.isArrayLiteralExpression(inner) || inner.elements.some(ts.isSpreadElement)) return undefined;
  return {
    kind: 'array',
    items: inner.elements.map((element) => ({ value: orderItem(element, name, context, style) })),
  };
}

/**
 * The callback for an `orderBy` that is a parameter to which callers pass v1 callbacks:
 * `(t, operators) => [orderBy?.(t, operators) ?? []].flat().map((item) => mapColumnsInSQLToAlias(…))`.
 */
export function givenOrder(node: ts.Expression, kind: GivenCallback, context: QueryContext, style: Style): Code {
  const isSet = kind === 'always' && isAlwaysSet(node);
  const called = calledValue(node, kind, isSet || kind === 'sometimes' ? '' : '?.', context);
  const list = realiasedList(text(...called, isSet ? '' : ' ?? []'), 't', context, style);
  return { kind: 'arrow', parameters: parametersOf(node, 't', 'operators', context, style), body: list };
}

/** The callback for an `orderBy` whose v1 callback is not written in place: `(t) => [sortedBy(key)(t)].flat().map(…)`. */
export function heldOrder(node: ts.Expression, held: HeldCallback, context: QueryContext, style: Style): Code {
  const table = freshName(node);
  const called = calledCallback(node, held, table);
  const list = realiasedList(text(...called, held.isOptional ? ' ?? []' : ''), table, context, style);
  const operators = takesOperators(held.fn) ? 'operators' : undefined;
  return { kind: 'arrow', parameters: parametersOf(node, table, operators, context, style), body: list };
}

/** A v1 callback that uses orders built outside of it, with `mapColumnsInSQLToAlias` around what it returns. */
function callbackOfOuter(fn: FunctionNode, context: QueryContext, style: Style): Code {
  const body = fn.body!;
  const name = ownTableName(fn);
  if (ts.isBlock(body)) {
    const returns = returnedValues(fn).flatMap((returned) => returnedOrder(returned, name, context));
    return callbackOf(fn, context, style, returns);
  }
  const inner = unwrap(body) as ts.Expression;
  const isList = ts.isArrayLiteralExpression(inner) && !inner.elements.some(ts.isSpreadElement);
  const item = (part: ts.Expression): Code =>
    usesOuterSql(part, context, body) ? orderItem(part, name, context, style) : rebound(part, name, context, style);
  const code: Code = isList
    ? {
        kind: 'array',
        items: inner.elements.map((element) => ({ value: item(element), comments: commentsOf(element) })),
      }
    : isOneOrder(inner, context) || isDirected(inner, context)
      ? item(inner)
      : realiasedList(rebound(inner, name, context, style), name, context, style, isListAlways(inner));
  return { kind: 'arrow', parameters: ownParameters(fn, context), body: code };
}

/**
 * Insertions that re-alias an order that a block returns, item by item where it is a list. One that is written in place
 * is re-bound with the block.
 */
function returnedOrder(order: ts.Expression, name: string, context: QueryContext): Insertion[] {
  const inner = unwrap(order) as ts.Expression;
  if (ts.isArrayLiteralExpression(inner) && !inner.elements.some(ts.isSpreadElement))
    return inner.elements.flatMap((element) => returnedOrder(element, name, context));
  if (isBuiltHere(inner, context)) return [];
  const map = context.need('mapColumnsInSQLToAlias');
  const table = `${context.need('getTableName')}(${name})`;
  const around = (before: string, behind: string) => [
    { position: order.getStart(), text: before },
    { position: order.end, text: behind },
  ];
  if (isOneOrder(inner, context) || isDirected(inner, context)) return around(`${map}(`, `, ${table})`);
  const sql = context.need('sql');
  if (!ts.isReturnStatement(order.parent)) return around(`${map}(${sql}\`\${`, `}\`, ${table})`);
  const each = `.map((item) => ${map}(${sql}\`\${item}\`, ${table}))`;
  return isListAlways(order) ? around('', each) : around('[', `].flat()${each}`);
}

/** Whether an order is a list whenever it is there: a literal, one that is mapped, or a constant that holds such. */
function isListAlways(node: ts.Expression): boolean {
  if (ts.isArrayLiteralExpression(node) || isMapped(node)) return true;
  const variable = variableOf(node);
  return variable?.initializer !== undefined && isConst(variable) && isListAlways(variable.initializer);
}

/**
 * `[…].flat().map((item) => …)`, which re-aliases an order whether it is one item or a list of items.
 *
 * @param isList whether it is a list in any case, so that `.map` is enough
 */
function realiasedList(list: Code, name: string, context: QueryContext, style: Style, isList = false): Code {
  const item = realiased(text(`${context.need('sql')}\`\${item}\``), name, context);
  const map: Code = { kind: 'arrow', parameters: parenthesize('item', style), body: item };
  const [before, behind] = isList ? [[], '.map('] : [[text('[')], '].flat().map('];
  return { kind: 'sequence', parts: [...before, list, text(behind), map, text(')')] };
}

/** One item of a list of orders: its columns are re-bound when it is written in place, otherwise it is re-aliased. */
function orderItem(element: ts.Expression, name: string, context: QueryContext, style: Style): Code {
  if (isBuiltHere(element, context)) return rebound(element, name, context, style);
  const isSqlItem = isOneOrder(element, context) || isDirected(element, context);
  const item = rebound(element, name, context, style);
  // `mapColumnsInSQLToAlias` takes SQL only, so what may be a column is put into a `sql` template.
  return realiased(isSqlItem ? item : text(`${context.need('sql')}\`\${`, ...item.pieces, '}`'), name, context);
}

/** The code of an expression with its columns re-bound to the callback's table. */
function rebound(node: ts.Expression, name: string, context: QueryContext, style: Style) {
  return { kind: 'source' as const, node, pieces: rebind(node, context, style, name).pieces };
}

/** `mapColumnsInSQLToAlias(code, getTableName(t))`; `name` is what the callback's table is called. */
function realiased(code: Code, name: string, context: QueryContext): Code {
  const callee = context.need('mapColumnsInSQLToAlias');
  return { kind: 'call', callee: [callee], args: [code, text(`${context.need('getTableName')}(${name})`)] };
}
