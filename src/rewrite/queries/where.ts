import { type Filter, withComments } from '../../filter/filter.ts';
import { ts } from '../../ts.cts';
import { choice, text, type Code } from '../../edits/code.ts';
import type { Style } from '../../edits/style.ts';
import type { QueryContext } from '../../filter/context.ts';
import { blockCallback, foreignCallback } from '../../filter/callbacks/block-callback.ts';
import { givenFilter } from '../../filter/callbacks/given-callback.ts';
import {
  calledCallback,
  heldCallback,
  mayBeCallback,
  takesOperators,
  type HeldCallback,
} from '../../filter/callbacks/held-callback.ts';
import { parseStatements } from '../../filter/parse/condition-statements.ts';
import { parseReturns } from '../../filter/parse/returned-conditions.ts';
import { usesOuterSql } from '../../filter/callbacks/callback-sql.ts';
import { checkOuterSql } from '../../filter/sql/outer-sql.ts';
import { parenthesize } from '../../filter/sql/raw.ts';
import { freshName } from '../../filter/sql/rebind.ts';
import { parseFilter, parseMember } from '../../filter/parse/parse.ts';
import { commentPrefix, commentsAround, commentsBefore } from '../../filter/comments.ts';
import { checkPrecedence } from '../../filter/sql/precedence.ts';
import { filterCode } from '../../filter/print/print.ts';
import { type FunctionNode, isAnd, isFunction, propertyValue, unwrap } from '../../read/syntax/syntax.ts';
import { mentionsRewritten } from '../conditions/late-values.ts';
import { mentionsThis } from '../conditions/object-functions.ts';
import type { SiteUse } from '../level.ts';
import type { Project } from '../project.ts';
import { isUnderConst } from './hoisted-config.ts';
import { enterCallback } from './query-context.ts';
import { failOpaque } from './opaque-config.ts';
import { writeProperty, writeValue } from '../write-property.ts';

/**
 * Rewrites a `where` member, which may be SQL, a callback, a method or a shorthand: `where: eq(users.id, 1)` →
 * `where: { id: 1 }`. v2 ignores a callback, so that every row would come back, and refuses SQL. A member without a
 * readable value is reported and sets `use.failed`.
 */
export function rewriteWhere(
  property: ts.ObjectLiteralElementLike,
  context: QueryContext,
  project: Project,
  use: SiteUse,
): void {
  // v1 joined the condition of a relation's rows to that of the relation by a bare `and`, without parentheses around
  // it.
  const checkJoined = (condition: ts.Node) => {
    if (!context.isRoot) checkPrecedence(condition, 'and', enterCallback(condition, context));
  };
  if (ts.isMethodDeclaration(property)) {
    checkJoined(property);
    return writeProperty(property, 'where', callbackCode(property, context, project), project);
  }
  const value = propertyValue(property);
  if (!value) {
    failOpaque('`where`', property, use, project);
    return;
  }
  if (isFilterObject(value)) return;
  checkJoined(unwrap(value));
  const mark = project.changes.mark();
  let code = whereCode(value, context, project);
  if (isUnderConst(property) && leavesConst(code)) {
    // These parts lose the constant context of the `as const` around them, so their literals are kept from widening as
    // in a constant of their own.
    project.changes.restore(mark);
    code = writableLists(whereCode(value, { ...context, hoisted: true }, project));
  }
  if (!isUnchanged(code, value)) writeProperty(property, 'where', code, project);
}

/** Rewrites the value of `config.where = …`. */
export function rewriteAssignedWhere(value: ts.Expression, context: QueryContext, project: Project): void {
  if (isFilterObject(value)) return;
  const code = whereCode(value, context, project);
  if (!isUnchanged(code, value)) writeValue(value, code, project);
}

/** Whether an expression is a v2 filter already: an object literal, which v1 never took, or a choice between such. */
function isFilterObject(node: ts.Node): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return isFilterObject(inner.whenTrue) && isFilterObject(inner.whenFalse);
  return ts.isObjectLiteralExpression(inner);
}

/**
 * Whether code has parts that an `as const` around it does not reach (branches, spreads), or lists, which it makes
 * read-only and v2's types then refuse.
 */
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

