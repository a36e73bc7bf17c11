import { type Code, text } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { isAsConst, isFunction, unwrap, type FunctionNode } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { assertions } from '../values/assertions.ts';
import { columnOf, type QueryContext } from '../context.ts';
import type { Insertion } from '../insertion.ts';
import { argumentCode } from '../operands.ts';
import { freshName, rebind, usesParameters } from './rebind.ts';
import { isBuilderCall, isCount } from './sql-text.ts';
import { isQuery } from '../query-call.ts';
import { isUntyped } from './untyped.ts';
import { isRawText, operatorOf } from '../values/operators.ts';

/**
 * A callback for `RAW`, `orderBy` or extras that returns the given SQL, with its columns re-bound to the callback's
 * table: `` sql`lower(${users.name})` `` becomes `` (t) => sql`lower(${t.name})` ``.
 *
 * @param suffix code behind the SQL, such as `!`
 * @param insertions further changes to make in the SQL
 */
export function rawCallback(
  node: ts.Node,
  context: QueryContext,
  style: Style,
  suffix = '',
  insertions: readonly Insertion[] = [],
): Code {
  const { pieces, operators, tableName, usesTable } = rebind(node, context, style, undefined, [
    ...assertions(node, context),
    ...insertions,
  ]);
  const isAlone = operators === undefined;
  const parameters = isAlone && !usesTable ? '()' : parametersOf(node, tableName, operators, context, style);
  const body = callCode(node, context, style, tableName) ?? { kind: 'source', node, pieces };
  return { kind: 'arrow', parameters, body: suffix ? { kind: 'sequence', parts: [body, text(suffix)] } : body };
}

/** The callback for a boolean column that is a condition by itself: `` (t) => sql`${t.active}` ``. */
export function columnCallback(node: ts.Node, context: QueryContext, style: Style): Code {
  const callback = rawCallback(node, context, style);
  if (callback.kind !== 'arrow') return callback;
  const parts: Code[] = [text(`${context.need('sql')}\`\${`), callback.body, text('}`')];
  return { ...callback, body: { kind: 'sequence', parts } };
}

/**
 * The value of `RAW`: the SQL itself when it refers to nothing of the query, as `` sql`true` `` does, otherwise a
 * callback.
 */
export function rawValue(node: ts.Node, context: QueryContext, style: Style, suffix = ''): Code {
  const callback = rawCallback(node, context, style, suffix);
  // Before 1.0.0-rc.5, TypeScript cannot type the callbacks in lists such as `[{ RAW: (t) => … }, { RAW: () => … }]`.
  const isPlain = callback.kind === 'arrow' && callback.parameters === '()' && suffix === '';
  return isPlain && isNeverUndefined(node, context) && !columnElsewhere(node, context) ? callback.body : callback;
}

/**
 * Finds a column in SQL, outside of subqueries, that the queried table does not have. v1 re-aliased it to the queried
 * table and the query failed; it fails in v2, too.
 *
 * @returns the column; undefined when there is none
 */
export function columnElsewhere(node: ts.Node, context: QueryContext): ts.PropertyAccessExpression | undefined {
  const visit = (child: ts.Node): ts.PropertyAccessExpression | undefined => {
    if (isBuilderCall(child) || isCount(child)) return undefined;
    const isElsewhere =
      ts.isPropertyAccessExpression(child) &&
      context.evaluator.evaluate(child, context.env).kind === 'column' &&
      !columnOf(child, context);
    return isElsewhere ? child : ts.forEachChild(child, visit);
  };
  return visit(node);
}

/**
 * Whether SQL is never undefined: a template, or an operator other than `and` and `or`, which drop undefined members.
 */
function isNeverUndefined(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isTaggedTemplateExpression(inner) || isRawText(inner, context)) return true;
  const operator = ts.isCallExpression(inner) ? operatorOf(inner, context) : undefined;
  return operator !== undefined && operator !== 'and' && operator !== 'or';
}

/**
 * A call that stands on several lines, as code to lay out again, because it may fit on one line now. Undefined for a
 * call that is kept as it is: on one line, or with comments or arguments of several lines.
 */
