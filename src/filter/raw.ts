import { type Code, text } from '../edits/code.ts';
import type { Style } from '../edits/style.ts';
import { isSameTable } from '../read/same-table.ts';
import { declarationOf } from '../read/scope.ts';
import { isAccess, isAssignment, unwrap, type FunctionNode } from '../read/syntax.ts';
import { ts } from '../ts.cts';
import { assertions } from './assertions.ts';
import { columnOf, type QueryContext } from './context.ts';
import type { Insertion } from './insertion.ts';
import { freshName, rebind, usesParameters } from './rebind.ts';
import { isBuilderCall } from './sql-text.ts';
import { calledFunction, isOperator } from './values.ts';

/** A `RAW` (or `orderBy`, or extras) callback: the given SQL with this level's columns re-bound to the callback's table. */
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

/** A column that is a condition by itself, as SQL. */
export function columnCallback(node: ts.Node, context: QueryContext, style: Style): Code {
  const callback = rawCallback(node, context, style);
  if (callback.kind !== 'arrow') return callback;
  const parts: Code[] = [text(`${context.need('sql')}\`\${`), callback.body, text('}`')];
  return { ...callback, body: { kind: 'sequence', parts } };
}

/** SQL for `RAW`: as it is when it names nothing of the query, else a callback. */
export function rawValue(node: ts.Node, context: QueryContext, style: Style, suffix = ''): Code {
  const callback = rawCallback(node, context, style, suffix);
  // Before 1.0.0-rc.5 a callback without parameters takes the types from those of the callbacks beside it.
  const isPlain = callback.kind === 'arrow' && callback.parameters === '()' && suffix === '';
  return isPlain && isNeverUndefined(node, context) && !columnElsewhere(node, context) ? callback.body : callback;
}

/**
 * A column in SQL that the queried table does not have, outside of subqueries: v1 looked for it in the queried table and
 * the query failed, as it does in v2.
 */
export function columnElsewhere(node: ts.Node, context: QueryContext): ts.PropertyAccessExpression | undefined {
  const visit = (child: ts.Node): ts.PropertyAccessExpression | undefined => {
    if (isBuilderCall(child)) return undefined;
    const isElsewhere =
      ts.isPropertyAccessExpression(child) &&
      context.evaluator.evaluate(child, context.env).kind === 'column' &&
      !columnOf(child, context);
    return isElsewhere ? child : ts.forEachChild(child, visit);
  };
  return visit(node);
}

/** A template, or an operator other than those that leave out undefined members. */
function isNeverUndefined(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isTaggedTemplateExpression(inner)) return true;
  const operator = ts.isCallExpression(inner) ? isOperator(inner, context) : undefined;
  return operator !== undefined && operator !== 'and' && operator !== 'or';
}

/** A call that stands on several lines, to be laid out anew: it may fit on one now. */
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

/** The re-alias fallback: `(t) => mapColumnsInSQLToAlias(expr, getTableName(t))`, correct for SQL of any origin. */
export function aliasCallback(
  node: ts.Node,
  context: QueryContext,
  style: Style,
  suffix = '',
  map: 'mapColumnsInSQLToAlias' | 'mapColumnsInAliasedSQLToAlias' = 'mapColumnsInSQLToAlias',
): Code {
  const callee = context.need(map);
  const name = context.need('getTableName');
  // What the v1 callback was given must still be called the same.
  const own = usesParameters(node, context) ? undefined : freshName(node);
  const { pieces, operators, tableName } = rebind(node, context, style, own, assertions(node, context));
  const parameters = parametersOf(node, tableName, operators, context, style);
  const expression: Code = { kind: 'sequence', parts: [{ kind: 'source', node, pieces }, text(suffix)] };
  const body: Code = { kind: 'call', callee: [callee], args: [expression, text(`${name}(${tableName})`)] };
  return { kind: 'arrow', parameters, body };
}

/** The parameters of a callback with SQL; outside of a query they are typed. */
export function parametersOf(
  node: ts.Node,
  table: string,
  operators: string | undefined,
  context: QueryContext,
  style: Style,
): string {
  if (operators === undefined) return tableParameter(node, table, context, style);
  return isUntyped(node, context) ? `(${table}: any, ${operators}: any)` : `(${table}, ${operators})`;
}

