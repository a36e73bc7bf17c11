import type { Piece } from '../../edits/edit.ts';
import { type Code, text } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import { type FunctionNode, isFunction, isUndefined, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { commentsOf } from '../comments.ts';
import { columnOf, type GivenCallback, type QueryContext } from '../context.ts';
import { calledValue, isAlwaysSet } from './given-callback.ts';
import type { Insertion } from '../insertion.ts';
import { usesOuterSql } from './callback-sql.ts';
import { hasForeignSql } from '../sql/outer-sql.ts';
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
import { takesFallback } from '../operands.ts';
import { freshName, rebind } from '../sql/rebind.ts';
import { isSql } from '../values/values.ts';
import { writtenType } from '../values/written-type.ts';
import type { WrittenType } from '../../read/types/doc-types.ts';

/**
 * A v1 `orderBy` as a v2 callback, for orders that cannot be an object such as `{ name: 'asc' }`. v2 calls an order
 * callback as v1 did, but does not re-alias what it returns: columns written in place are re-bound to the callback's
 * table, and SQL from elsewhere is passed through `mapColumnsInSQLToAlias`.
 *
 * @param node the order: a callback, a column, SQL, or a list of these
 */
export function orderCallback(node: ts.Node, context: QueryContext, style: Style): Code {
  if (isFunction(node)) {
    const isOwn = !node.body || !usesOuterSql(node.body, context);
    return isOwn ? callbackOf(node, context, style, []) : callbackOfOuter(node, context, style);
  }
  const inner = unwrap(node) as ts.Expression;
  if (isBuiltHere(inner, context)) {
    // Before rc.5 the types of v2 do not let an order callback return undefined; an empty list they always do.
    const nothings = nothingsOf(inner).map((part) => ({ position: part.getStart(), end: part.end, text: '[]' }));
    return rawCallback(inner, context, style, '', nothings);
  }
  if (isOneOrder(inner, context)) return aliasCallback(inner, context, style);
  const name = freshName(inner);
  const isList = ts.isArrayLiteralExpression(inner) && !inner.elements.some(ts.isSpreadElement);
  if (isList && !/\/[/*]/.test(inner.getText())) {
    const items = inner.elements.map((element) => ({ value: orderItem(element, name, context, style) }));
    return { kind: 'arrow', parameters: tableParameter(node, name, context, style), body: { kind: 'array', items } };
  }
  // An order that is built elsewhere may be one item or a list: `[order].flat().map((item) => …)` handles both.
  const range = { start: node.getStart(), end: node.end };
  const listed: Piece[] = !mayBeMissing(inner, context)
    ? [range]
    : takesFallback(node)
      ? [range, ' ?? []']
      : ['(', range, ') ?? []'];
  const isListed = isTypedAsList(inner, context);
  const list: Piece[] = ts.isArrayLiteralExpression(inner) || isListed ? [range] : ['[', ...listed, '].flat()'];
  const item = realiased(text(isListed ? 'item' : `${context.need('sql')}\`\${item}\``), name, context);
  const map: Code = { kind: 'arrow', parameters: parenthesize('item', style), body: item };
  return {
    kind: 'arrow',
    parameters: tableParameter(node, name, context, style),
    body: { kind: 'call', callee: [...list, '.map'], args: [map] },
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

/** A v1 callback that uses orders built outside of it, with `mapColumnsInSQLToAlias` around what it returns. */
function callbackOfOuter(fn: FunctionNode, context: QueryContext, style: Style): Code {
  const body = fn.body!;
  const name = ownTableName(fn);
  if (ts.isBlock(body)) {
    const map = `(item) => ${context.need('mapColumnsInSQLToAlias')}(${context.need('sql')}\`\${item}\`, `;
    const lists = returnedValues(fn).flatMap((returned): Insertion[] => [
      { position: returned.getStart(), text: '[' },
      { position: returned.end, text: `].flat().map(${map}${context.need('getTableName')}(${name})))` },
    ]);
    return callbackOf(fn, context, style, lists);
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
      : realiasedList(rebound(inner, name, context, style), name, context, style);
  return { kind: 'arrow', parameters: ownParameters(fn, context), body: code };
}

/** `[…].flat().map((item) => …)`, which re-aliases an order whether it is one item or a list of items. */
function realiasedList(list: Code, name: string, context: QueryContext, style: Style): Code {
  const item = realiased(text(`${context.need('sql')}\`\${item}\``), name, context);
  const map: Code = { kind: 'arrow', parameters: parenthesize('item', style), body: item };
  return { kind: 'sequence', parts: [text('['), list, text('].flat().map('), map, text(')')] };
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

/** Whether an expression is a call of `asc` or `desc`, or of a choice between them: `(isUp ? asc : desc)(…)`. */
function isDirected(node: ts.Expression, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (!ts.isCallExpression(inner)) return false;
  const isDirection = (callee: ts.Node, env: QueryContext['env']): boolean => {
    const value = context.evaluator.evaluate(callee, env);
    if (value.kind === 'external') return value.name === 'asc' || value.name === 'desc';
    return (
      value.kind === 'expression' &&
      ts.isConditionalExpression(value.node) &&
      isDirection(value.node.whenTrue, value.env) &&
      isDirection(value.node.whenFalse, value.env)
    );
  };
  return isDirection(inner.expression, context.env);
}

/** The `undefined`s among the branches of a conditional order, or the order itself when it is `undefined`. */
function nothingsOf(node: ts.Node): ts.Node[] {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return [inner.whenTrue, inner.whenFalse].flatMap(nothingsOf);
  return isUndefined(inner) ? [inner] : [];
}

/** Whether an order that is built elsewhere may be undefined, which means no order in v1. */
function mayBeMissing(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node);
  if (nothingsOf(inner).length > 0) return true;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mayBeMissing(branch, context, depth));
  if (ts.isBinaryExpression(inner)) {
    const isAnd = inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return isAnd || mayBeMissing(inner.right, context, depth);
  }
  if (ts.isArrayLiteralExpression(inner)) return false;
  if (ts.isElementAccessExpression(inner)) {
    const map = context.evaluator.evaluate(inner.expression, context.env);
    // Any string may be a key of `Record<string, …>`, so a missing one gives undefined.
    const isOpen = /^(?:Partial<)?Record<string,/.test(variableOf(inner.expression)?.type?.getText() ?? '');
    return isOpen || map.kind !== 'expression' || !ts.isObjectLiteralExpression(map.node);
  }
  const declaration = depth > 4 ? undefined : typedBy(inner, context);
  const member = memberWritten(inner);
  if (member) return member.isOptional || /\bundefined\b/.test(member.type.getText());
  // Without a declaration there is no type to tell: only what is certainly SQL is never undefined.
  if (!declaration) return !isSql(inner, context);
  if (declaration.type) return /\bundefined\b/.test(declaration.type.getText()) || isOptional(declaration);
  if (isOptional(declaration)) return true;
  const { initializer } = declaration as ts.VariableDeclaration;
  return initializer !== undefined && mayBeMissing(initializer, context, depth + 1);
}

/**
 * The declaration that holds the type annotation of a variable or parameter, or the function whose result a call is.
 */
function typedBy(
  node: ts.Node,
  context: QueryContext,
): ts.ParameterDeclaration | ts.VariableDeclaration | FunctionNode | undefined {
  if (ts.isCallExpression(node)) {
    const fn = context.evaluator.evaluate(node.expression, context.env);
    return fn.kind === 'expression' && isFunction(fn.node) ? fn.node : undefined;
  }
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  const isTyped = declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration));
  return isTyped ? declaration : undefined;
}

/** The annotation of a member of a variable or parameter: `SQL` of `{ order: SQL }` for `options.order`. */
function memberWritten(node: ts.Node): WrittenType | undefined {
  return ts.isPropertyAccessExpression(node) ? writtenType(node) : undefined;
}

/** Whether a declaration is a parameter with `?`, or a variable without initializer, which may never be assigned. */
function isOptional(declaration: NonNullable<ReturnType<typeof typedBy>>): boolean {
  if (ts.isParameter(declaration)) return declaration.questionToken !== undefined;
  return ts.isVariableDeclaration(declaration) && declaration.initializer === undefined;
}

/**
 * Whether an order is known to be a single SQL expression: no list, and no column, which `mapColumnsInSQLToAlias` does
 * not take.
 *
 * @param allowed `'nothing'` where it may be undefined, too: on the left of `??` and the like
 */
function isOneOrder(node: ts.Node, context: QueryContext, allowed?: 'nothing'): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner))
    return isOneOrder(inner.whenTrue, context, allowed) && isOneOrder(inner.whenFalse, context, allowed);
  if (ts.isBinaryExpression(inner))
    return isOneOrder(inner.left, context, 'nothing') && isOneOrder(inner.right, context, allowed);
  const value = context.evaluator.evaluate(inner as ts.Expression, context.env);
  if (value.kind === 'expression' && value.node !== inner && ts.isConditionalExpression(value.node))
    return isOneOrder(value.node, { ...context, env: value.env });
  if (value.kind === 'expression' && ts.isElementAccessExpression(value.node))
    return isOneOfOrders(value.node, { ...context, env: value.env });
  return (
    value.kind !== 'column' &&
    value.kind !== 'table' &&
    !isTypedAsMore(inner, context, allowed) &&
    isSql(inner, context)
  );
}

