import { ts } from 'ts-morph';
import { contextAt, layOut, text, type Code } from '../edits/layout.ts';
import type { QueryContext } from '../filter/context.ts';
import { parseFilter } from '../filter/parse.ts';
import { filterCode } from '../filter/print.ts';
import { blockCallback, foreignCallback } from '../filter/raw.ts';
import { isFunction, unwrap } from '../read/syntax.ts';
import type { Project } from './project.ts';
import { enterCallback, type SiteUse } from './query-context.ts';

/** Rewrites a `where` member: value, callback, method or shorthand. */
export function rewriteWhere(
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  project: Project,
  use: SiteUse,
): void {
  const path = property.getSourceFile().fileName;
  const style = project.styleOf(path);
  const source = property.getSourceFile().text;
  if (ts.isPropertyAssignment(property)) {
    const value = property.initializer;
    if (isFilterObject(value)) return;
    const code = whereCode(value, context, project);
    if (isUnchanged(code, value)) return;
    const start = value.getStart();
    project.changes.replace(path, start, value.end, ...layOut(code, contextAt(source, start, style)));
  } else if (ts.isShorthandPropertyAssignment(property)) {
    const code = whereCode(property.name, context, project);
    if (isUnchanged(code, property.name)) return;
    const start = property.getStart();
    const layout = contextAt(source, start, style);
    project.changes.replace(
      path,
      start,
      property.end,
      'where: ',
      ...layOut(code, { ...layout, column: layout.column + 7 }),
    );
  } else if (ts.isMethodDeclaration(property)) {
    const start = property.getStart();
    const layout = contextAt(source, start, style);
    const code = callbackCode(property, context, project);
    project.changes.replace(
      path,
      start,
      property.end,
      'where: ',
      ...layOut(code, { ...layout, column: layout.column + 7 }),
    );
  } else {
    project.changes.report('RQB_CONFIG_OPAQUE', property, { part: '`where`' });
    use.failed = true;
  }
}

/** An object literal is no v1 condition: it is a v2 filter already. */
function isFilterObject(node: ts.Expression): boolean {
  return ts.isObjectLiteralExpression(unwrap(node));
}

function isUnchanged(code: Code, node: ts.Node): boolean {
  const [piece, ...rest] = code.kind === 'text' ? code.pieces : [];
  return rest.length === 0 && typeof piece === 'object' && piece.start === node.getStart() && piece.end === node.end;
}

function whereCode(node: ts.Expression, context: QueryContext, project: Project): Code {
  const inner = unwrap(node) as ts.Expression;
  if (isFunction(inner)) return callbackCode(inner, context, project);
  const style = project.styleOf(node.getSourceFile().fileName);
  if (isConditionOfCallbacks(inner)) {
    const { condition, whenTrue, whenFalse } = inner;
    const branches = [whenTrue, whenFalse].map((branch) => whereCode(branch, context, project)) as [Code, Code];
    const test = [{ start: condition.getStart(), end: condition.end }];
    return { kind: 'conditional', test, whenTrue: branches[0], whenFalse: branches[1] };
  }
  if (ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner)) {
    const value = context.evaluator.evaluate(inner, context.env);
    if (value.kind === 'expression' && isFunction(value.node)) {
      context.used('fallback');
      return { kind: 'object', entries: [{ kind: 'property', name: 'RAW', value: foreignCallback(inner, context) }] };
    }
    if (value.kind === 'expression' && ts.isObjectLiteralExpression(value.node)) {
      return text({ start: node.getStart(), end: node.end });
    }
  }
  return filterCode(parseFilter(inner, context), context, style);
}

function isConditionOfCallbacks(node: ts.Expression): node is ts.ConditionalExpression {
  if (!ts.isConditionalExpression(node)) return false;
  return [node.whenTrue, node.whenFalse].some((branch) => isFunction(unwrap(branch)) || isFilterObject(branch));
}

function callbackCode(fn: ts.Node, outer: QueryContext, project: Project): Code {
  if (!isFunction(fn)) throw new Error('not a callback');
  const context = enterCallback(fn, outer);
  const style = project.styleOf(fn.getSourceFile().fileName);
  const { body } = fn;
  if (body && ts.isBlock(body)) {
    const [only, ...rest] = body.statements;
    if (rest.length > 0 || !only || !ts.isReturnStatement(only)) {
      context.used('raw');
      context.report('RQB_FILTER_RAW', fn);
      return { kind: 'object', entries: [{ kind: 'property', name: 'RAW', value: blockCallback(fn, context, style) }] };
    }
    return only.expression
      ? filterCode(parseFilter(only.expression, context), context, style)
      : { kind: 'object', entries: [] };
  }
  return body
    ? filterCode(parseFilter(body as ts.Expression, context), context, style)
    : { kind: 'object', entries: [] };
}
