import { ts } from '../../ts.cts';
import type { Database, Value } from '../../facts.ts';
import { nameText } from '../../read/syntax/syntax.ts';
import { isOutOfSight } from '../../read/values/tables-out-of-sight.ts';
import type { Project } from '../project.ts';

/**
 * Whether a schema object has members that may be tables at run time although they were not recognized as such: results
 * of functions out of sight, members of a registry, spreads of objects that are filled later. Such a schema must be
 * passed to `defineRelations` as the object it is; an object put together of the known tables would lack them.
 */
export function hasUnreadTables({ schema, tables }: Database, project: Project): boolean {
  const { evaluator } = project;
  // Of a module's exports only those count that some query asks for.
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

/** Whether a value that was not recognized as a table may be one at run time. */
function mayBeTable(value: Value, { evaluator }: Project): boolean {
  if (value.kind === 'unknown') return true;
  // A direct export of a package can be imported by its name, so only members of such an export count.
  if (value.kind === 'external') return isOutOfSight(value) && value.name.includes('.');
  if (value.kind !== 'expression') return false;
  const { node, env } = value;
  if (!ts.isCallExpression(node)) return ts.isConditionalExpression(node) || ts.isElementAccessExpression(node);
  const callee = evaluator.evaluate(node.expression, env);
  return callee.kind !== 'external' || !callee.module.startsWith('drizzle-');
}
