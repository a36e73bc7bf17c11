import { ts } from '../../ts.cts';
import { choice, parenthesized, source, text, type Code, type CodeEntry } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import type { QueryContext } from '../../filter/context.ts';
import { commentsOf } from '../../filter/comments.ts';
import type { Insertion } from '../../filter/insertion.ts';
import { hasForeignSql } from '../../filter/sql/outer-sql.ts';
import { aliasCallback, rawCallback } from '../../filter/sql/raw.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import { usesParameters } from '../../filter/sql/rebind.ts';
import {
  isAnd,
  isFunction,
  isNullish,
  memberNamed,
  nameText,
  propertyValue,
  returnedExpression,
  unwrap,
  type FunctionNode,
} from '../../read/syntax/syntax.ts';
import type { SiteUse } from '../level.ts';
import type { Project } from '../project.ts';
import { isReadOtherwise } from './extras-subquery.ts';
import { rewriteHeldExtras } from './held-extras.ts';
import { enterCallback } from './query-context.ts';
import { failOpaque } from './opaque-config.ts';
import { writeProperty } from '../write-property.ts';

/**
 * Rewrites the `extras` of a query level. v2 wants an object whose values are callbacks or SQL, silently ignores a
 * function in place of the object, no longer re-aliases global columns, and names an extra by its key.
 *
 * ```ts
 * extras: { lower: sql`lower(${users.name})`.as('lower') } // v1
 * extras: { lower: (t, { sql }) => sql`lower(${t.name})` } // v2
 * ```
 *
 * Extras that cannot be read are reported as `RQB_CONFIG_OPAQUE` and set `use.failed`.
 */
export function rewriteExtras(
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  project: Project,
  use: SiteUse,
): void {
  const value = ts.isMethodDeclaration(property) ? property : propertyValue(property);
  const extras = value && extrasCode(value, property, context, project);
  if (!extras) {
    failOpaque('`extras`', property, use, project);
  } else if (extras.changed) writeProperty(property, 'extras', extras.code, project);
}

/** The v2 code for v1 extras, and whether it differs from what is written. */
interface Extras {
  code: Code;
  changed: boolean;
}

/**
 * Reads extras as an object, a callback that returns one, a choice between them, or a constant or call that holds them.
 *
 * @param property the `extras` member of the query
 * @returns `undefined` when the extras cannot be read
 */
function extrasCode(
  node: ts.Node,
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  project: Project,
): Extras | undefined {
  const inner = unwrap(node);
  const part = (child: ts.Node) => extrasCode(child, property, context, project);
  if (isNullish(inner) || inner.kind === ts.SyntaxKind.FalseKeyword) return { code: source(inner), changed: false };
  if (isFunction(inner)) {
    const returned = isSimple(inner) ? returnedExpression(inner) : undefined;
    const extras = returned && extrasCode(returned, property, enterCallback(inner, context), project);
    return extras && { ...extras, changed: true };
  }
  if (ts.isObjectLiteralExpression(inner)) return objectCode(inner, property, context, project);
  if (ts.isConditionalExpression(inner)) {
    const [whenTrue, whenFalse] = [part(inner.whenTrue), part(inner.whenFalse)];
    // The callback goes away, and its parameters with it.
    if (!whenTrue || !whenFalse || usesParameters(inner.condition, context)) return undefined;
    const code = choice(inner.condition, whenTrue.code, whenFalse.code);
    return { code, changed: whenTrue.changed || whenFalse.changed };
  }
  if (isAnd(inner)) {
    const extras = usesParameters(inner.left, context) ? undefined : part(inner.right);
    return extras && { ...extras, code: { kind: 'sequence', parts: [source(inner.left), text(' && '), extras.code] } };
  }
  const isHeld = rewriteHeldExtras(inner as ts.Expression, context, project, (held, local) =>
    extrasCode(held, property, local, project),
  );
  return isHeld ? { code: source(inner), changed: false } : undefined;
}

/** The object with each value turned into a callback. A value that is a function already is v2's form and stays. */
function objectCode(
  object: ts.ObjectLiteralExpression,
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  project: Project,
): Extras | undefined {
  const style = project.styleOf(object.getSourceFile().fileName);
  const entries: CodeEntry[] = [];
  let changed = false;
  for (const member of object.properties) {
    const comments = commentsOf(member);
    if (ts.isSpreadAssignment(member)) {
      const extras = extrasCode(member.expression, property, context, project);
      if (!extras) return undefined;
      const isPlain = extras.code.kind === 'source' && isWord(extras.code.node);
      entries.push({ kind: 'spread', value: isPlain ? extras.code : parenthesized(extras.code), comments });
      changed ||= extras.changed;
      continue;
    }
    const initializer = propertyValue(member);
    if (!member.name || !initializer) return undefined;
    const key = nameText(member.name);
    // A key that uses the parameters of a v1 callback has no place in an object.
    if (key === undefined && usesParameters(member.name, context)) return undefined;
    const name = key ?? member.name.getText();
    const isMigrated = isFunction(unwrap(initializer));
    checkName(name, initializer, property, context);
    changed ||= !isMigrated;
    const value = isMigrated ? source(initializer) : extraCode(name, initializer, property, context, style, project);
    entries.push({ kind: 'property', name, computed: key === undefined, value, comments });
  }
  return { code: { kind: 'object', entries }, changed };
}

function isSimple({ body }: FunctionNode): boolean {
  return body !== undefined && (!ts.isBlock(body) || body.statements.length === 1);
}

