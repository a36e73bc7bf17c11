import { type Code, text } from '../../edits/code.ts';
import type { Piece } from '../../edits/edit.ts';
import type { Style } from '../../edits/style.ts';
import { endsWithReturn } from '../../read/syntax/function-ends.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { type FunctionNode, isConst, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { callbackOf, ownTableName } from '../sql/raw.ts';
import type { Insertion } from '../insertion.ts';
import { operatorOf } from '../values/operators.ts';

/**
 * A v1 `where` callback with a block body, kept as the `RAW` callback. v2 calls it with the same two arguments, the
 * table and the operators, so the statements stay and only columns are re-bound.
 *
 * @param isForeign whether the callback uses SQL that is built outside of it: its columns do not have this query's
 *   alias yet, so every returned value is passed through `mapColumnsInSQLToAlias`
 */
export function blockCallback(fn: FunctionNode, context: QueryContext, style: Style, isForeign: boolean): Code {
  const returns = isForeign
    ? realiasedReturns(fn, context)
    : context.javascript
      ? []
      : assertedReturns(fn.body!, context);
  const insertions = [...returns, ...lastReturn(fn.body as ts.Block, context, style), ...shiftedLines(fn.body!, style)];
  return callbackOf(fn, context, style, insertions);
}

/**
 * The insertion of `` return sql`true` `` at the end of a block that can be reached, where v1 got undefined, no
 * condition.
 */
function lastReturn(body: ts.Block, context: QueryContext, style: Style): Insertion[] {
  if (context.javascript || endsWithReturn(body)) return [];
  const last = body.statements.at(-1);
  const code = `return ${sqlTag(context)}\`true\`${style.semicolon ? ';' : ''}`;
  const { text } = body.getSourceFile();
  const position = body.end - 1;
  const lineStart = text.lastIndexOf('\n', position - 1) + 1;
  const indent = text.slice(lineStart, position);
  const isOnOwnLine = last !== undefined && /^[ \t]*$/.test(indent);
  if (!isOnOwnLine) return [{ position, text: `${/\s$/.test(text.slice(0, position)) ? '' : ' '}${code} ` }];
  return [{ position: lineStart, text: `${indent}${style.indent}${style.indent}${code}${style.newline}` }];
}

/**
 * Insertions that indent the lines of a block by one more step; lines inside of template literals are content and stay.
 */
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

/**
 * The `RAW` callback for a v1 callback that is given as a value, so that its body cannot be rewritten:
 * `` (t, operators) => mapColumnsInSQLToAlias(fn(t, operators) ?? sql`true`, getTableName(t)) ``. Re-aliasing covers
 * the case that it uses columns of the imported table; `` sql`true` `` the case that it returns undefined, no condition
 * in v1.
 *
 * @param called the code of the call, `fn(t, operators)`, or with fewer arguments
 * @param table what the callback's table is called in it
 */
export function foreignCallback(
  context: QueryContext,
  called: readonly Piece[],
  parameters = '(t, operators)',
  table = 't',
): Code {
  const map = context.need('mapColumnsInSQLToAlias');
  const name = context.need('getTableName');
  const sql = context.need('sql');
  const args = [text(...called, ` ?? ${sql}\`true\``), text(`${name}(${table})`)];
  return { kind: 'arrow', parameters, body: { kind: 'call', callee: [map], args } };
}

/**
 * Insertions that make every `return` of a block have the type `SQL`, because the type of a `RAW` callback does not
 * allow undefined: `return and(…)` becomes `return and(…)!`, and `return undefined` becomes `` return sql`true` ``.
 */
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

/**
 * Insertions that re-alias every `return` of a block: `return mapColumnsInSQLToAlias(condition, getTableName(t))`.
 * Where the returned value is or may be undefined, no condition in v1, `` sql`true` `` takes its place.
 */
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

/** How `sql` is called inside of a v1 callback: `operators.sql` or `sql` from its second parameter, else an import. */
function sqlTag(context: QueryContext): string {
  const operators = context.callback?.parameters[1]?.name;
  if (operators && ts.isIdentifier(operators)) return `${operators.text}.sql`;
  const isBound = operators?.elements.some(
    (element) => ts.isBindingElement(element) && element.name.getText() === 'sql',
  );
  return isBound ? 'sql' : context.need('sql');
}

/** Whether an expression has the type `SQL`; that of `and(…)`, `or(…)` and, in v2, `not(…)` is `SQL | undefined`. */
function isAlwaysSql(node: ts.Node, context: QueryContext): boolean {
  if (ts.isTaggedTemplateExpression(node)) return true;
  const held = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  if (held && ts.isVariableDeclaration(held) && isConst(held) && !held.type && held.initializer)
    return isAlwaysSql(unwrap(held.initializer), context);
  const operator = ts.isCallExpression(node) ? operatorOf(node, context) : undefined;
  return operator !== undefined && !['and', 'or', 'not'].includes(operator);
}
