import { ts } from '../../ts.cts';
import type { Column, Table } from '../../facts.ts';
import { columnOf, type QueryContext } from '../../filter/context.ts';
import { hasForeignSql } from '../../filter/sql/outer-sql.ts';
import { isBuilderCall } from '../../filter/sql/sql-text.ts';
import { memberNamed, propertyValue, unwrap } from '../../read/syntax/syntax.ts';

/** How v1 printed a column: without its table, or with the queried table in the place of its own. */
type Printed = 'bare' | 'queried';

/**
 * Whether v1 may have read a subquery in an extra otherwise than it is written, and so than v2 does. It printed a
 * column that stands in the template itself without its table, when it selected from one table; otherwise it gave every
 * column the queried table. A bare column meant the inner table when that has one of its name. A column of the inner
 * table meant the queried one when that has one of its name; when it has none the database refused the query, and
 * nothing changes.
 *
 * @param template the `` sql`…` `` that the extra starts with, or what it is instead
 * @param property the `extras` member of the query
 */
export function isReadOtherwise(
  template: ts.Node,
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
): boolean {
  if (!ts.isTaggedTemplateExpression(template) || hasForeignSql(template, context)) return true;
  const sources = sourcesOf(template, context);
  const forms = printedAs(property, context);
  const isOther = (node: ts.Node, printed: Printed): boolean => {
    const found = columnOf(node, context);
    if (printed === 'queried') return found?.foreign ?? false;
    return found?.foreign === false && (!sources || sources.some((table) => hasColumn(table, found.column)));
  };
  const visit = (node: ts.Node): boolean => {
    if (isBuilderCall(node)) return false;
    if (context.evaluator.evaluate(node, context.env).kind === 'column') {
      const isOwnChunk = ts.isTemplateSpan(node.parent) && node.parent.parent.parent === template;
      return (isOwnChunk ? forms : (['queried'] as const)).some((printed) => isOther(node, printed));
    }
    return ts.forEachChild(node, visit) ?? false;
  };
  return visit(template.template);
}

/** The ways in which v1 may have printed the columns of an extra: it depends on the relations beside it. */
function printedAs(property: ts.ObjectLiteralElementLike, { isRoot, table }: QueryContext): readonly Printed[] {
  if (!isRoot) return ['queried'];
  const siblings = ts.isObjectLiteralExpression(property.parent) ? property.parent.properties : undefined;
  const relations = siblings && memberNamed(siblings, 'with');
  const isAlone = siblings !== undefined && !relations && !siblings.some(ts.isSpreadAssignment);
  // SQLite selected relations as columns of one table; MySQL did so too in its mode `planetscale`.
  if (isAlone || table.dialect === 'sqlite') return ['bare'];
  return table.dialect === 'pg' && relations && hasRelation(relations) ? ['queried'] : ['bare', 'queried'];
}

/** Whether a `with` selects a relation whatever the values in it are. */
function hasRelation(member: ts.ObjectLiteralElementLike): boolean {
  const value = propertyValue(member);
  const object = value && unwrap(value);
  if (!object || !ts.isObjectLiteralExpression(object)) return false;
  return object.properties.some((relation) => {
    const config = propertyValue(relation);
    const inner = config && unwrap(config);
    return inner && (inner.kind === ts.SyntaxKind.TrueKeyword || ts.isObjectLiteralExpression(inner));
  });
}

/** The tables that the text selects from; undefined when it names some in words, or they could not be read. */
function sourcesOf(template: ts.TaggedTemplateExpression, context: QueryContext): Table[] | undefined {
  const tables: Table[] = [];
  let sql = '';
  const visit = (node: ts.Node): void => {
    if (ts.isTemplateLiteralToken(node)) sql += node.text;
    else if (ts.isTemplateSpan(node)) {
      const value = context.evaluator.evaluate(node.expression, context.env);
      if (value.kind === 'table') tables.push(value.table);
      if (value.kind === 'table' || ts.isTaggedTemplateExpression(node.expression)) sql += '@';
      else sql += '?';
      ts.forEachChild(node, visit);
    } else ts.forEachChild(node, visit);
  };
  visit(template.template);
  const isInWords = /\b(?:from|join)\s+(?:(?:only|lateral)\s+)*[^@\s(]|\bfrom\s+@(?:\s+(?:as\s+)?\w+)?\s*,/i.test(sql);
  return isInWords || !tables.every(({ complete }) => complete) ? undefined : tables;
}

function hasColumn({ columns }: Table, { dbName, key }: Column): boolean {
  return [...columns.values()].some((column) => (column.dbName ?? column.key) === (dbName ?? key));
}
