import { ts } from '../../ts.cts';
import { contextAt } from '../../edits/layout-context.ts';
import { dialectOfDriver, widensExecute } from '../../drizzle/drivers.ts';
import type { ClientCall } from '../../facts.ts';
import { objectTypesOf, writtenType } from '../../filter/values/written-type.ts';
import { nameText } from '../../read/syntax/syntax.ts';
import { looksLikeDatabase } from './internals.ts';
import type { Project } from '../project.ts';

/**
 * Adds a row type to untyped `db.execute(sql)` calls whose result is used: `db.execute<Record<string, unknown>>(sql)`.
 * In 1.0.0-rc.5 some drivers type the result so that it may be that of several statements, unless the row type is
 * given; with it, the type is the same as in 0.x.
 */
export function rewriteExecutes(project: Project): void {
  if (!project.capabilities.widensExecute || !project.scan.clients.some(({ driver }) => widensExecute(driver))) return;
  const isTypeScript = (path: string) => /\.[cm]?tsx?$/.test(path);
  for (const { ast, path } of project.mentioning(/\.execute\s*\(/, isTypeScript)) {
    if (project.changes.deleted().has(path)) continue;
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isUntypedExecute(node, project)) {
        project.changes.replace(path, node.expression.end, node.expression.end, rowType);
        breakLine(node, project);
        project.changes.report('RQB_EXECUTE_TYPE', node);
      }
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
}

/** Whether a call is `db.execute(sql)` without a type argument, on one of these drivers, with a result that is read. */
function isUntypedExecute(call: ts.CallExpression, project: Project): boolean {
  const { expression: callee, arguments: given, typeArguments, parent } = call;
  if (typeArguments || given.length !== 1 || !ts.isPropertyAccessExpression(callee)) return false;
  if (callee.name.text !== 'execute' || call.questionDotToken || !isRead(parent)) return false;
  // Others have an `execute` that takes text, too.
  const client = ts.isStringLiteralLike(given[0]!) ? clientOf(callee.expression, project) : undefined;
  if (client) return widensExecute(client.driver);
  return isSql(given[0]!, project) && isOfWideningDriver(callee.expression, project);
}

const rowType = '<Record<string, unknown>>';

/** Puts the argument on a line of its own when the call becomes too long for its line. */
function breakLine(call: ts.CallExpression, { changes, styleOf }: Project): void {
  const { text, fileName } = call.getSourceFile();
  const style = styleOf(fileName);
  const { column, indent } = contextAt(text, call.getStart(), style);
  const rest = /^[^\n\r]*/.exec(text.slice(call.end))![0];
  const length = column + call.getText().length + rowType.length + rest.trimEnd().length;
  const statement = call.arguments[0]!;
  const isCompact = statement.pos === statement.getStart() && call.end - 1 === statement.end;
  if (length <= style.width || !isCompact || ts.isArrowFunction(call.parent) || call.getText().includes('\n')) return;
  changes.replace(fileName, statement.pos, statement.pos, style.newline + indent + style.indent);
  changes.replace(fileName, statement.end, statement.end, (style.argumentComma ? ',' : '') + style.newline + indent);
}

/** Whether the result of the call is used in a place that does not give it a type itself. */
function isRead(parent: ts.Node): boolean {
  if (ts.isAwaitExpression(parent) || ts.isParenthesizedExpression(parent)) return isRead(parent.parent);
  if (ts.isVariableDeclaration(parent) || ts.isArrowFunction(parent)) return !saysRows(parent.type);
  if (ts.isReturnStatement(parent)) return !saysRows(ts.findAncestor(parent, ts.isFunctionLike)?.type);
  return !ts.isExpressionStatement(parent) && !ts.isVoidExpression(parent) && !ts.isAsExpression(parent);
}

/**
 * Whether a type annotation around the call determines the row type by inference. `any`, and `QueryResult` without type
 * arguments, do not.
 */
function saysRows(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && !/\bany\b|\bQueryResult\b(?!\s*<)/.test(type.getText());
}

/**
 * Whether an expression is SQL of drizzle-orm: a `sql` template, or a call of one of its members such as `sql.raw()`.
 */
function isSql(node: ts.Expression, { evaluator }: Project): boolean {
  const value = evaluator.evaluate(node);
  let inner: ts.Node = value.kind === 'expression' ? value.node : node;
  if (ts.isCallExpression(inner)) inner = inner.expression;
  const tag = ts.isTaggedTemplateExpression(inner)
    ? inner.tag
    : ts.isPropertyAccessExpression(inner)
      ? inner.expression
      : undefined;
  const sql = tag && evaluator.evaluate(tag);
  return sql?.kind === 'external' && sql.module.startsWith('drizzle-orm') && sql.name === 'sql';
}

/**
 * Whether an expression is a database of one of these drivers. When its client is not in sight, it must be named like a
 * database, and all clients nearby must be PostgreSQL with at least one such driver among them.
 */
function isOfWideningDriver(node: ts.Expression, project: Project): boolean {
  const { resolver, scan } = project;
  const client = clientOf(node, project);
  if (client) return widensExecute(client.driver);
  if (!looksLikeDatabase(node) || hasOwnExecute(node)) return false;
  const home = resolver.packageOf(node.getSourceFile().fileName);
  const near = scan.clients.filter(({ path }) => resolver.packageOf(path) === home);
  const isPg = ({ driver }: ClientCall) => dialectOfDriver(driver) === 'pg';
  const candidates = near.length > 0 ? near : scan.clients;
  return candidates.some(({ driver }) => widensExecute(driver)) && candidates.every(isPg);
}

/** The client that an expression is known to be. */
function clientOf(node: ts.Expression, { evaluator, scan }: Project): ClientCall | undefined {
  const value = evaluator.evaluate(node);
  return scan.clients.find((it) => value.kind === 'expression' && it.node === value.node);
}

/** Whether a receiver's type describes `execute` itself, as `{ execute(query: SQL): Promise<unknown> }` does. */
function hasOwnExecute(node: ts.Node): boolean {
  const type = writtenType(node)?.type;
  const members = type ? objectTypesOf(type).flatMap((part) => part.members) : [];
  return members.some(({ name }) => name && nameText(name) === 'execute');
}
