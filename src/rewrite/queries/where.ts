import { ts } from '../../ts.cts';
import { choice, text, type Code } from '../../edits/code.ts';
import type { QueryContext } from '../../filter/context.ts';
import { blockCallback, foreignCallback } from '../../filter/block-callback.ts';
import { givenFilter } from '../../filter/given-callback.ts';
import { parseStatements } from '../../filter/condition-statements.ts';
import { usesOuterSql } from '../../filter/callback-sql.ts';
import { checkOuterSql } from '../../filter/outer-sql.ts';
import { parseFilter } from '../../filter/parse.ts';
import { checkPrecedence } from '../../filter/precedence.ts';
import { filterCode } from '../../filter/print.ts';
import { isFunction, propertyValue, unwrap } from '../../read/syntax.ts';
import type { SiteUse } from '../level.ts';
import type { Project } from '../project.ts';
import { isUnderConst } from './hoisted-config.ts';
import { enterCallback } from './query-context.ts';
import { writeProperty, writeValue } from '../write-property.ts';

/** Rewrites a `where` member: value, callback, method or shorthand. */
export function rewriteWhere(
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  project: Project,
  use: SiteUse,
): void {
  if (ts.isMethodDeclaration(property))
    return writeProperty(property, 'where', callbackCode(property, context, project), project);
  const value = propertyValue(property);
  if (!value) {
    project.changes.report('RQB_CONFIG_OPAQUE', property, { part: '`where`' });
    use.failed = true;
    return;
  }
  if (isFilterObject(value)) return;
  // Below the root v1 joined the condition to that of the relation by a bare `and`.
  if (!context.isRoot) checkPrecedence(value, 'and', context);
  const mark = project.changes.mark();
  let code = whereCode(value, context, project);
  if (isUnderConst(property) && leavesConst(code)) {
    // Without its constant context a member is widened, as in a constant of its own.
    project.changes.restore(mark);
    code = writableLists(whereCode(value, { ...context, hoisted: true }, project));
  }
  if (!isUnchanged(code, value)) writeProperty(property, 'where', code, project);
}

/** Rewrites the condition of `config.where = …`. */
export function rewriteAssignedWhere(value: ts.Expression, context: QueryContext, project: Project): void {
  if (isFilterObject(value)) return;
  const code = whereCode(value, context, project);
  if (!isUnchanged(code, value)) writeValue(value, code, project);
}

/** An object literal is no v1 condition: it is a v2 filter already, and so is a choice between such. */
function isFilterObject(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return isFilterObject(inner.whenTrue) && isFilterObject(inner.whenFalse);
  return ts.isObjectLiteralExpression(inner);
}

/** Whether parts of the code are no part of an `as const` around them, or lists, which it makes read-only: v2 takes none. */
function leavesConst(code: Code): boolean {
  switch (code.kind) {
    case 'array':
    case 'conditional':
      return true;
    case 'object':
      return code.entries.some(({ kind, value }) => kind === 'spread' || leavesConst(value));
    case 'sequence':
      return code.parts.some(leavesConst);
    case 'source':
      return ts.isArrayLiteralExpression(unwrap(code.node));
    default:
      return false;
  }
}

/** The same code whose lists are no part of the `as const` around them: `[1, 2] satisfies number[]` can be written to. */
function writableLists(code: Code): Code {
  switch (code.kind) {
    case 'array': {
      // Filters, or values that are written narrow.
      const isOfValues = code.items.some(({ value }) => value.kind === 'text');
      return { kind: 'sequence', parts: [code, text(` satisfies ${isOfValues ? 'unknown' : 'object'}[]`)] };
    }
    case 'object':
      return { ...code, entries: code.entries.map((entry) => ({ ...entry, value: writableLists(entry.value) })) };
    case 'sequence':
      return { ...code, parts: code.parts.map(writableLists) };
    case 'conditional':
      return { ...code, whenTrue: writableLists(code.whenTrue), whenFalse: writableLists(code.whenFalse) };
    case 'source': {
      const list = unwrap(code.node);
      if (!ts.isArrayLiteralExpression(list)) return code;
      return { kind: 'sequence', parts: [code, text(` satisfies ${listType(list)}[]`)] };
    }
    default:
      return code;
  }
}

/** The type of a list's members that keeps those of an enum apart. */
function listType({ elements }: ts.ArrayLiteralExpression): string {
  if (elements.length > 0 && elements.every(ts.isNumericLiteral)) return 'number';
  if (elements.length === 0 || !elements.every(ts.isStringLiteral)) return 'unknown';
  const types = [...new Set(elements.map((element) => element.getText()))].join(' | ');
  return elements.length === 1 ? types : `(${types})`;
}

function isUnchanged(code: Code, node: ts.Node): boolean {
  const [piece, ...rest] = code.kind === 'text' || code.kind === 'source' ? code.pieces : [];
  return rest.length === 0 && typeof piece === 'object' && piece.start === node.getStart() && piece.end === node.end;
}

function whereCode(node: ts.Expression, context: QueryContext, project: Project): Code {
  const inner = unwrap(node) as ts.Expression;
  if (isFunction(inner)) return callbackCode(inner, context, project);
  if (isFilterObject(inner)) return text({ start: node.getStart(), end: node.end });
  const style = project.styleOf(node.getSourceFile().fileName);
  if (isConditionOfCallbacks(inner)) {
    const { condition, whenTrue, whenFalse } = inner;
    const branches = [whenTrue, whenFalse].map((branch) => whereCode(branch, context, project)) as [Code, Code];
    return choice(condition, ...branches);
  }
  if (ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner)) {
    const value = context.evaluator.evaluate(inner, context.env);
    if (value.kind === 'expression' && isFunction(value.node)) {
      context.used('fallback');
      return { kind: 'object', entries: [{ kind: 'property', name: 'RAW', value: foreignCallback(inner, context) }] };
    }
    if (value.kind === 'expression' && isFilterObject(value.node)) {
      return text({ start: node.getStart(), end: node.end });
    }
    const given = context.givenCallback(inner);
    if (given) {
      context.used('fallback');
      context.report('RQB_FILTER_REALIASED', inner);
      return givenFilter(inner, given, context);
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
      const collected = parseStatements(body, context);
      if (collected) return filterCode(collected, context, style);
      const isForeign = usesOuterSql(body, context);
      if (isForeign) checkOuterSql(body, context);
      context.used(isForeign ? 'fallback' : 'raw');
      context.report(isForeign ? 'RQB_FILTER_REALIASED' : 'RQB_FILTER_RAW', fn);
      return {
        kind: 'object',
        entries: [{ kind: 'property', name: 'RAW', value: blockCallback(fn, context, style, isForeign) }],
      };
    }
    return only.expression
      ? filterCode(parseFilter(only.expression, context), context, style)
      : { kind: 'object', entries: [] };
  }
  return body
    ? filterCode(parseFilter(body as ts.Expression, context), context, style)
    : { kind: 'object', entries: [] };
}