/** The first parameter; outside of a query nothing tells its type, so it is written down. */
export function tableParameter(node: ts.Node, name: string, context: QueryContext, style: Style): string {
  if (isUntyped(node, context)) return `(${name}: any)`;
  if (context.javascript || !(context.hoisted || isInConstant(node))) return parenthesize(name, style);
  return `(${name}: ${tableExpression(node, context) ?? 'any'})`;
}

/** Whether nothing gives callbacks types where a condition stands: a query on an `any`, or a configuration that is one. */
function isUntyped(node: ts.Node, context: QueryContext): boolean {
  if (context.javascript) return false;
  const query = ts.findAncestor(node, isQuery);
  if (query && ts.isCallExpression(query) && isCast(query.expression)) return true;
  for (let child = node; child.parent && child.parent !== query; child = child.parent) {
    const { parent } = child;
    if (isAssertion(parent) && !ts.isConstTypeReference(parent.type)) return isLoose(parent.type);
    if (ts.isVariableDeclaration(parent)) return isLoose(parent.type);
    const fn = ts.isCallExpression(parent) ? calledFunction(parent, context) : undefined;
    if (fn)
      return isLoose(fn.parameters[(parent as ts.CallExpression).arguments.indexOf(child as ts.Expression)]?.type);
    if (isAssignment(parent)) return isMemberOfLoose(parent.left);
    if (ts.isFunctionLike(parent) || ts.isSatisfiesExpression(parent)) return false;
  }
  return false;
}

/** `db as any`, and what is taken from it. */
function isCast(node: ts.Expression): boolean {
  if (isAssertion(node)) return node.type.kind === ts.SyntaxKind.AnyKeyword;
  const isPart = isAccess(node) || ts.isParenthesizedExpression(node) || ts.isNonNullExpression(node);
  return isPart && isCast(node.expression);
}

function isAssertion(node: ts.Node): node is ts.AsExpression | ts.TypeAssertion {
  return ts.isAsExpression(node) || ts.isTypeAssertionExpression(node);
}

/** `any`, `unknown`, `Record<string, any>` and the like: they say nothing of the functions in an object. */
function isLoose(type: ts.TypeNode | undefined): boolean {
  return /^(?:any|unknown|never|object|\{\s*\}|Record<\s*string,\s*(?:any|unknown)\s*>)$/.test(type?.getText() ?? '');
}

/** `config.where`, of a variable that is declared as `any`. */
function isMemberOfLoose(node: ts.Expression): boolean {
  const declaration = isAccess(node) && ts.isIdentifier(node.expression) ? declarationOf(node.expression) : undefined;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && isLoose(declaration.type);
}

/** Whether a condition stands in `const … = { … } as const`: its literals keep their types, but callbacks are given none. */
function isInConstant(node: ts.Node): boolean {
  const asserted = ts.findAncestor(node, (outer) => {
    if (ts.isFunctionLike(outer) || isQuery(outer)) return 'quit';
    return ts.isAsExpression(outer) && outer.type.getText() === 'const';
  });
  return asserted !== undefined && ts.isVariableDeclaration(asserted.parent) && !asserted.parent.type;
}

function isQuery(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return /^find(?:Many|First)$/.test(node.expression.name.text);
}

/** `typeof users`, when the SQL names the table by an import or constant. */
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

/** What the first parameter of a v1 callback is called under v2. */
export function ownTableName(fn: FunctionNode): string {
  const [first] = fn.parameters;
  return first && ts.isIdentifier(first.name) ? first.name.text : freshName(fn);
}

/** A v1 callback with its body kept and its columns re-bound: v2 gives it the table and the operators, as v1 did. */
export function callbackOf(
  fn: FunctionNode,
  context: QueryContext,
  style: Style,
  insertions: readonly Insertion[],
): Code {
  const { pieces } = rebind(fn.body!, context, style, ownTableName(fn), insertions);
  return text(`${ownParameters(fn, context)} => `, ...pieces);
}

/** The parameters of a v1 callback under v2. */
export function ownParameters(fn: FunctionNode, context: QueryContext): string {
  const [, ...others] = fn.parameters.map(({ name }) => name.getText(fn.getSourceFile()));
  const type = isUntyped(fn, context) ? ': any' : '';
  return `(${[ownTableName(fn), ...others].map((name) => name + type).join(', ')})`;
}

/** The one parameter of an arrow function, in the style of the file. */
export function parenthesize(name: string, style: Style): string {
  return style.arrowParens ? `(${name})` : name;
}
