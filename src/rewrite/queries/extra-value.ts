import { ts } from '../../ts.cts';
import { text, type Code, type CodeItem } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import { usesOuterSql } from '../../filter/callbacks/callback-sql.ts';
import { commentsOfStatement } from '../../filter/comments.ts';
import type { QueryContext } from '../../filter/context.ts';
import type { Insertion } from '../../filter/insertion.ts';
import { checkMovable } from '../../filter/parse/sql-filter.ts';
import { checkOuterSql, hasForeignSql } from '../../filter/sql/outer-sql.ts';
import { aliasCallback, ownTableName, parametersOf, rawCallback } from '../../filter/sql/raw.ts';
import { freshName, rebindAll } from '../../filter/sql/rebind.ts';
import { propertyValue, unwrap, type FunctionNode } from '../../read/syntax/syntax.ts';
import type { Project } from '../project.ts';
import { isReadOtherwise } from './extras-subquery.ts';
import type { Constant, Constants } from './extras-constants.ts';

/** Where an extra stands. */
export interface ExtrasPlace {
  /** The `extras` member of the query. */
  property: ts.ObjectLiteralElementLike;
  project: Project;
  /** The constants of the v1 callback that returns the extras, when it has some. */
  constants: Constants | undefined;
}

/**
 * The v2 value of one extra. SQL written in place becomes a callback over `t` with its columns re-bound; SQL that comes
 * from elsewhere is re-aliased when the query runs, by `mapColumnsInSQLToAlias` or `mapColumnsInAliasedSQLToAlias`. The
 * constants of the v1 callback that the extra needs go into its own callback.
 *
 * @param member the member of the object that gives it
 * @param value its v1 value, with a constant of the callback followed (`Constants.follow`)
 * @returns the value, and the comments of constants that it takes the place of; `undefined` when a constant that is
 *   needed cannot move
 */
export function extraCode(
  name: string,
  member: ts.ObjectLiteralElementLike,
  value: ts.Expression,
  context: QueryContext,
  place: ExtrasPlace,
): { value: Code; comments: string[] } | undefined {
  const { constants } = place;
  const sqlNode = constants?.follow(withoutAlias(value)) ?? withoutAlias(value);
  const needed = constants?.neededBy(sqlNode) ?? [];
  const given = propertyValue(member)!;
  const followed = [given, withoutAlias(value)].flatMap((node) => constants?.followed(node) ?? []);
  constants?.take(member, [...followed, ...needed]);
  const code = valueCode({ name, value, sqlNode, needed }, context, place);
  return code && { value: code, comments: [...new Set(followed)].flatMap(commentsOfConstant) };
}

/** An extra: its key, its v1 value, the SQL in that without `.as()`, and the constants that it needs. */
interface Extra {
  name: string;
  value: ts.Expression;
  sqlNode: ts.Expression;
  needed: readonly Constant[];
}

