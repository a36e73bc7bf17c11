import type { Column } from '../../facts.ts';
import { isConstantNothing } from '../../read/values/leaves.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { hasOtherReturns, isAlternative, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { losesAbsence } from '../absence.ts';
import { commentsBefore, commentsBehind, commentsOf } from '../comments.ts';
import { columnByName, columnOf, type QueryContext } from '../context.ts';
import { compareKeys, everyPart, type Filter, type MappedFilter, reservedKeys, withComments } from '../filter.ts';
import { askedByKey, hasForeignSql } from '../sql/outer-sql.ts';
import { checkPrecedence } from '../sql/precedence.ts';
import { usesParameters } from '../sql/rebind.ts';
import { takesTable } from '../sql/table-helpers.ts';
import { isKnownToHaveMembers } from '../values/list-guards.ts';
import { isCertain, isInlineSql } from '../values/may-be-undefined.ts';
import { operatorOf } from '../values/operators.ts';
import { choiceOf } from './choice.ts';
import { groupOfChoice } from './choice-by-size.ts';
import { compare } from './comparison.ts';
import { checkFalsyTest, isNothing } from './falsy-test.ts';
import { checkMovable, opaqueFilter, rawFilter } from './sql-filter.ts';

/**
 * Reads a v1 condition, an expression that is SQL or undefined, into a `Filter`: `eq(users.id, 1)` into a `compare`,
 * `and(…)` into its members. What has no object form becomes `raw` or `opaque` SQL. A condition that cannot be moved
 * into a `RAW` callback makes the query fail (`context.fail`); variables and functions that hold conditions are
 * converted on the way.
 */
export function parseFilter(node: ts.Expression, context: QueryContext): Filter {
  const inner = unwrap(node) as ts.Expression;
  if (isNothing(inner)) return { kind: 'none' };
  const group = ts.isConditionalExpression(inner) ? groupOfChoice(inner) : undefined;
  const joined = group && operatorOf(group, context);
  if (group && (joined === 'and' || joined === 'or')) return parseGroup(joined, group, context, inner);
  // A test that uses a parameter of the v1 callback must stay inside of a callback, so it stays SQL.
  if (ts.isConditionalExpression(inner) && !usesParameters(inner.condition, context)) {
    const [whenTrue, whenFalse] = [inner.whenTrue, inner.whenFalse].map((branch) =>
      withComments(parseFilter(branch, context), [...commentsBefore(branch), ...commentsBehind(branch)]),
    ) as [Filter, Filter];
    return choiceOf(inner.condition, whenTrue, whenFalse);
  }
  // `where ?? undefined`
  if (isAlternative(inner) && isNothing(unwrap(inner.right)))
    return withComments(asOptional(parseFilter(inner.left, context)), [
      ...commentsBehind(inner.left),
      ...commentsBefore(inner.right),
    ]);
  const isGuarded = ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (isGuarded && !usesParameters(inner.left, context)) {
    return choiceOf(inner.left, parseFilter(inner.right, context), { kind: 'none' });
  }
  if (ts.isCallExpression(inner)) {
    const operator = operatorOf(inner, context);
    if (operator) return withOperandComments(parseOperator(operator, inner, context), inner, operator);
    if (takesTable(inner, context)) {
      const made = rawFilter(inner, context);
      return made.kind === 'raw' ? { ...made, helper: true } : made;
    }
  }
  const call = ts.isAwaitExpression(inner) ? unwrap(inner.expression) : inner;
  if (ts.isCallExpression(call) && !usesParameters(call, context) && context.rewriteHelper(call)) {
    context.noteUse(call);
    return { kind: 'object', node: inner };
  }
  if (isInlineSql(inner, context)) return rawFilter(inner, context);
  // A boolean column that is a condition by itself: `and(users.active, …)`, `not(users.active)`.
  if (columnOf(inner, context)?.foreign === false)
    return { kind: 'raw', node: inner, maybeUndefined: false, column: true };
  if (ts.isIdentifier(inner)) {
    const held = context.heldCondition?.(inner);
    if (held) return parseFilter(held, context);
    const hoisted = parseHoisted(inner, context);
    if (hoisted) return hoisted;
  }
  if (ts.isPropertyAccessExpression(inner) && context.isHeldFilter(inner)) return objectFilter(inner, context);
  return opaqueFilter(inner, context);
}

/**
 * A condition with the comments between the operands of its operator. SQL that is kept as it is has them in it, and the
 * members of a group have their own.
 */
function withOperandComments(filter: Filter, call: ts.CallExpression, operator: string): Filter {
  const isKept = filter.kind === 'raw' || filter.kind === 'opaque' || operator === 'and' || operator === 'or';
  const comments = isKept ? [] : call.arguments.flatMap(commentsOf);
  return comments.length > 0 ? { ...filter, comments: [...(filter.comments ?? []), ...comments] } : filter;
}

/** A condition that may be absent, although its type may not say so. */
function asOptional(filter: Filter): Filter {
  return filter.kind === 'opaque' ? { ...filter, maybeUndefined: true } : filter;
}