/**
 * Whether `sorts[name]` reads an object literal without annotation of which every member is a single SQL expression.
 */
function isOneOfOrders({ expression }: ts.ElementAccessExpression, context: QueryContext): boolean {
  const map = context.evaluator.evaluate(expression, context.env);
  if (map.kind !== 'expression' || !ts.isObjectLiteralExpression(map.node)) return false;
  const holder = ts.findAncestor(map.node, ts.isVariableDeclaration);
  const isTyped = holder?.type !== undefined && unwrap(holder.initializer!) === map.node;
  return (
    !isTyped &&
    map.node.properties.every((property) => {
      const member = propertyValue(property);
      return member !== undefined && isOneOrder(member, { ...context, env: map.env });
    })
  );
}

/**
 * Whether a variable, a member or the result of a function is annotated as a list or a column too or, unless that is
 * `allowed`, as possibly undefined.
 */
function isTypedAsMore(node: ts.Node, context: QueryContext, allowed?: 'nothing'): boolean {
  const declaration = typedBy(node, context);
  const member = memberWritten(node);
  const type = (declaration?.type ?? member?.type)?.getText();
  if (type === undefined) return false;
  const mayBeAbsent = member ? member.isOptional : declaration !== undefined && isOptional(declaration);
  return /\[|(?:Array|Column)\b/.test(type) || (!allowed && (/\bundefined\b/.test(type) || mayBeAbsent));
}

/** Whether an order is annotated as `SQL[]`, so that its items need neither `.flat()` nor a `sql` template. */
function isTypedAsList(node: ts.Node, context: QueryContext): boolean {
  if (ts.isElementAccessExpression(node) && isMapOfLists(node.expression)) return !mayBeMissing(node, context);
  const declaration = typedBy(node, context);
  if (!declaration?.type || isOptional(declaration)) return false;
  return /^SQL(?:<[^<>]*>)?\[\]$/.test(declaration.type.getText());
}

/** Whether a variable is annotated, by `:` or `satisfies`, as `Record<…, SQL[]>`. */
function isMapOfLists(map: ts.Expression): boolean {
  const { type, initializer } = variableOf(map) ?? {};
  const held = initializer && ts.isSatisfiesExpression(initializer) ? initializer.type : undefined;
  return /^Record<.*,\s*SQL(?:<[^<>]*>)?\[\]>$/s.test((type ?? held)?.getText() ?? '');
}

/** Whether an order is written in place, so that all of its columns are in sight and can be re-bound. */
function isBuiltHere(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) {
    return inner.elements.every((element) =>
      isBuiltHere(ts.isSpreadElement(element) ? element.expression : element, context),
    );
  }
  if (ts.isConditionalExpression(inner))
    return isBuiltHere(inner.whenTrue, context) && isBuiltHere(inner.whenFalse, context);
  if (ts.isTaggedTemplateExpression(inner)) return !hasForeignSql(inner, context);
  if (isUndefined(inner)) return true;
  if (ts.isCallExpression(inner)) {
    const root = ts.isPropertyAccessExpression(inner.expression) ? inner.expression.expression : undefined;
    if (root && isBuiltHere(root, context)) return true;
    return inner.arguments.length > 0 && inner.arguments.every((argument) => isBuiltHere(argument, context));
  }
  if (ts.isElementAccessExpression(inner)) {
    const owner = context.evaluator.evaluate(inner.expression, context.env);
    if (owner.kind === 'table') return isSameTable(owner.table, context.table);
  }
  return columnOf(inner, context) !== undefined;
}
