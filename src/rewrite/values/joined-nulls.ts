import type { Column } from '../../facts.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { noEnv } from '../../read/values/value.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Reports what core queries select from a table that is joined, where 0.x and 1.0.0-rc.5 differ about a row that has
 * none: 0.x made the object of its columns null when the first of them was null, 1.0 does when all of its members are.
 * So they differ about a first column that may be null, and about SQL that is not null without a row.
 */
export function reportJoinedNulls({ capabilities, changes, evaluator, mentioning }: Project): void {
  if (!capabilities.nullsWholeJoins) return;
  const columnOf = (node: ts.Expression) => {
    const value = evaluator.evaluate(node, noEnv);
    return value.kind === 'column' ? value.column : undefined;
  };
  for (const { ast } of mentioning(/\.(?:left|right|full)Join\s*\(/)) {
    for (const call of nodesOf(ast).calls) {
      const selected = selectionOf(call);
      const nullable = selected && nullableTables(call);
      if (!nullable) continue;
      for (const table of selected.fields ? [] : nullable.nodes) {
        const value = evaluator.evaluate(table, noEnv);
        if (value.kind === 'table') judge(table, [...value.table.columns.values()]);
      }
      for (const field of selected.fields?.properties ?? []) {
        const given = propertyValue(field);
        const inner = given && unwrap(given);
        if (!inner) continue;
        if (ts.isObjectLiteralExpression(inner)) judgeObject(inner, nullable.texts);
        else if (nullable.texts.has(inner.getText())) {
          const value = evaluator.evaluate(inner, noEnv);
          if (value.kind === 'table') judge(inner, [...value.table.columns.values()]);
        }
      }
    }
  }

  /** Judges an object of columns of one joined table, and of SQL. */
  function judgeObject(object: ts.ObjectLiteralExpression, nullable: ReadonlySet<string>): void {
    const columns: (Column | undefined)[] = [];
    const owners = new Set<string>();
    let sql: ts.Node | undefined;
    for (const member of object.properties) {
      const value = propertyValue(member);
      // What a spread adds is not looked at.
      if (!value) return;
      const inner = unwrap(value);
      const column = columnOf(value);
      if (column || (ts.isPropertyAccessExpression(inner) && nullable.has(inner.expression.getText()))) {
        columns.push(column);
        owners.add(ts.isPropertyAccessExpression(inner) ? inner.expression.getText() : '');
      } else if (mayBeThere(inner)) sql ??= inner;
      else columns.push(undefined);
    }
    const [owner] = owners;
    if (owners.size !== 1 || !nullable.has(owner!)) return;
    if (sql) changes.report('RQB_JOIN_SQL', sql, { key: keyOf(object), sql: sql.getText().split('\n')[0]!.trim() });
    else judge(object, columns);
  }

  function judge(node: ts.Node, [first, ...rest]: readonly (Column | undefined)[]): void {
    if (first?.notNull === false && rest.length > 0)
      changes.report('RQB_JOIN_NULL', node, { key: keyOf(node), column: first.key });
  }
}

/** The fields of a call of `select()`; undefined for other calls. No fields stand for those of all tables. */
function selectionOf(call: ts.CallExpression): { fields: ts.ObjectLiteralExpression | undefined } | undefined {
  const callee = unwrap(call.expression);
  if (!ts.isPropertyAccessExpression(callee) || !/^select(?:Distinct(?:On)?)?$/.test(callee.name.text))
    return undefined;
  const given = call.arguments[callee.name.text === 'selectDistinctOn' ? 1 : 0];
  if (!given) return { fields: undefined };
  const inner = unwrap(given);
  return ts.isObjectLiteralExpression(inner) ? { fields: inner } : undefined;
}

/** The tables of a query that may have no row in its result, by the joins that are chained on its `select()`. */
function nullableTables(select: ts.CallExpression): { nodes: ts.Expression[]; texts: Set<string> } | undefined {
  const tables: ts.Expression[] = [];
  const nullable = new Set<ts.Expression>();
  for (let node: ts.CallExpression = select; ;) {
    const access = node.parent;
    if (!ts.isPropertyAccessExpression(access) || !ts.isCallExpression(access.parent)) break;
    node = access.parent;
    const [table] = node.arguments;
    const [, side] = /^(left|right|full|inner|cross)Join(?:Lateral)?$/.exec(access.name.text) ?? [];
    if (!table || (access.name.text !== 'from' && !side)) continue;
    if (side === 'right' || side === 'full') for (const before of tables) nullable.add(before);
    if (side === 'left' || side === 'full') nullable.add(table);
    tables.push(table);
  }
  const nodes = [...nullable];
  return nodes.length > 0 ? { nodes, texts: new Set(nodes.map((node) => node.getText())) } : undefined;
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

/** The key of a selection that an object or table is the value of, or its own text. */
function keyOf(node: ts.Node): string {
  const { parent } = node;
  return ts.isPropertyAssignment(parent) || ts.isShorthandPropertyAssignment(parent)
    ? parent.name.getText()
    : node.getText();
}