function callCode(node: ts.Node, context: QueryContext, style: Style, tableName: string): Code | undefined {
  const isOpen = ts.isCallExpression(node) && node.arguments.length > 0 && node.getText().includes('\n');
  if (!isOpen || !/^[\w$.]+$/.test(node.expression.getText())) return undefined;
  if (node.arguments.some((argument) => /\n|\/[/*]/.test(argument.getFullText().trim()))) return undefined;
  const args = node.arguments.map((argument): Code => {
    const { pieces } = rebind(argument, context, style, tableName, assertions(argument, context));
    return { kind: 'source', node: argument, pieces };
  });
  const callee = { start: node.expression.getStart(), end: node.expression.end };
  return { kind: 'call', callee: [callee], args };
}

/**
 * The re-alias fallback for SQL that is built elsewhere: `(t) => mapColumnsInSQLToAlias(condition, getTableName(t))`.
 * It does at run time what v1 did by itself: give every column the alias of this level, which `getTableName(t)`
 * returns.
 *
 * @param suffix code behind the SQL, such as `!`
 * @param map the function to use; the other one is for SQL with `.as(…)`
 */
export function aliasCallback(
  node: ts.Node,
  context: QueryContext,
  style: Style,
  suffix = '',
  map: 'mapColumnsInSQLToAlias' | 'mapColumnsInAliasedSQLToAlias' = 'mapColumnsInSQLToAlias',
): Code {
  const callee = context.need(map);
  const name = context.need('getTableName');
  // SQL that uses parameters of the v1 callback needs a callback whose parameters have the same names.
  const own = usesParameters(node, context) ? undefined : freshName(node);
  const { pieces, operators, tableName } = rebind(node, context, style, own, assertions(node, context));
  const parameters = parametersOf(node, tableName, operators, context, style);
  const expression = argumentCode(node, { kind: 'source', node, pieces }, suffix);
  const body: Code = { kind: 'call', callee: [callee], args: [expression, text(`${name}(${tableName})`)] };
  return { kind: 'arrow', parameters, body };
}

/**
 * The parameter list of a new callback: `(t)`, or `(t, { eq })` when operators are used; with types where none are
 * inferred.
 */
export function parametersOf(
  node: ts.Node,
  table: string,
  operators: string | undefined,
  context: QueryContext,
  style: Style,
): string {
  if (operators === undefined) return tableParameter(node, table, context, style);
  if (isUntyped(node, context)) return `(${table}: any, ${operators}: any)`;
  const type = ownType(node, context);
  return type ? `(${table}: ${type}, ${operators}: any)` : `(${table}, ${operators})`;
}

/**
 * The parameter list of a callback that uses the table only. Outside of a query no type is inferred:
 * `(t: typeof users)`.
 */
export function tableParameter(node: ts.Node, name: string, context: QueryContext, style: Style): string {
  if (isUntyped(node, context)) return `(${name}: any)`;
  const type = ownType(node, context);
  return type ? `(${name}: ${type})` : parenthesize(name, style);
}

/** The type that a callback's table must be given; undefined where one is inferred. */
function ownType(node: ts.Node, context: QueryContext): string | undefined {
  if (context.javascript || !(context.hoisted || isInConstant(node))) return undefined;
  return tableExpression(node, context) ?? 'any';
}

/**
 * Whether a condition stands in `const … = { … } as const`, or in one that a function returns, where literals keep their
 * types but callbacks get none, those in `list.map((item) => …)` included.
 */
function isInConstant(node: ts.Node): boolean {
  const asserted = ts.findAncestor(node, (outer) => {
    if ((ts.isFunctionLike(outer) && !ts.isCallExpression(outer.parent)) || isQuery(outer)) return 'quit';
    return isAsConst(outer);
  });
  return asserted !== undefined && hasNoContext(asserted);
}

/** Whether nothing says what type an expression should have: a constant or the result of a function without a type. */
function hasNoContext({ parent }: ts.Node): boolean {
  if (ts.isParenthesizedExpression(parent)) return hasNoContext(parent);
  if (ts.isVariableDeclaration(parent)) return !parent.type;
  const fn = ts.isReturnStatement(parent) ? ts.findAncestor(parent, ts.isFunctionLike) : parent;
  if (!fn || !isFunction(fn) || fn.type) return false;
  return ts.isFunctionDeclaration(fn) || ts.isMethodDeclaration(fn) || hasNoContext(fn);
}

/** The type of the table's parameter, `typeof users`, when the SQL refers to the table by a name of the file. */
function tableExpression(node: ts.Node, context: QueryContext): string | undefined {
  const visit = (child: ts.Node): string | undefined => {
    if (ts.isPropertyAccessExpression(child)) {
      const owner = context.evaluator.evaluate(child.expression, context.env);
      const isOwn = owner.kind === 'table' && isSameTable(owner.table, context.table);
      if (isOwn && !context.callback && columnOf(child, context)) return `typeof ${child.expression.getText()}`;
    }
    return ts.forEachChild(child, visit);
  };
  return visit(node);
}

/**
 * The name of a v1 callback's table parameter in v2: its own, or a new one where the parameter is destructured or
 * missing.
 */
export function ownTableName(fn: FunctionNode): string {
  const [first] = fn.parameters;
  return first && ts.isIdentifier(first.name) ? first.name.text : freshName(fn);
}

/** A v1 callback with its body kept and its columns re-bound; v2 passes it the table and the operators, as v1 did. */
export function callbackOf(
  fn: FunctionNode,
  context: QueryContext,
  style: Style,
  insertions: readonly Insertion[],
): Code {
  const { pieces } = rebind(fn.body!, context, style, ownTableName(fn), insertions);
  return text(`${ownParameters(fn, context)} => `, ...pieces);
}

/** The parameter list of a v1 callback in v2. */
export function ownParameters(fn: FunctionNode, context: QueryContext): string {
  const [, ...others] = fn.parameters.map(({ name }) => name.getText(fn.getSourceFile()));
  const type = isUntyped(fn, context) ? ': any' : '';
  return `(${[ownTableName(fn), ...others].map((name) => name + type).join(', ')})`;
}

/** The only parameter of an arrow function, `(t)` or `t` as the style of the file wants it. */
export function parenthesize(name: string, style: Style): string {
  return style.arrowParens ? `(${name})` : name;
}
