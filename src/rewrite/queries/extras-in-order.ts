import {
  isFunction,
  memberNamed,
  nameText,
  propertyValue,
  returnedExpression,
  unwrap,
} from '../../read/syntax/syntax.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import type { Style } from '../../edits/style.ts';
import type { QueryContext } from '../../filter/context.ts';
import type { Insertion } from '../../filter/insertion.ts';
import { hasForeignSql } from '../../filter/sql/outer-sql.ts';
import { ownTableName } from '../../filter/sql/raw.ts';
import { freshName, rebind } from '../../filter/sql/rebind.ts';
import { ts } from '../../ts.cts';
import { withoutAlias } from './extra-value.ts';
import { enterCallback } from './query-context.ts';

/**
 * Whether the text of an `orderBy` names an extra in a way that stops working: v2 names an extra by its key instead of
 * its `.as()`, and beside a `with` it orders where the extra is not selected yet.
 *
 * @param siblings the members of the configuration
 * @returns the text that names it
 */
export function lostName(
  key: string,
  name: string,
  siblings: readonly ts.ObjectLiteralElementLike[],
): ts.Node | undefined {
  if (name === key && !memberNamed(siblings, 'with')) return undefined;
  const order = memberNamed(siblings, 'orderBy');
  return order && textsNaming(name, order)[0];
}

/** The name that an extra is given: `'total'` of `` sql`…`.as('total') ``. */
export function nameOfExtra(extra: ts.Expression): string | undefined {
  const call = unwrap(extra);
  const [argument] = ts.isCallExpression(call) && withoutAlias(extra) !== call ? call.arguments : [];
  return argument && ts.isStringLiteralLike(argument) ? argument.text : undefined;
}

/**
 * Insertions that write the SQL of extras in an order in place of their names:
 * `` sql`total desc` `` → `` sql`length(${t.title}) desc` ``. There are none for a name that cannot be replaced
 * everywhere.
 *
 * @param property the `orderBy`
 * @param only the name to replace; by default all of those that stop working
 */
export function extrasInOrder(
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  style: Style,
  only?: string,
): Insertion[] {
  if (!ts.isObjectLiteralExpression(property.parent)) return [];
  const { properties } = property.parent;
  const member = memberNamed(properties, 'extras');
  const given = member && propertyValue(member);
  const order = propertyValue(property);
  if (!given || !order) return [];
  const fn = unwrap(given);
  const inner = isFunction(fn) ? enterCallback(fn, context) : context;
  const object = isFunction(fn) ? !ts.isBlock(fn.body!) && unwrap(returnedExpression(fn)!) : fn;
  if (!object || !ts.isObjectLiteralExpression(object)) return [];
  return object.properties.flatMap((extra) => {
    const value = propertyValue(extra);
    const name = value && nameOfExtra(value);
    if (!value || name === undefined || !extra.name || (only !== undefined && name !== only)) return [];
    if (!lostName(nameText(extra.name) ?? extra.name.getText(), name, properties)) return [];
    return writtenOut(name, withoutAlias(value), unwrap(order), inner, style);
  });
}

/** The replacements of one name in an order; none when one of them cannot be made. */
function writtenOut(
  name: string,
  extra: ts.Expression,
  order: ts.Node,
  context: QueryContext,
  style: Style,
): Insertion[] {
  const table = isFunction(order) ? ownTableName(order) : freshName(order);
  const isColumn = [...context.table.columns.values()].some(
    ({ key, dbName = key }) => dbName.toLowerCase() === name.toLowerCase(),
  );
  const template = templateOf(extra);
  if (isColumn || !template || hasForeignSql(template, context)) return [];
  const tag = template.tag.getText();
  const spans = textsNaming(name, order).map((node) => (tagOf(node) === tag ? spansIn(node, name) : undefined));
  if (spans.includes(undefined)) return [];
  const silent = { ...context, report: () => {}, fail: () => {}, inExtra: true };
  const { pieces, operators, usesTable } = rebind(template.template, silent, style, table);
  // What has no column is another value for each call (`random()`), or a number that would mean a place in the result.
  if (!usesTable || (operators !== undefined && operators.replace(/[{}\s]/g, '') !== tag)) return [];
  // A name of the code around the query that the callback's table would hide.
  if (context.callback === undefined && usesName(template, table)) return [];
  const { text } = template.getSourceFile();
  const code = pieces.map((piece) => (typeof piece === 'string' ? piece : text.slice(piece.start, piece.end))).join('');
  const sql = code.slice(1, -1);
  return spans.flatMap((each) =>
    each!.map(({ start, end, isWhole }) => ({ position: start, end, text: isWhole ? sql : `(${sql})` })),
  );
}

/** The template of an extra that is written in place, `` sql`…` `` or `` sql`…`.mapWith(Number) ``. */
function templateOf(extra: ts.Expression): ts.TaggedTemplateExpression | undefined {
  const inner = unwrap(extra);
  if (ts.isTaggedTemplateExpression(inner)) return inner;
  const callee = ts.isCallExpression(inner) ? inner.expression : undefined;
  const isMapped = callee && ts.isPropertyAccessExpression(callee) && callee.name.text === 'mapWith';
  return isMapped ? templateOf(callee.expression) : undefined;
}

/** Whether a name occurs below a node. */
function usesName(node: ts.Node, name: string): boolean {
  if (ts.isIdentifier(node) && node.text === name) return true;
  return ts.forEachChild(node, (child) => usesName(child, name)) ?? false;
}

/** The template parts and string literals below `node` that contain `name` as a word of its own. */
function textsNaming(name: string, node: ts.Node): ts.Node[] {
  const isText = ts.isTemplateLiteralToken(node) || ts.isStringLiteral(node);
  const word = new RegExp(String.raw`(?<![\w.])${escapeRegExp(name)}(?!\w)`);
  if (isText && word.test(node.text)) return [node];
  const found: ts.Node[] = [];
  ts.forEachChild(node, (child) => void found.push(...textsNaming(name, child)));
  return found;
}

/** The tag of the template that a part belongs to; undefined for a part without, and for a string. */
function tagOf(part: ts.Node): string | undefined {
  if (!ts.isTemplateLiteralToken(part)) return undefined;
  const template = ts.isTemplateSpan(part.parent) ? part.parent.parent : part.parent;
  const tagged = ts.isTemplateExpression(template) ? template.parent : template;
  return ts.isTaggedTemplateExpression(tagged) ? tagged.tag.getText() : undefined;
}

/** A place of a name in the text of an order; `isWhole` when it is what is ordered by, and no operand. */
interface Span {
  start: number;
  end: number;
  isWhole: boolean;
}

/** Where a name stands in a template part, with its quotes; undefined when some of it is in a text of SQL, or called. */
function spansIn(part: ts.Node, name: string): Span[] | undefined {
  const text = part.getText();
  const found = [...text.matchAll(new RegExp(String.raw`("?)(?<![\w.])${escapeRegExp(name)}(?!\w)\1`, 'g'))];
  const spans = found.map(({ index, 0: word }) => {
    const isFirst = /^[`}]\s*$|,\s*$/.test(text.slice(0, index)) && !text.startsWith('}');
    const isLast = /^\s*(?:`|,|(?:asc|desc|nulls)\b)/i.test(text.slice(index + word.length));
    const start = part.getStart() + index;
    return { start, end: start + word.length, isWhole: isFirst && isLast };
  });
  const isOther = found.some(({ index, 0: word }) => /^\s*[(."]/.test(text.slice(index + word.length)));
  return isOther || text.includes("'") || spans.length === 0 ? undefined : spans;
}
