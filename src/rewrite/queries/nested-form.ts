import { ts } from '../../ts.cts';
import type { Table } from '../../facts.ts';
import { nameText, propertyValue, unwrap, valueNamed } from '../../read/syntax.ts';
import { isOnV2, type Project } from '../project.ts';

/**
 * Tells that values of a relation look otherwise than v1 gave them. Told once per table, at the first place that selects
 * such a column, and not to a project that has v2 already.
 *
 * @param config what the relation is given in `with`
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

/** Whether a configuration selects a column, unless its `columns` say in place that it does not. */
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

/** The object literal that is written for a key of an object literal. */
function objectIn(node: ts.Expression, key: string): ts.ObjectLiteralExpression | undefined {
  const object = unwrap(node);
  if (!ts.isObjectLiteralExpression(object)) return undefined;
  const value = valueNamed(object, key);
  const inner = value && unwrap(value);
  return inner && ts.isObjectLiteralExpression(inner) ? inner : undefined;
}