/** The same code with its lists exempt from the `as const` around them: `[1, 2] satisfies number[]` stays writable. */
function writableLists(code: Code): Code {
  switch (code.kind) {
    case 'array': {
      const list = literalOf(code.items.map(({ value }) => value));
      if (list) return { kind: 'sequence', parts: [code, text(` satisfies ${listType(list)}[]`)] };
      // Else the items are filters.
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

/** The array literal of values that some items are taken from as they are. */
function literalOf([first]: readonly Code[]): ts.ArrayLiteralExpression | undefined {
  const list = first?.kind === 'source' ? first.node.parent : undefined;
  return list && ts.isArrayLiteralExpression(list) ? list : undefined;
}

/**
 * The element type for `satisfies`: `('a' | 'b')` for string literals, so that they are not widened, `number`, or
 * `unknown`.
 */
function listType({ elements }: ts.ArrayLiteralExpression): string {
  if (elements.length > 0 && elements.every(ts.isNumericLiteral)) return 'number';
  if (elements.length === 0 || !elements.every(ts.isStringLiteral)) return 'unknown';
  const types = [...new Set(elements.map((element) => element.getText()))].join(' | ');
  return elements.length === 1 ? types : `(${types})`;
}

/** Whether code is nothing but the source text of a node. */
function isUnchanged(code: Code, node: ts.Node): boolean {
  const [piece, ...rest] = code.kind === 'text' || code.kind === 'source' ? code.pieces : [];
  return rest.length === 0 && typeof piece === 'object' && piece.start === node.getStart() && piece.end === node.end;
}

/**
 * The v2 filter of a v1 `where`: an object, `RAW` over `t` where an object cannot say the same, or the unchanged source
 * when it is v2's form.
 */
function whereCode(node: ts.Expression, context: QueryContext, project: Project): Code {
  const inner = unwrap(node) as ts.Expression;
  if (isFunction(inner)) return callbackCode(inner, context, project);
  if (isFilterObject(inner)) return text({ start: node.getStart(), end: node.end });
  const style = project.styleOf(node.getSourceFile().fileName);
  if (isChoiceOfForms(inner, context)) {
    const { condition, whenTrue, whenFalse } = inner;
    const branches = [whenTrue, whenFalse].map((branch) => whereCode(branch, context, project)) as [Code, Code];
    return choice(condition, ...branches);
  }
  if (isAnd(inner) && mayBeCallback(inner.right, context))
    return choice(inner.left, whereCode(inner.right, context, project), { kind: 'object', entries: [] });
  const held = heldCallback(inner, context);
  if (held && held !== 'in part') return heldFilter(inner, held, context, style);
  if (held) context.fail('RQB_CONFIG_OPAQUE', inner, { part: '`where`', origins: '' });
  if (ts.isIdentifier(inner) || ts.isPropertyAccessExpression(inner)) {
    const value = context.evaluator.evaluate(inner, context.env);
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

/** The filter that calls a v1 callback in sight, by its name or where it is chosen or made, under `RAW`. */
function heldFilter(node: ts.Expression, held: HeldCallback, context: QueryContext, style: Style): Code {
  checkOuterSql(node, context);
  context.used('fallback');
  const table = freshName(node);
  const parameters = takesOperators(held.fn) ? `(${table}, operators)` : parenthesize(table, style);
  const value = foreignCallback(context, calledCallback(node, held, table), parameters, table);
  return { kind: 'object', entries: [{ kind: 'property', name: 'RAW', value }] };
}

/**
 * Whether an expression is a choice of which a branch is a callback or an object: each branch is converted by itself
 * then.
 */
function isChoiceOfForms(node: ts.Expression, context: QueryContext): node is ts.ConditionalExpression {
  if (!ts.isConditionalExpression(node)) return false;
  return [node.whenTrue, node.whenFalse].some((branch) => isFilterObject(branch) || mayBeCallback(branch, context));
}

/**
 * The v2 filter of a v1 callback. A body of one expression is read as a condition, and so is one that collects
 * conditions in a list; any other body is kept whole under `RAW`. A callback that returns nothing becomes `{}`, no
 * condition.
 */
function callbackCode(fn: ts.Node, outer: QueryContext, project: Project): Code {
  if (!isFunction(fn)) throw new Error('not a callback');
  const context = enterCallback(fn, outer);
  const style = project.styleOf(fn.getSourceFile().fileName);
  const { body } = fn;
  if (body && ts.isBlock(body)) {
    const [only, ...rest] = body.statements;
    if (rest.length > 0 || !only || !ts.isReturnStatement(only)) {
      const collected = parseStatements(body, context) ?? returnedFilter(fn, body, context, project);
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
      ? returnedCode(only.expression, commentsAround(only), context, style)
      : { kind: 'object', entries: [] };
  }
  return body ? returnedCode(body as ts.Expression, [], context, style) : { kind: 'object', entries: [] };
}

/**
 * The filter for a body that returns one of a few conditions; undefined where the callback has to stay: one that reads
 * what is written to later, because an object would read it at once, and one of which an object would need a finding.
 */
function returnedFilter(
  fn: FunctionNode,
  body: ts.Block,
  context: QueryContext,
  { changes }: Project,
): Filter | undefined {
  if (mentionsRewritten(body) || (!ts.isArrowFunction(fn) && mentionsThis(body))) return undefined;
  const mark = changes.mark();
  let isMovable = true;
  const keep = () => void (isMovable = false);
  const filter = parseReturns(body, { ...context, report: keep, fail: keep });
  if (filter && isMovable) return filter;
  changes.restore(mark);
  return undefined;
}

/** The v2 filter of what a v1 callback returns, with the comments in front of it. */
function returnedCode(node: ts.Expression, above: readonly string[], context: QueryContext, style: Style): Code {
  const comments = [...above, ...commentsBefore(node)];
  const code = filterCode(withComments(parseMember(node, context), comments), context, style);
  // The comments of an object stand in it.
  if (code.kind === 'object' || comments.length === 0) return code;
  return { kind: 'sequence', parts: [text(commentPrefix(comments)), code] };
}
