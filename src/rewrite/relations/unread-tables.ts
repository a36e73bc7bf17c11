import { ts } from '../../ts.cts';
import type { Database, Value } from '../../facts.ts';
import { nameText } from '../../read/syntax.ts';
import { isOutOfSight } from '../../read/tables-out-of-sight.ts';
import type { Project } from '../project.ts';

/**
 * Whether a schema object has parts that may be tables without being read as such: what a function out of sight makes, a
 * member of a registry. They are only in the object as it is written, not in one that is put together of the tables.
 */
export function hasUnreadTables({ schema, tables }: Database, project: Project): boolean {
  const { evaluator } = project;
  const asked = new Set(project.scan.sites.flatMap(({ key }) => (key === undefined || tables.has(key) ? [] : [key])));
  const isUnread = (value: Value): boolean => {
    if (value.kind === 'namespace')
      return evaluator
        .exportNames(value.path)
        .some((name) => asked.has(name) && mayBeTable(evaluator.member(value, name), project));
    if (value.kind !== 'expression' || !ts.isObjectLiteralExpression(value.node)) return false;
    return value.node.properties.some((property) => {
      if (ts.isSpreadAssignment(property)) {
        const spread = evaluator.evaluate(property.expression, value.env);
        const isFilledLater =
          spread.kind === 'expression' &&
          ts.isObjectLiteralExpression(spread.node) &&
          spread.node.properties.length === 0;
        return isFilledLater || isUnread(spread);
      }
      const name = property.name && nameText(property.name);
      return name !== undefined && mayBeTable(evaluator.member(value, name), project);
    });
  };
  return isUnread(schema.value);
}

/** Whether a value that is not known as a table may be one at run time. */
function mayBeTable(value: Value, { evaluator }: Project): boolean {
  if (value.kind === 'unknown') return true;
  // An export of a package is imported by its name.
  if (value.kind === 'external') return isOutOfSight(value) && value.name.includes('.');
  if (value.kind !== 'expression') return false;
  const { node, env } = value;
  if (!ts.isCallExpression(node)) return ts.isConditionalExpression(node) || ts.isElementAccessExpression(node);
  const callee = evaluator.evaluate(node.expression, env);
  return callee.kind !== 'external' || !callee.module.startsWith('drizzle-');
}