/** Reads a call of a v1 operator; what has no object form, like a comparison of two columns, becomes `raw`. */
function parseOperator(operator: string, call: ts.CallExpression, context: QueryContext): Filter {
  const [left, right, third] = call.arguments;
  switch (operator) {
    case 'and':
    case 'or':
      return parseGroup(operator, call, context);
  }
  // With a spread, as in `eq(users.id, ...given)`, the operands cannot be told apart.
  if (call.arguments.some(ts.isSpreadElement)) return rawFilter(call, context);
  switch (operator) {
    case 'not':
      if (!left) return rawFilter(call, context);
      checkPrecedence(left, 'not', context);
      return { kind: 'not', member: parseMember(left, context) };
    case 'isNull':
    case 'isNotNull': {
      const column = left && filterColumn(left, context);
      return column ? { kind: 'null', column, operator } : rawFilter(call, context);
    }
    case 'between':
    case 'notBetween': {
      const column = left && filterColumn(left, context);
      if (!column || !right || !third) return rawFilter(call, context);
      const low = compare(column, operator === 'between' ? 'gte' : 'lt', right, context);
      const high = compare(column, operator === 'between' ? 'lte' : 'gt', third, context);
      if (!low || !high) return rawFilter(call, context);
      return { kind: operator === 'between' ? 'and' : 'or', members: [low, high] };
    }
  }
  const key = compareKeys[operator];
  const column = key && left && filterColumn(left, context);
  if (!key || !column || !right || call.arguments.length !== 2) return rawFilter(call, context);
  return compare(column, key, right, context) ?? rawFilter(call, context);
}

/** The column on the left of an operator; undefined when there is none that can be the key of an object filter. */
function filterColumn(node: ts.Expression, context: QueryContext): Column | undefined {
  const found = columnOf(node, context);
  if (found) {
    if (found.foreign) context.report('RQB_FOREIGN_COLUMN', node, { column: found.column.key });
    return reservedKeys.has(found.column.key) ? undefined : found.column;
  }
  const column = columnByName(unwrap(node), context);
  return column && !reservedKeys.has(column.key) ? column : undefined;
}

/**
 * Reads `and(…)` or `or(…)`. The group stays SQL as a whole when a spread in it cannot be read, and when it would mean
 * something else as an object (`losesAbsence`).
 *
 * @param place what the filter stands for: the call, or the choice by the size of a list that amounts to it
 */
function parseGroup(
  operator: 'and' | 'or',
  call: ts.CallExpression,
  context: QueryContext,
  place: ts.Expression = call,
): Filter {
  const members: Filter[] = [];
  const dynamic: ts.Expression[] = [];
  for (const argument of call.arguments) {
    const comments = commentsOf(argument);
    if (operator === 'and' && call.arguments.length > 1) checkPrecedence(argument, operator, context);
    const parsed = ts.isSpreadElement(argument)
      ? parseSpread(operator, argument, context, place)
      : parseMember(argument, context, operator === 'or' ? call : undefined);
    if (!parsed) dynamic.push(argument);
    else members.push(withComments(parsed, comments));
  }
  const isWhole = operator === 'or' && losesAbsence(members, context);
  if (dynamic.length === 0 && !isWhole) {
    // One `RAW` with the group as it stands reads better than a list with a `RAW` for each member.
    const isSql = operator === 'and' && members.length > 1 && members.every(isBareSql);
    return isSql ? { kind: 'raw', node: call, maybeUndefined: false, helper: true } : { kind: operator, members };
  }
  // What in it was converted to filter objects must become SQL again.
  context.noteSql(call);
  checkMovable(call, context);
  const maybeUndefined = !call.arguments.some((argument) => isCertain(argument, context));
  const isHere = [...members, ...dynamic.map((spread) => mappedOf(spread, context))].every(isWrittenHere);
  if (isHere && !hasForeignSql(call, context)) return { kind: 'raw', node: call, maybeUndefined, helper: true };
  return { kind: 'opaque', node: call, maybeUndefined, byKey: askedByKey(call, context) };
}

/** The condition of each member of a mapped list that is spread into a group. */
function mappedOf(spread: ts.Expression, context: QueryContext): Filter | undefined {
  return ts.isSpreadElement(spread) ? mappedFilter(spread.expression, context)?.filter : undefined;
}

/** Whether all SQL of a condition is written in place, so that its columns can be re-bound. */
function isWrittenHere(filter: Filter | undefined): boolean {
  const isHere = ({ kind }: Filter) => kind === 'compare' || kind === 'null' || kind === 'raw' || kind === 'none';
  return filter !== undefined && everyPart(filter, isHere);
}

/** Whether a condition is SQL that is written in place and always there, with no comment of its own. */
function isBareSql(filter: Filter): boolean {
  return (
    filter.kind === 'raw' && !filter.maybeUndefined && !filter.helper && !filter.column && !filter.comments?.length
  );
}

/**
 * Reads a spread in `and(…)` or `or(…)`: `...[a, b]`, `...(test ? [a, b] : [])`, `...names.map((name) => eq(…))` and
 * `...conditions` of a list that can be converted. Undefined for any other list.
 */