/** The v2 value of an extra; see `extraCode`. */
function valueCode(
  { name, value, sqlNode, needed }: Extra,
  context: QueryContext,
  { property, project, constants }: ExtrasPlace,
): Code | undefined {
  const style = project.styleOf(value.getSourceFile().fileName);
  const isAliased = withoutAlias(value) !== unwrap(value);
  if (/\.mapWith\s*\(/.test(sqlNode.getText())) project.changes.report('RQB_EXTRAS_DECODER', sqlNode, { name });
  checkMovable(sqlNode, context);
  const root = rootOf(sqlNode);
  const written = [sqlNode, ...needed.map(({ initializer }) => initializer)];
  const isOther = written.some(
    (part) => /\bselect\b/i.test(textOf(part, context)) && isReadOtherwise(rootOf(part), property, context),
  );
  if (isOther) project.changes.report('RQB_EXTRAS_SUBQUERY', sqlNode, { name });
  if (constants && needed.length > 0) {
    // v1 printed the name of an aliased constant in other SQL, which no database knows there.
    const isPlain = isAliased && !needed.some(({ initializer }) => withoutAlias(initializer) !== unwrap(initializer));
    return isPlain ? blockCode(sqlNode, value, needed, constants, context, style) : undefined;
  }
  if (ts.isTaggedTemplateExpression(root) && !hasForeignSql(sqlNode, context))
    return rawCallback(sqlNode, { ...context, inExtra: true }, style, '', typeOfAlias(value, root));
  context.used('fallback');
  checkOuterSql(sqlNode, context);
  const checked = { ...context, outerChecked: true };
  // v1 accepted only aliased SQL: a value without `.as()` here is an `SQL.Aliased` that was built elsewhere.
  if (isAliased) return ofType(root, aliasCallback(sqlNode, checked, style));
  const code = aliasCallback(sqlNode, checked, style, '', 'mapColumnsInAliasedSQLToAlias');
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
 * The callback of an extra with the constants that it needs in its body:
 * `` (t, { sql }) => { const full = sql`…`; return sql`upper(${full})`; } ``.
 *
 * @param value the v1 value, whose `.as()` may have a type argument
 */
function blockCode(
  sqlNode: ts.Expression,
  value: ts.Expression,
  needed: readonly Constant[],
  constants: Constants,
  context: QueryContext,
  style: Style,
): Code {
  const { callback, body } = constants;
  const written = [...needed.map(({ initializer }) => initializer), sqlNode];
  const isForeign = written.some((part) => usesOuterSql(part, context, body));
  const own = isForeign ? context : { ...context, inExtra: true };
  const root = rootOf(sqlNode);
  const types = ts.isTaggedTemplateExpression(root) ? typeOfAlias(value, root) : [];
  const { pieces, tableName, operators, usesTable } = rebindAll(written, own, style, tableNameOf(callback), types);
  const semicolon = style.semicolon ? ';' : '';
  const statements = needed.map((constant, index): CodeItem => {
    const head = { start: constant.getStart(), end: constant.initializer.getStart() };
    const declared: Code = { kind: 'source', node: constant, pieces: [head, ...pieces[index]!] };
    return {
      value: { kind: 'sequence', parts: [text('const '), declared, text(semicolon)] },
      comments: commentsOfConstant(constant),
    };
  });
  const result: Code = { kind: 'source', node: sqlNode, pieces: pieces.at(-1)! };
  const returned = isForeign ? realiased(result, root, tableName, context) : result;
  const last = { value: { kind: 'sequence', parts: [text('return '), returned, text(semicolon)] } } as const;
  const isAlone = operators === undefined && !usesTable && !isForeign;
  const parameters = isAlone ? '()' : parametersOf(body, tableName, operators, context, style);
  return { kind: 'arrow', parameters, body: { kind: 'block', statements: [...statements, last] } };
}

/** The name of the table in the callback of a key; `_` in the v1 callback is meant to be unused. */
function tableNameOf(callback: FunctionNode): string {
  const name = ownTableName(callback);
  return /^_+$/.test(name) ? freshName(callback) : name;
}

/** SQL re-aliased where it is returned, with the type of the template it starts with. */
function realiased(code: Code, template: ts.Node, table: string, context: QueryContext): Code {
  context.used('fallback');
  const map = context.need('mapColumnsInSQLToAlias');
  const alias = text(`${context.need('getTableName')}(${table})`);
  return typedAs(template, { kind: 'call', callee: [map], args: [code, alias] });
}

/** The comments of the statement that declares a constant, which go with the first one of it. */
function commentsOfConstant(constant: Constant): string[] {
  const { parent } = constant;
  const isFirst = ts.isVariableDeclarationList(parent) && parent.declarations[0] === constant;
  return isFirst ? commentsOfStatement(parent.parent as ts.Statement) : [];
}

/** A callback that returns re-aliased SQL, with the type of the template that this SQL starts with. */
function ofType(template: ts.Node, code: Code): Code {
  return code.kind === 'arrow' ? { ...code, body: typedAs(template, code.body) } : code;
}

/**
 * Wraps re-aliased SQL in a template of the original type, `` sql<string>`${…}` ``, because `mapColumnsInSQLToAlias`
 * loses the type argument of the template.
 */
function typedAs(template: ts.Node, code: Code): Code {
  const isTyped = ts.isTaggedTemplateExpression(template) && template.typeArguments !== undefined;
  if (!isTyped) return code;
  const head = template.getText().slice(0, template.template.getStart() - template.getStart());
  return { kind: 'sequence', parts: [text(`${head}\`\${`), code, text('}`')] };
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
export function withoutAlias(node: ts.Expression): ts.Expression {
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
