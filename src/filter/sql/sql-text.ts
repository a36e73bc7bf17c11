import { isSameTable } from '../../read/schema/same-table.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { isDrizzle, isRawText } from '../values/operators.ts';

/**
 * Finds the columns that the text of SQL names with their table, `users.id` or `"users"."id"`, outside of SQL strings.
 *
 * @param table the name of the table to look for
 * @returns the name and place of each column; `start` and `end` include the table
 */
export function columnsInText(text: string, table: string): { name: string; start: number; end: number }[] {
  if (!text.includes(table)) return [];
  const quoted = table.replace(/[.*+?^${}()|[\]\\]/g, String.raw`\$&`);
  const pattern = new RegExp(String.raw`(?<![\w.])"?${quoted}"?\s*\.\s*"?(\w+)"?(?!\s*\()`, 'g');
  // With an odd number of quotes a string goes on behind an interpolation, so what is inside of strings cannot be told.
  const isWhole = text.split("'").length % 2 === 1;
  const code = isWhole ? text.replace(/'[^']*'/g, (string) => ' '.repeat(string.length)) : text;
  return [...code.matchAll(pattern)].map((match) => {
    return { name: match[1]!, start: match.index, end: match.index + match[0].length };
  });
}

/**
 * Whether the `sql` template around a token selects from a table or alias with the name of this level's table
 * (`… from users where …`). The name then means that one, so it must not be re-bound.
 */
export function selectsByText(token: ts.Node, context: QueryContext): boolean {
  let outermost = token;
  for (let node = token; node.parent && !ts.isFunctionLike(node); node = node.parent)
    if (ts.isTaggedTemplateExpression(node)) outermost = node;
  let sql = '';
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node) || node === token) sql += (node as ts.LiteralLikeNode).text;
    else if (ts.isTemplateSpan(node)) {
      const value = context.evaluator.evaluate(node.expression, context.env);
      sql += value.kind === 'table' ? (value.table.dbName ?? '?') : (nameIn(node, context) ?? '?');
      visit(node.literal);
    } else ts.forEachChild(node, visit);
  };
  visit(outermost);
  const source = /\b(?:from|join|,)\s+(?:only\s+|lateral\s+)?"?(?:\w+"?\."?)?(\w+)"?(?:\s+(?:as\s+)?"?(\w+)"?)?/gi;
  return [...sql.matchAll(source)].some(([, table, alias]) => table === context.tableKey || alias === context.tableKey);
}

/**
 * Whether an interpolation is the queried table's name in front of a column:
 * `` sql`${sql.identifier('users')}.${sql.identifier('id')}` ``.
 */
export function isNameInSpan(node: ts.Node, context: QueryContext): node is ts.TemplateSpan {
  if (!ts.isTemplateSpan(node) || !/^\s*\./.test(node.literal.text)) return false;
  if (nameIn(node, context) !== context.tableKey || followsFrom(node) || /\.\s*$/.test(textBefore(node))) return false;
  return !selectsByText(node.literal, context);
}

/** The name that an interpolation consists of: `users` of `sql.identifier('users')`, and of `sql.raw('users')`. */
function nameIn(span: ts.TemplateSpan, context: QueryContext): string | undefined {
  const held = valueOf(span.expression, context);
  const isName = ts.isCallExpression(held) && isDrizzle(held.expression, 'identifier', context);
  if (!isName && !isRawText(held, context)) return undefined;
  const [argument] = held.arguments;
  const text = argument && valueOf(argument, context);
  return text && ts.isStringLiteralLike(text) ? text.text.replace(/^"(\w+)"$/, '$1') : undefined;
}

/** The expression that a name stands for, or the expression itself. */
function valueOf(node: ts.Expression, { evaluator, env }: QueryContext): ts.Node {
  const value = evaluator.evaluate(node, env);
  return unwrap(value.kind === 'expression' ? value.node : node);
}

