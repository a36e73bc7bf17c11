import { ts } from 'ts-morph';
import type { CodeEntry } from '../edits/layout.ts';
import type { Style } from '../edits/style.ts';
import type { QueryContext } from '../filter/context.ts';
import { aliasCallback, rawCallback } from '../filter/raw.ts';
import { isSql } from '../filter/values.ts';
import { isFunction, nameText, returnedExpression, unwrap } from '../read/syntax.ts';
import type { Project } from './project.ts';
import { enterCallback, type SiteUse } from './query-context.ts';
import { writeProperty } from './write-property.ts';

/** Rewrites `extras`: each value becomes `(t, { sql }) => …` without its `.as()`, since v2 takes the key as the name. */
export function rewriteExtras(
  property: ts.ObjectLiteralElementLike,
  outer: QueryContext,
  project: Project,
  use: SiteUse,
): void {
  const style = project.styleOf(property.getSourceFile().fileName);
  const opaque = () => {
    project.changes.report('RQB_CONFIG_OPAQUE', property, { part: '`extras`' });
    use.failed = true;
  };
  const value = ts.isPropertyAssignment(property)
    ? unwrap(property.initializer)
    : ts.isMethodDeclaration(property)
      ? property
      : undefined;
  if (!value) return opaque();
  const context = isFunction(value) ? enterCallback(value, outer) : outer;
  const returned = isFunction(value) ? returnedExpression(value) : (value as ts.Expression);
  const object = returned && unwrap(returned);
  if (!object || !ts.isObjectLiteralExpression(object)) return opaque();
  const entries: CodeEntry[] = [];
  let changed = isFunction(value);
  for (const member of object.properties) {
    const name = member.name && nameText(member.name);
    if (name === undefined || !ts.isPropertyAssignment(member)) return opaque();
    const isMigrated = isFunction(unwrap(member.initializer));
    changed ||= !isMigrated;
    entries.push({
      kind: 'property',
      name,
      value: isMigrated ? keep(member.initializer) : extraCode(name, member.initializer, context, style, project),
    });
  }
  if (changed) writeProperty(property, 'extras', { kind: 'object', entries }, project);
}

function keep(node: ts.Node): CodeEntry['value'] {
  return { kind: 'text', pieces: [{ start: node.getStart(), end: node.end }] };
}

function extraCode(
  name: string,
  node: ts.Expression,
  context: QueryContext,
  style: Style,
  project: Project,
): CodeEntry['value'] {
  const sqlNode = withoutAlias(node);
  if (/\.mapWith\s*\(/.test(sqlNode.getText())) project.changes.report('RQB_EXTRAS_DECODER', sqlNode, { name });
  if (/\bselect\b/i.test(sqlNode.getText())) project.changes.report('RQB_EXTRAS_SUBQUERY', sqlNode, { name });
  const isInline = ts.isTaggedTemplateExpression(rootOf(sqlNode));
  if (isInline || isSql(sqlNode, context)) {
    if (isInline) return rawCallback(sqlNode, context, style);
  }
  context.used('fallback');
  return aliasCallback(sqlNode, context, style);
}

/** `sql….as('x')` without its last `.as()`. */
function withoutAlias(node: ts.Expression): ts.Expression {
  const inner = unwrap(node) as ts.Expression;
  const isAlias =
    ts.isCallExpression(inner) &&
    ts.isPropertyAccessExpression(inner.expression) &&
    inner.expression.name.text === 'as';
  return isAlias ? (inner.expression as ts.PropertyAccessExpression).expression : inner;
}

function rootOf(node: ts.Expression): ts.Node {
  let current: ts.Node = unwrap(node);
  while (ts.isCallExpression(current) && ts.isPropertyAccessExpression(current.expression))
    current = unwrap(current.expression.expression);
  return current;
}
