import type { Piece } from '../edits/edit.ts';
import { type Code, text } from '../edits/layout.ts';
import type { Style } from '../edits/style.ts';
import { isSameTable } from '../read/same-table.ts';
import { declarationOf } from '../read/scope.ts';
import { isFunction, unwrap } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import { columnOf, type QueryContext } from './context.ts';
import { aliasCallback, callbackOf, parenthesize, rawCallback, tableParameter } from './raw.ts';
import { freshName, rebind } from './rebind.ts';
import { isSql } from './values.ts';

/** An order as a callback: v2 takes one as v1 did, but only columns of the callback's own table. */
export function orderCallback(node: ts.Node, context: QueryContext, style: Style): Code {
  if (isFunction(node)) {
    return callbackOf(node, context, style, []);
  }
  const inner = unwrap(node) as ts.Expression;
  if (isBuiltHere(inner, context)) {
    // v2 takes an empty list, but not in every version a callback that returns nothing.
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
  // SQL from elsewhere: one item or a list, as v1 took both.
  const range = { start: node.getStart(), end: node.end };
  const listed: Piece[] = !mayBeMissing(inner)
    ? [range]
    : ts.isConditionalExpression(inner)
      ? ['(', range, ') ?? []']
      : [range, ' ?? []'];
  const list: Piece[] = ts.isArrayLiteralExpression(inner) ? [range] : ['[', ...listed, '].flat()'];
  const item = realiased(text(`${context.need('sql')}\`\${item}\``), name, context);
  const map: Code = { kind: 'arrow', parameters: parenthesize('item', style), body: item };
  return {
    kind: 'arrow',
    parameters: tableParameter(node, name, context, style),
    body: { kind: 'sequence', parts: [text(...list, '.map('), map, text(')')] },
  };
}

/** One item of a list of orders: with its columns re-bound when it is written in place, else re-aliased. */
function orderItem(element: ts.Expression, name: string, context: QueryContext, style: Style): Code {
  if (isBuiltHere(element, context))
    return { kind: 'source', node: element, pieces: rebind(element, context, style, name).pieces };
  const isSqlItem = isOneOrder(element, context) || isDirected(element, context);
  const item = { kind: 'source' as const, node: element, pieces: [{ start: element.getStart(), end: element.end }] };
  // What may be a column has to become SQL.
  return realiased(isSqlItem ? item : text(`${context.need('sql')}\`\${`, ...item.pieces, '}`'), name, context);
}

/** `mapColumnsInSQLToAlias(sql, getTableName(t))`, with the name of the callback's table. */
function realiased(code: Code, name: string, context: QueryContext): Code {
  const callee = context.need('mapColumnsInSQLToAlias');
  return { kind: 'call', callee: [callee], args: [code, text(`${context.need('getTableName')}(${name})`)] };
}

/** A call of what is `asc` or `desc`, whichever of them. */
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

/** The branches of a conditional order that are `undefined`. */
function nothingsOf(node: ts.Node): ts.Node[] {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return [inner.whenTrue, inner.whenFalse].flatMap(nothingsOf);
  return isUndefined(inner) ? [inner] : [];
}

function isUndefined(node: ts.Node): boolean {
  return ts.isIdentifier(node) && node.text === 'undefined';
}

/** Whether an order that is built elsewhere may be undefined, which v1 took for none. */
function mayBeMissing(node: ts.Expression, depth = 0): boolean {
  const inner = unwrap(node);
  if (nothingsOf(inner).length > 0) return true;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mayBeMissing(branch, depth));
  if (ts.isBinaryExpression(inner)) return inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (!ts.isIdentifier(inner) || depth > 4) return false;
  const declaration = declarationOf(inner);
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  if (declaration.type) return /\bundefined\b/.test(declaration.type.getText()) || isOptional(declaration);
  return (
    isOptional(declaration) || (declaration.initializer ? mayBeMissing(declaration.initializer, depth + 1) : false)
  );
}

/** A parameter with a question mark, or a variable that is given its value later, perhaps. */
function isOptional(declaration: ts.ParameterDeclaration | ts.VariableDeclaration): boolean {
  return ts.isParameter(declaration) ? declaration.questionToken !== undefined : declaration.initializer === undefined;
}

/** Whether an order is known to be one piece of SQL: no list, no column. */
function isOneOrder(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner))
    return isOneOrder(inner.whenTrue, context) && isOneOrder(inner.whenFalse, context);
  const value = context.evaluator.evaluate(inner as ts.Expression, context.env);
  if (value.kind === 'expression' && value.node !== inner && ts.isConditionalExpression(value.node))
    return isOneOrder(value.node, { ...context, env: value.env });
  return value.kind !== 'column' && value.kind !== 'table' && !isTypedAsMore(inner) && isSql(inner, context);
}

/** Whether a variable is written to be a list, or perhaps nothing. */
function isTypedAsMore(node: ts.Node): boolean {
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  const type = declaration.type?.getText() ?? '';
  return /\[|Array\b|\bundefined\b/.test(type) || (type !== '' && isOptional(declaration));
}

/** Whether an order is written in place, so that all its columns are in sight. */
function isBuiltHere(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) {
    return inner.elements.every((element) =>
      isBuiltHere(ts.isSpreadElement(element) ? element.expression : element, context),
    );
  }
  if (ts.isConditionalExpression(inner))
    return isBuiltHere(inner.whenTrue, context) && isBuiltHere(inner.whenFalse, context);
  if (ts.isTaggedTemplateExpression(inner) || isUndefined(inner)) return true;
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