/** Whether a node stands inside of a tagged template. */
export function isTemplate(node: ts.Node): boolean {
  return ts.findAncestor(node, ts.isTaggedTemplateExpression) !== undefined;
}

/** Whether a node is a call chain `db.select(…).from(…)…` itself, not a call that has one among its arguments. */
export function isBuilderCall(node: ts.Node): boolean {
  let hasFrom = false;
  for (let call: ts.Node = node; ts.isCallExpression(call);) {
    const callee = unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (callee.name.text === 'from') hasFrom = true;
    if (/^select(?:Distinct|DistinctOn)?$/.test(callee.name.text)) return hasFrom;
    call = unwrap(callee.expression);
  }
  return false;
}

/** Whether a subquery, or one inside of it, selects from or joins this level's own table. */
export function selectsFromTable(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean =>
    ownSource(child, context) !== undefined || (ts.forEachChild(child, visit) ?? false);
  return visit(node);
}

/**
 * This level's own table as the subqueries `db.select(…).from(users)…` around a node select from or join it: `users`.
 * A column of the table then means that of the subquery. Undefined when none of them does.
 */
export function innerTable(node: ts.Node, context: QueryContext): ts.Expression | undefined {
  const builder = ts.findAncestor(node, isBuilderCall);
  if (!builder) return undefined;
  for (let call: ts.Node = builder; ts.isCallExpression(call);) {
    const source = ownSource(call, context);
    if (source) return source;
    const callee = unwrap(call.expression);
    if (!ts.isPropertyAccessExpression(callee)) break;
    call = unwrap(callee.expression);
  }
  return innerTable(builder.parent, context);
}

/** Whether a node is `db.$count(posts, …)`: v1 looked for columns of the counted table in the queried one, v2 does not. */
export function isCount(node: ts.Node): node is ts.CallExpression {
  const callee = ts.isCallExpression(node) ? unwrap(node.expression) : undefined;
  return callee !== undefined && ts.isPropertyAccessExpression(callee) && callee.name.text === '$count';
}

/**
 * This level's own table as a `db.$count(users, …)` around a condition counts it, where v1's alias of the queried table
 * was its name, so that the counted table hid it: all columns of the condition, which v1 gave that alias, were those of
 * the counted table.
 */
export function countedTable(node: ts.Node, context: QueryContext): ts.Expression | undefined {
  if (!context.isRoot || context.tableKey !== context.table.dbName) return undefined;
  const [source, condition] = ts.findAncestor(node, isCount)?.arguments ?? [];
  if (!source || !condition || node.pos < condition.pos) return undefined;
  const value = context.evaluator.evaluate(source, context.env);
  return value.kind === 'table' && isSameTable(value.table, context.table) ? source : undefined;
}

/** The argument of a call `….from(users)` or `….leftJoin(users, …)` when it is this level's own table. */
function ownSource(node: ts.Node, context: QueryContext): ts.Expression | undefined {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return undefined;
  const [source] = node.arguments;
  if (!source || !/^from$|Join$/.test(node.expression.name.text)) return undefined;
  const value = context.evaluator.evaluate(source, context.env);
  return value.kind === 'table' && isSameTable(value.table, context.table) ? source : undefined;
}

/**
 * Whether the text before an interpolation ends in FROM, JOIN, INTO, UPDATE or a comma. There `${users}` names the
 * table that is selected from, and must not become the callback's table, which is an alias.
 */
export function followsFrom(span: ts.TemplateSpan): boolean {
  const before = textBefore(span);
  return /\b(?:from|join|into|update|only|lateral)\s+$/i.test(before) || /,\s*$/.test(before);
}

/** The text of a template right before an interpolation. */
function textBefore(span: ts.TemplateSpan): string {
  const { head, templateSpans } = span.parent;
  const index = templateSpans.indexOf(span);
  return index === 0 ? head.text : templateSpans[index - 1]!.literal.text;
}
