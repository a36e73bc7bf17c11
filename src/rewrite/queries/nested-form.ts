import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';
import { nameText, propertyValue, unwrap, valueNamed } from '../../read/syntax/syntax.ts';
import { isOnV2, type Project } from '../project.ts';

/**
 * Reports `RQB_NESTED_FORM` for a relation that selects columns whose nested values change their form: v1 read
 * relations through JSON, so that text timestamps, numerics and large bigints looked otherwise there than at the root.
 * Each table is reported once, and nothing is when the project is on v2 already.
 *
 * @param key the table's key in the schema
 * @param config the value of the relation in `with`
 */
export function reportNestedForm(
  table: Table,
  key: string,
  place: ts.Node,
  config: ts.Expression,
  project: Project,
): void {
  const columns = [...table.columns.values()].filter(({ changesForm }) => changesForm).map((column) => column.key);
  if (!columns.some((name) => maySelect(name, config)) || project.reported.has(table) || isOnV2(project)) return;
  project.reported.add(table);
  const names = columns.map((name) => `\`${name}\``).join(', ');
  project.changes.report('RQB_NESTED_FORM', place, { table: key, columns: names });
}

/**
 * Whether a relation's configuration may select a column. It does not when its `columns`, written in place with literal
 * `true` and `false` only, leave the column out.
 */
function maySelect(column: string, config: ts.Expression): boolean {
  const columns = objectIn(config, 'columns');
  if (!columns) return true;
  const flags = columns.properties.map((property) => [
    property.name && nameText(property.name),
    propertyValue(property)?.kind,
  ]);
  const isTrue = ([, kind]: (typeof flags)[number]) => kind === ts.SyntaxKind.TrueKeyword;
  const isClear = flags.every(
    (flag) => flag[0] !== undefined && (isTrue(flag) || flag[1] === ts.SyntaxKind.FalseKeyword),
  );
  if (!isClear) return true;
  const own = flags.find(([name]) => name === column);
  return own ? isTrue(own) : flags.length > 0 && !flags.some(isTrue);
}

/** The object literal under a key of another object literal. */
function objectIn(node: ts.Expression, key: string): ts.ObjectLiteralExpression | undefined {
  const object = unwrap(node);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const value = valueNamed(object, key);
  const inner = value && unwrap(value);
  return inner && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}