/** Whether an expression needs no parentheses after `...`: a name, a member access or a call. */
function isWord(node: ts.Node): boolean {
  return ts.isIdentifier(node) || ts.isCallExpression(node) || ts.isPropertyAccessExpression(node);
}

/**
 * Fails the query when the text of its `orderBy` names an extra, as in `` orderBy: sql`total desc` ``, and that name
 * stops working: v2 names an extra by its key instead of its `.as()`, and beside a `with` it orders where the extra is
 * not selected yet.
 */
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

/** The first template part or string literal below `node` that contains `name` as a word of its own. */
function textNaming(name: string, node: ts.Node): ts.Node | undefined {
  const isText = ts.isTemplateLiteralToken(node) || ts.isStringLiteral(node);
  const word = new RegExp(String.raw`(?<![\w.])${escapeRegExp(name)}(?!\w)`);
  if (isText && word.test(node.text)) return node;
  return ts.forEachChild(node, (child) => textNaming(name, child));
}

/**
 * The v2 value of one extra. SQL written in place becomes a callback over `t` with its columns re-bound; SQL that comes
 * from elsewhere is re-aliased when the query runs, by `mapColumnsInSQLToAlias` or `mapColumnsInAliasedSQLToAlias`.
 */
function extraCode(
  name: string,
  node: ts.Expression,
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  style: Style,
  project: Project,
): CodeEntry['value'] {
  const sqlNode = withoutAlias(node);
  if (/\.mapWith\s*\(/.test(sqlNode.getText())) project.changes.report('RQB_EXTRAS_DECODER', sqlNode, { name });
  const root = rootOf(sqlNode);
  if (/\bselect\b/i.test(textOf(sqlNode, context)) && isReadOtherwise(root, property, context))
    project.changes.report('RQB_EXTRAS_SUBQUERY', sqlNode, { name });
  if (ts.isTaggedTemplateExpression(root) && !hasForeignSql(sqlNode, context))
    return rawCallback(sqlNode, { ...context, inExtra: true }, style, '', typeOfAlias(node, root));
  context.used('fallback');
  // v1 accepted only aliased SQL: a value without `.as()` here is an `SQL.Aliased` that was built elsewhere.
  if (sqlNode !== unwrap(node)) return typedAs(rootOf(sqlNode), aliasCallback(sqlNode, context, style));
  const code = aliasCallback(sqlNode, context, style, '', 'mapColumnsInAliasedSQLToAlias');
  const type = context.javascript ? undefined : typeOf(sqlNode);
  // `mapColumnsInAliasedSQLToAlias` returns `SQL.Aliased` without the value's type.
  return code.kind === 'arrow' && type !== undefined
    ? { ...code, body: { kind: 'sequence', parts: [code.body, text(` as ${type}`)] } }
    : code;
}

/** The text of SQL, or of the initializer or function body that a name or call stands for. */
function textOf(node: ts.Expression, { evaluator, env }: QueryContext): string {
  const value = evaluator.evaluate(node, env);
  return (value.kind === 'expression' ? value.node : node).getText();
}

/**
 * Wraps re-aliased SQL in a template of the original type, `` sql<string>`${…}` ``, because `mapColumnsInSQLToAlias`
 * loses the type argument of the template.
 */
function typedAs(template: ts.Node, code: Code): Code {
  const isTyped = ts.isTaggedTemplateExpression(template) && template.typeArguments !== undefined;
  if (!isTyped || code.kind !== 'arrow') return code;
  const head = template.getText().slice(0, template.template.getStart() - template.getStart());
  return { ...code, body: { kind: 'sequence', parts: [text(`${head}\`\${`), code.body, text('}`')] } };
}

/**
 * The type of a named value as text: `typeof total`, or `ReturnType<typeof total>` for a call. `undefined` otherwise.
 */
function typeOf(node: ts.Expression): string | undefined {
  if (ts.isCallExpression(node)) {
    const fn = typeOf(node.expression);
    return fn && `ReturnType<${fn}>`;
  }
  const isNamed =
    ts.isIdentifier(node) || (ts.isPropertyAccessExpression(node) && typeOf(node.expression) !== undefined);
  return isNamed ? `typeof ${node.getText()}` : undefined;
}

/**
 * Moves the type argument of the `.as()` that is cut to the tag: `` sql`…`.as<number>('x') `` → `` sql<number>`…` ``.
 * Empty when the tag has a type argument already.
 */
function typeOfAlias(node: ts.Expression, { tag, typeArguments }: ts.TaggedTemplateExpression): Insertion[] {
  const call = unwrap(node);
  const type = ts.isCallExpression(call) && !typeArguments ? call.typeArguments?.[0] : undefined;
  return type ? [{ position: tag.end, text: `<${type.getText()}>` }] : [];
}

/** The expression before the last `.as()`: `sql…` of `sql….as('x')`; the expression itself when there is none. */
function withoutAlias(node: ts.Expression): ts.Expression {
  const inner = unwrap(node) as ts.Expression;
  const isAlias =
    ts.isCallExpression(inner) &&
    ts.isPropertyAccessExpression(inner.expression) &&
    inner.expression.name.text === 'as';
  return isAlias ? (inner.expression as ts.PropertyAccessExpression).expression : inner;
}

/** What a chain of method calls starts with: the tagged template of `` sql`…`.mapWith(Number).as('x') ``. */
function rootOf(node: ts.Expression): ts.Node {
  let current: ts.Node = unwrap(node);
  while (ts.isCallExpression(current) && ts.isPropertyAccessExpression(current.expression))
    current = unwrap(current.expression.expression);
  return current;
}
