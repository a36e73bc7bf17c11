import { type Code, text } from '../edits/code.ts';
import type { Piece } from '../edits/edit.ts';
import type { Style } from '../edits/style.ts';
import { type FunctionNode, isUndefined, unwrap } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import type { QueryContext } from './context.ts';
import { callbackOf, ownTableName } from './raw.ts';
import type { Insertion } from './insertion.ts';
import { isOperator } from './values.ts';

/**
 * A v1 callback of several statements, kept as the `RAW` callback: v2 calls it with the same two arguments. SQL that
 * comes from outside of it is re-aliased where it is returned.
 */
export function blockCallback(fn: FunctionNode, context: QueryContext, style: Style, isForeign: boolean): Code {
  const returns = isForeign
    ? realiasedReturns(fn, context)
    : context.javascript
      ? []
      : assertedReturns(fn.body!, context);
  return callbackOf(fn, context, style, [...returns, ...shiftedLines(fn.body!, style)]);
}

/** Insertions that indent the lines of a block one step more; lines inside template literals stay. */
function shiftedLines(body: ts.Node, style: Style): Insertion[] {
  const file = body.getSourceFile();
  const templates: ts.Node[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node)) templates.push(node);
    ts.forEachChild(node, visit);
  };
  visit(body);
  return [...file.text.slice(body.getStart(), body.end).matchAll(/\n(?=[ \t]*[^\s])/g)]
    .map(({ index }) => body.getStart() + index + 1)
    .filter((position) => !templates.some((token) => position > token.getStart() && position < token.end))
    .map((position) => ({ position, text: style.indent }));
}

/** A v1 callback that is a value: called with what v2 offers, and its SQL re-aliased in case it uses global columns. */
export function foreignCallback(
  fn: ts.Expression,
  context: QueryContext,
  called: readonly Piece[] = [{ start: fn.getStart(), end: fn.end }, '(t, operators)'],
): Code {
  const map = context.need('mapColumnsInSQLToAlias');
  const name = context.need('getTableName');
  const sql = context.need('sql');
  const args = [text(...called, ` ?? ${sql}\`true\``), text(`${name}(t)`)];
  return { kind: 'arrow', parameters: '(t, operators)', body: { kind: 'call', callee: [map], args } };
}

/** Insertions that make every `return` of a block an SQL to the type checker: v2 does not take undefined there. */
function assertedReturns(body: ts.Node, context: QueryContext): Insertion[] {
  const insertions: Insertion[] = [];
  const always = () => `${sqlTag(context)}\`true\``;
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) {
      const { expression } = node;
      const inner = expression && unwrap(expression);
      if (!expression || !inner) {
        insertions.push({ position: node.getStart() + 'return'.length, text: ` ${always()}` });
      } else if (isUndefined(inner)) {
        insertions.push({ position: expression.getStart(), end: expression.end, text: always() });
      } else if (!isAlwaysSql(inner, context)) {
        const needsParentheses = !ts.isLeftHandSideExpression(expression);
        if (needsParentheses) insertions.push({ position: expression.getStart(), text: '(' });
        insertions.push({ position: expression.end, text: needsParentheses ? ')!' : '!' });
      }
      return;
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return insertions;
}

/** Insertions that give the SQL of every `return` of a block this level's alias; nothing returned is no condition. */
function realiasedReturns(fn: FunctionNode, context: QueryContext): Insertion[] {
  const insertions: Insertion[] = [];
  const map = context.need('mapColumnsInSQLToAlias');
  const alias = `${context.need('getTableName')}(${ownTableName(fn)})`;
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) {
      const { expression } = node;
      const inner = expression && unwrap(expression);
      if (!expression || !inner || isUndefined(inner)) {
        const start = expression?.getStart() ?? node.getStart() + 'return'.length;
        const text = `${expression ? '' : ' '}${sqlTag(context)}\`true\``;
        insertions.push({ position: start, end: expression?.end, text });
        return;
      }
      const isSure = isAlwaysSql(inner, context);
      const needsParentheses = !isSure && !ts.isLeftHandSideExpression(expression);
      insertions.push({ position: expression.getStart(), text: `${map}(${needsParentheses ? '(' : ''}` });
      const otherwise = isSure ? '' : `${needsParentheses ? ')' : ''} ?? ${sqlTag(context)}\`true\``;
      insertions.push({ position: expression.end, text: `${otherwise}, ${alias})` });
      return;
    }
    if (!ts.isFunctionLike(node)) ts.forEachChild(node, visit);
  };
  visit(fn.body!);
  return insertions;
}

/** What `sql` is called inside a callback: one of its operators, else an import. */
function sqlTag(context: QueryContext): string {
  const operators = context.callback?.parameters[1]?.name;
  if (operators && ts.isIdentifier(operators)) return `${operators.text}.sql`;
  const isBound = operators?.elements.some(
    (element) => ts.isBindingElement(element) && element.name.getText() === 'sql',
  );
  return isBound ? 'sql' : context.need('sql');
}

/** Whether an expression is never undefined to the type checker; `and(…)`, `or(…)` and v2's `not(…)` may be. */
function isAlwaysSql(node: ts.Node, context: QueryContext): boolean {
  if (ts.isTaggedTemplateExpression(node)) return true;
  const operator = ts.isCallExpression(node) ? isOperator(node, context) : undefined;
  return operator !== undefined && !['and', 'or', 'not'].includes(operator);
}