function parseSpread(
  operator: 'and' | 'or',
  spread: ts.SpreadElement,
  context: QueryContext,
  place: ts.Node,
): Filter | undefined {
  const list = unwrap(spread.expression) as ts.Expression;
  const or = operator === 'or' && ts.isCallExpression(spread.parent) ? spread.parent : undefined;
  if (ts.isArrayLiteralExpression(list)) return parseList(operator, list, context, or);
  if (ts.isConditionalExpression(list)) {
    const [yes, no] = [unwrap(list.whenTrue), unwrap(list.whenFalse)];
    if (!ts.isArrayLiteralExpression(yes) || !ts.isArrayLiteralExpression(no)) return undefined;
    const whenTrue = parseList(operator, yes, context, or);
    const whenFalse = parseList(operator, no, context, or);
    return whenTrue && whenFalse && choiceOf(list.condition, whenTrue, whenFalse);
  }
  const mapped = mappedFilter(list, context);
  if (mapped) {
    // A list of the callback's columns must stay inside of a callback.
    if (ts.isBlock(mapped.arrow.body) || usesParameters(mapped.call.expression, context)) return undefined;
    const isFilled =
      isNeverEmpty(mapped.call) || (mapped.over !== undefined && isKnownToHaveMembers(place, [mapped.over]));
    // The object needs a test of the length, because v2 rejects an empty list; only a named list can be tested.
    if (!isFilled && mapped.over === undefined) return undefined;
    return { kind: 'list', operator, node: list, mapped, mayBeEmpty: !isFilled };
  }
  const declaration = ts.isIdentifier(list) ? declarationOf(list) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const use = context.rewriteList(declaration);
  if (!use) return undefined;
  context.noteUse(list);
  return { kind: 'list', operator, node: list, mayBeEmpty: use.mayBeEmpty && !isKnownToHaveMembers(place, use.sizes) };
}

/** Whether a list is mapped from one that surely has members: `['name', 'email'].map(…)`, `text.split(' ').map(…)`. */
function isNeverEmpty({ expression }: ts.CallExpression): boolean {
  const list = ts.isPropertyAccessExpression(expression) ? unwrap(expression.expression) : undefined;
  if (!list) return false;
  if (ts.isArrayLiteralExpression(list)) return list.elements.some((element) => !ts.isSpreadElement(element));
  if (!ts.isCallExpression(list) || list.arguments.length !== 1) return false;
  const isSplit = ts.isPropertyAccessExpression(list.expression) && list.expression.name.text === 'split';
  const [separator] = list.arguments;
  return isSplit && ts.isStringLiteralLike(separator!) && separator.text !== '';
}

/** Reads `names.map((name) => eq(users.name, name))`, a list of conditions; undefined for any other expression. */
export function mappedFilter(node: ts.Expression, context: QueryContext): MappedFilter | undefined {
  const call = unwrap(node);
  if (!ts.isCallExpression(call) || call.arguments.length !== 1) return undefined;
  const callee = unwrap(call.expression);
  const fn = unwrap(call.arguments[0]!);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'map' || !ts.isArrowFunction(fn)) return undefined;
  const returned = returnedExpression(fn);
  if (!returned || hasOtherReturns(fn, returned)) return undefined;
  const filter = parseFilter(returned, context);
  const isPath = /^[\w$.]+$/.test(callee.expression.getText());
  return { call, arrow: fn, returned, filter, over: isPath ? callee.expression.getText() : undefined };
}

/**
 * Reads the elements of an array literal as one group; undefined when one of them is a spread that cannot be read.
 *
 * @param or the call of `or` that the list is spread into
 */
function parseList(
  operator: 'and' | 'or',
  list: ts.ArrayLiteralExpression,
  context: QueryContext,
  or?: ts.CallExpression,
): Filter | undefined {
  const members: Filter[] = [];
  for (const element of list.elements) {
    const parsed = ts.isSpreadElement(element)
      ? parseSpread(operator, element, context, element)
      : parseMember(element, context, or);
    if (!parsed) return undefined;
    members.push(parsed);
  }
  if (members.length === 0) return { kind: 'none' };
  return members.length === 1 ? members[0] : { kind: operator, members };
}

/**
 * Reads a member of `and(…)` or `or(…)`, or of a list of conditions.
 *
 * @param or the call of `or` that has it
 */
export function parseMember(node: ts.Expression, context: QueryContext, or?: ts.CallExpression): Filter {
  checkFalsyTest(node, context, or);
  return parseFilter(node, context);
}

/** An expression that was converted to a filter object; records that this use of it stands in a filter. */
function objectFilter(node: ts.Expression, context: QueryContext): Filter {
  context.noteUse(node);
  return { kind: 'object', node };
}

/**
 * A condition held in a variable, converted to a filter object where it is declared; undefined when it must stay SQL.
 */
function parseHoisted(identifier: ts.Identifier, context: QueryContext): Filter | undefined {
  const declaration = declarationOf(identifier);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  if (context.rewriteHoisted(declaration)) return objectFilter(identifier, context);
  return isConstantNothing(declaration) ? { kind: 'none' } : undefined;
}
