import type { Column } from '../../facts.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { noEnv } from '../../read/values/value.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';
import { isSameNamed, nullableTables, type NamedTable } from './joined-tables.ts';
import { selectedBy, selectedValue, type Selected, type SelectedValue } from './selections.ts';

/**
 * Reports what core queries select from a table that is joined, where 0.x and 1.0.0-rc.5 differ about a row that has
 * none: 0.x made the object of its columns null when the first of them was null, 1.0 does when all of its members are.
 * So they differ about a first column that may be null, and about SQL that is not null without a row.
 */
export function reportJoinedNulls(project: Project): void {
  const { capabilities, changes, evaluator, mentioning } = project;
  if (!capabilities.nullsWholeJoins) return;
  for (const { ast } of mentioning(/\.(?:left|right|full)Join\s*\(|\$dynamic\b/)) {
    for (const call of nodesOf(ast).calls) {
      const selection = selectionOf(call);
      const tables = selection && nullableTables(call, project);
      if (!tables || tables.nullable.length === 0) continue;
      const { nullable, texts } = tables;
      for (const { node, table } of selection.fields ? [] : nullable)
        if (table) judgeTable(node, [...table.columns.values()]);
      const fields = selection.fields && fieldsOf(selection.fields);
      for (const [key, { node, env }] of fields ?? []) {
        if (isSingle(node, texts)) continue;
        const members = selectedBy(node, evaluator, env);
        if (members) judgeObject(node, key, [...members.values()], nullable, call);
      }
    }
  }

  /** The fields of a selection; those of a literal alone when it spreads what is out of sight, which adds others. */
  function fieldsOf(selection: ts.Expression): Iterable<readonly [string, Selected]> {
    const known = selectedBy(selection, evaluator);
    const literal = unwrap(selection);
    if (known || !ts.isObjectLiteralExpression(literal)) return known ?? [];
    return literal.properties.flatMap((property) => {
      const node = propertyValue(property);
      return node ? [[property.name!.getText(), { node, env: noEnv }] as const] : [];
    });
  }

  function judgeTable(node: ts.Node, [first, ...rest]: readonly Column[]): void {
    if (first?.notNull === false && rest.length > 0)
      changes.report('RQB_JOIN_NULL', node, { key: node.getText(), column: first.key });
  }

  /** Judges an object of columns of one joined table, and of SQL. */
  function judgeObject(
    node: ts.Node,
    key: string,
    members: readonly (Selected | SelectedValue)[],
    nullable: readonly NamedTable[],
    query: ts.CallExpression,
  ): void {
    const [first, ...others] = members.filter(mayBeColumn);
    const { owner, column } = first ? selectedValue(first, evaluator) : {};
    const sql = members.find((member) => !('owner' in member) && mayBeThere(member.node))?.node;
    if (!owner || !nullable.some((table) => isSameNamed(owner, table))) return;
    if (!sql && (column?.notNull !== false || members.length === 1)) return;
    const owners = others.map((member) => selectedValue(member, evaluator).owner);
    if (owners.some((other) => other && !isSameNamed(owner, other))) return;
    // What is selected elsewhere is told at the query.
    const at = (place: ts.Node) => (ts.findAncestor(place, (outer) => outer === query) ? place : query);
    if (sql) changes.report('RQB_JOIN_SQL', at(sql), { key, sql: sql.getText().split('\n')[0]!.trim() });
    else changes.report('RQB_JOIN_NULL', at(node), { key, column: column!.key });
  }
}

/** The fields of a call of `select()`; undefined for other calls. No fields stand for those of all tables. */
function selectionOf(call: ts.CallExpression): { fields: ts.Expression | undefined } | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !/^select(?:Distinct(?:On)?)?$/.test(callee.name.text))
    return undefined;
  return { fields: call.arguments[callee.name.text === 'selectDistinctOn' ? 1 : 0] };
}

/** Whether a field is SQL or a column by its text, so that it need not be looked at. */
function isSingle(node: ts.Expression, tables: ReadonlySet<string>): boolean {
  if (ts.isTaggedTemplateExpression(node)) return true;
  if (ts.isCallExpression(node)) return /\b(?:count|sum|avg|max|min|as|mapWith)$/.test(node.expression.getText());
  return ts.isPropertyAccessExpression(node) && tables.has(node.expression.getText());
}

/** Whether a member of an object is a column, as far as it is in sight, so that 0.x may have looked at it. */
function mayBeColumn(member: Selected | SelectedValue): boolean {
  const { node } = member;
  return 'owner' in member || !(ts.isTaggedTemplateExpression(node) || ts.isCallExpression(node));
}

/** SQL that is null when all of its columns are: operators, and functions that return null for null. */
const strict =
  /^(?:[\s().,:|+*/%<>=-]|\?|'[^']*'|\d+|(?:lower|upper|trim|length|abs|round|floor|ceil|date_trunc|date|extract|substring|left|right|replace|cast|as|from|year|month|day|epoch|text|int|integer|numeric|float|timestamp|boolean|max|min|sum|avg)\b)*$/i;

/** Whether a member of a selection may have a value although the joined table has no row. */
function mayBeThere(node: ts.Node): boolean {
  if (ts.isCallExpression(node)) {
    const callee = unwrap(node.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      if (['as', 'mapWith'].includes(callee.name.text)) return mayBeThere(unwrap(callee.expression));
      return callee.name.text === '$count';
    }
    // Aggregates other than `count` are null without rows.
    return ts.isIdentifier(callee) && callee.text.startsWith('count');
  }
  if (!ts.isTaggedTemplateExpression(node)) return false;
  const { template } = node;
  if (ts.isNoSubstitutionTemplateLiteral(template)) return !/^\s*null\s*$/i.test(template.text);
  return !strict.test(
    [template.head, ...template.templateSpans.map(({ literal }) => literal)].map(({ text }) => text).join('?'),
  );
}
