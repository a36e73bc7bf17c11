import { ts } from '../../ts.cts';
import { text, type Code, type CodeEntry } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import type { QueryContext } from '../../filter/context.ts';
import { commentsOf } from '../../filter/comments.ts';
import { hasForeignSql } from '../../filter/outer-sql.ts';
import { aliasCallback, rawCallback } from '../../filter/raw.ts';
import { escapeRegExp } from '../../read/escape-reg-exp.ts';
import { isFunction, memberNamed, nameText, propertyValue, returnedExpression, unwrap } from '../../read/syntax.ts';
import type { SiteUse } from '../level.ts';
import type { Project } from '../project.ts';
import { enterCallback } from './query-context.ts';
import { writeProperty } from '../write-property.ts';

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
    const initializer = propertyValue(member);
    if (name === undefined || !initializer) return opaque();
    const isMigrated = isFunction(unwrap(initializer));
    checkName(name, initializer, property, context);
    changed ||= !isMigrated;
    entries.push({
      kind: 'property',
      name,
      value: isMigrated ? keep(initializer) : extraCode(name, initializer, context, style, project),
      comments: commentsOf(member),
    });
  }
  if (changed) writeProperty(property, 'extras', { kind: 'object', entries }, project);
}

/** Reports an order whose text names an extra in a way that v2 does not understand. */
function checkName(
  key: string,
  extra: ts.Expression,
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
): void {
  const call = unwrap(extra);
  const [argument] = ts.isCallExpression(call) && withoutAlias(extra) !== call ? call.arguments : [];
  if (!argument || !ts.isStringLiteralLike(argument) || !ts.isObjectLiteralExpression(property.parent)) return;
  const name = argument.text;
  const siblings = property.parent.properties;
  const sibling = (wanted: string) => memberNamed(siblings, wanted);
  const order = sibling('orderBy');
  const place = order && textNaming(name, order);
  if (place && (name !== key || sibling('with'))) context.fail('RQB_EXTRAS_NAME', place, { name });
}

/** The part of a template or string that has a name in it as a word. */
function textNaming(name: string, node: ts.Node): ts.Node | undefined {
  const isText = ts.isTemplateLiteralToken(node) || ts.isStringLiteral(node);
  const word = new RegExp(String.raw`(?<![\w.])${escapeRegExp(name)}(?!\w)`);
  if (isText && word.test(node.text)) return node;
  return ts.forEachChild(node, (child) => textNaming(name, child));
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
  if (ts.isTaggedTemplateExpression(rootOf(sqlNode)) && !hasForeignSql(sqlNode, context))
    return rawCallback(sqlNode, context, style);
  context.used('fallback');
  // v1 took aliased SQL only, so what has no `.as()` here got it where it was built.
  if (sqlNode !== unwrap(node)) return typedAs(rootOf(sqlNode), aliasCallback(sqlNode, context, style));
  const code = aliasCallback(sqlNode, context, style, '', 'mapColumnsInAliasedSQLToAlias');
  const type = context.javascript ? undefined : typeOf(sqlNode);
  // Re-aliasing forgets the type of the value.
  return code.kind === 'arrow' && type !== undefined
    ? { ...code, body: { kind: 'sequence', parts: [code.body, text(` as ${type}`)] } }
    : code;
}

/** A callback whose SQL has the type that a template is written with: `sql<string>`; re-aliasing forgets it. */
function typedAs(template: ts.Node, code: Code): Code {
  const isTyped = ts.isTaggedTemplateExpression(template) && template.typeArguments !== undefined;
  if (!isTyped || code.kind !== 'arrow') return code;
  const head = template.getText().slice(0, template.template.getStart() - template.getStart());
  return { ...code, body: { kind: 'sequence', parts: [text(`${head}\`\${`), code.body, text('}`')] } };
}

/** The type of a named value or of what a named function returns. */
function typeOf(node: ts.Expression): string | undefined {
  if (ts.isCallExpression(node)) {
    const fn = typeOf(node.expression);
    return fn && `ReturnType<${fn}>`;
  }
  const isNamed =
    ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && typeOf(node.expression) !== undefined);
  return isNamed ? `typeof ${node.getText()}` : undefined;
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
