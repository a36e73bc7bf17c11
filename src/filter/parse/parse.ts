import type { Column } from '../../facts.ts';
import { isConstantNothing } from '../../read/values/leaves.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { hasOtherReturns, isEmptyObject, isNullish, returnedExpression, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { choiceOf } from './choice.ts';
import { commentsOf } from '../comments.ts';
import { losesAbsence } from '../absence.ts';
import { columnByName, columnOf, type QueryContext } from '../context.ts';
import { type CompareKey, compareKeys, type Filter, type MappedFilter, reservedKeys, withComments } from '../filter.ts';
import { isKnownToHaveMembers } from '../values/guards.ts';
import { isCertain, isInlineSql, isSqlIf, mayBeUndefined } from '../values/may-be-undefined.ts';
import { mayBeMissing } from '../values/null-for-missing.ts';
import { askedByKey, hasForeignSql } from '../sql/outer-sql.ts';
import { checkPrecedence } from '../sql/precedence.ts';
import { usesParameters } from '../sql/rebind.ts';
import { takesTable } from '../sql/table-helpers.ts';
import { isOperator, isReadonlyList, valueKind } from '../values/values.ts';

/**
 * Reads a v1 condition, an expression that is SQL or undefined, into a `Filter`: `eq(users.id, 1)` into a `compare`,
 * `and(…)` into its members. What has no object form becomes `raw` or `opaque` SQL. A condition that cannot be moved
 * into a `RAW` callback makes the query fail (`context.fail`); variables and functions that hold conditions are
 * converted on the way.
 */
export function parseFilter(node: ts.Expression, context: QueryContext): Filter {
  const inner = unwrap(node) as ts.Expression;
  if (isNothing(inner)) return { kind: 'none' };
  // A test that uses a parameter of the v1 callback must stay inside of a callback, so it stays SQL.
  if (ts.isConditionalExpression(inner) && !usesParameters(inner.condition, context)) {
    const whenTrue = parseFilter(inner.whenTrue, context);
    const whenFalse = parseFilter(inner.whenFalse, context);
    return choiceOf(inner.condition, whenTrue, whenFalse);
  }
  const isGuarded = ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (isGuarded && !usesParameters(inner.left, context)) {
    return choiceOf(inner.left, parseFilter(inner.right, context), { kind: 'none' });
  }
  if (ts.isCallExpression(inner)) {
    const operator = isOperator(inner, context);
    if (operator) return withOperandComments(parseOperator(operator, inner, context), inner, operator);
    if (takesTable(inner, context)) {
      const made = raw(inner, context);
      return made.kind === 'raw' ? { ...made, helper: true } : made;
    }
    if (!usesParameters(inner, context) && context.rewriteHelper(inner)) return object(inner, context);
  }
  if (isInlineSql(inner, context)) return raw(inner, context);
  // A boolean column that is a condition by itself: `and(users.active, …)`, `not(users.active)`.
  if (columnOf(inner, context)?.foreign === false)
    return { kind: 'raw', node: inner, maybeUndefined: false, column: true };
  if (ts.isIdentifier(inner)) {
    const hoisted = parseHoisted(inner, context);
    if (hoisted) return hoisted;
  }
  if (ts.isPropertyAccessExpression(inner) && context.isHeldFilter(inner)) return object(inner, context);
  return opaque(inner, context);
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

/** Whether an expression is no condition: `undefined`, `null`, `{}`. */
function isNothing(node: ts.Node): boolean {
  return isNullish(node) || isEmptyObject(node);
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
  if (call.arguments.some(ts.isSpreadElement)) return raw(call, context);
  switch (operator) {
    case 'not':
      if (!left) return raw(call, context);
      checkPrecedence(left, 'not', context);
      return { kind: 'not', member: parseFilter(left, context) };
    case 'isNull':
    case 'isNotNull': {
      const column = left && filterColumn(left, context);
      return column ? { kind: 'null', column, operator } : raw(call, context);
    }
    case 'between':
    case 'notBetween': {
      const column = left && filterColumn(left, context);
      if (!column || !right || !third) return raw(call, context);
      const low = compare(column, operator === 'between' ? 'gte' : 'lt', right, context);
      const high = compare(column, operator === 'between' ? 'lte' : 'gt', third, context);
      if (!low || !high) return raw(call, context);
      return { kind: operator === 'between' ? 'and' : 'or', members: [low, high] };
    }
  }
  const key = compareKeys[operator];
  const column = key && left && filterColumn(left, context);
  if (!key || !column || !right || call.arguments.length !== 2) return raw(call, context);
  return compare(column, key, right, context) ?? raw(call, context);
}

/**
 * A comparison of a column with a value, for `{ column: { operator: value } }`. Undefined when only `RAW` keeps its
 * meaning:
 *
 * - v1 finds no rows for null and undefined; in v2 an undefined value is no condition (before rc.5) or throws
 * - a value that is SQL or a column is rejected by the types of an object filter
 */
function compare(
  column: Column,
  operator: CompareKey,
  value: ts.Expression,
  context: QueryContext,
): Filter | undefined {
  const isList = operator === 'in' || operator === 'notIn' || operator.startsWith('array');
  const kind = valueKind(value, context);
  if (kind === 'null' || kind === 'undefined') {
    context.report('RQB_COMPARED_WITH_NULL', value, { column: column.key });
    return undefined;
  }
  // An object filter has no callback around it any more. A placeholder only needs `sql`, which can be imported instead.
  if (kind === 'sql' || (kind !== 'placeholder' && usesParameters(value, context))) return undefined;
  if (isList && column.failsOverUndefined && mayBeMissing(value, context)) {
    context.report('RQB_VALUE_MAY_BE_NULLISH', value, { column: column.key });
    return undefined;
  }
  if (kind === 'nullish' && !(isList && isArrayLiteral(value))) {
    // `await` cannot move into `RAW`. An object is safe only where undefined throws, and is not silently no condition.
    if (!containsAwait(value) || !context.capabilities.undefinedThrows) {
      context.report('RQB_VALUE_MAY_BE_NULLISH', value, { column: column.key });
      return undefined;
    }
    context.report('RQB_VALUE_AWAITED', value, { column: column.key });
  }
  const isPrimitive = primitive.has(column.type) && (!column.opaqueType || isPrimitiveValue(value, column, context));
  const shorthand = operator === 'eq' && kind !== 'object' && kind !== 'nullish' && isPrimitive;
  return { kind: 'compare', column, operator, value, shorthand, copied: isList && isReadonlyList(value, context) };
}

/** Types of columns for whose values v2 has the short form `{ id: 1 }`. */
const primitive = new Set<Column['type']>(['string', 'number', 'boolean', 'bigint']);

/**
 * Whether a value is a literal string, number or boolean, so that an unknown `$type<…>` of the column does not matter.
 */
function isPrimitiveValue(node: ts.Expression, column: Column, context: QueryContext): boolean {
  if (column.looseType) return false;
  const value = context.evaluator.evaluate(unwrap(node), context.env);
  const inner = value.kind === 'expression' ? value.node : unwrap(node);
  const { TrueKeyword, FalseKeyword } = ts.SyntaxKind;
  return (
    ts.isStringLiteralLike(inner) ||
    ts.isTemplateExpression(inner) ||
    ts.isNumericLiteral(inner) ||
    inner.kind === TrueKeyword ||
    inner.kind === FalseKeyword
  );
}

function isArrayLiteral(node: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(unwrap(node));
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
 */
function parseGroup(operator: 'and' | 'or', call: ts.CallExpression, context: QueryContext): Filter {
  const mark = context.mark();
  const members: Filter[] = [];
  const dynamic: ts.Expression[] = [];
  for (const argument of call.arguments) {
    const comments = commentsOf(argument);
    if (operator === 'and' && call.arguments.length > 1) checkPrecedence(argument, operator, context);
    const parsed = ts.isSpreadElement(argument)
      ? parseSpread(operator, argument, context)
      : parseFilter(argument, context);
    if (!parsed) dynamic.push(argument);
    else members.push(withComments(parsed, comments));
  }
  const isWhole = operator === 'or' && losesAbsence(members, context);
  if (dynamic.length === 0 && !isWhole) {
    // One `RAW` with the group as it stands reads better than a list with a `RAW` for each member.
    const isSql = operator === 'and' && members.length > 1 && members.every(isBareSql);
    return isSql ? { kind: 'raw', node: call, maybeUndefined: false, helper: true } : { kind: operator, members };
  }
  // The group stays SQL, so variables in it that were converted to filter objects must become SQL again.
  const converted = members.flatMap(convertedIn);
  if (converted.length > 0 && !context.keepSql(mark, converted))
    context.fail('RQB_CONFIG_OPAQUE', call, { part: '`where`', origins: '' });
  context.noteSql(call);
  checkMovable(call, context);
  return {
    kind: 'opaque',
    node: call,
    maybeUndefined: !call.arguments.some((argument) => isCertain(argument, context)),
    byKey: askedByKey(call, context),
  };
}

/** Whether a condition is SQL that is written in place and always there, with no comment of its own. */
function isBareSql(filter: Filter): boolean {
  return (
    filter.kind === 'raw' && !filter.maybeUndefined && !filter.helper && !filter.column && !filter.comments?.length
  );
}

/** The variables in a condition that were converted to filter objects or to lists of them. */
function convertedIn(filter: Filter): ts.VariableDeclaration[] {
  switch (filter.kind) {
    case 'and':
    case 'or':
      return filter.members.flatMap(convertedIn);
    case 'not':
      return convertedIn(filter.member);
    case 'when':
      return [...convertedIn(filter.whenTrue), ...convertedIn(filter.whenFalse)];
    case 'list':
    case 'object': {
      const name = unwrap(filter.node);
      const declaration = ts.isIdentifier(name) ? declarationOf(name) : undefined;
      return declaration && ts.isVariableDeclaration(declaration) ? [declaration] : [];
    }
    default:
      return [];
  }
}

/**
 * Reads a spread in `and(…)` or `or(…)`: `...[a, b]`, `...(test ? [a, b] : [])`, `...names.map((name) => eq(…))` and
 * `...conditions` of a list that can be converted. Undefined for any other list.
 */
function parseSpread(operator: 'and' | 'or', spread: ts.SpreadElement, context: QueryContext): Filter | undefined {
  const list = unwrap(spread.expression) as ts.Expression;
  if (ts.isArrayLiteralExpression(list)) return parseList(operator, list, context);
  if (ts.isConditionalExpression(list)) {
    const [yes, no] = [unwrap(list.whenTrue), unwrap(list.whenFalse)];
    if (!ts.isArrayLiteralExpression(yes) || !ts.isArrayLiteralExpression(no)) return undefined;
    const whenTrue = parseList(operator, yes, context);
    const whenFalse = parseList(operator, no, context);
    return whenTrue && whenFalse && choiceOf(list.condition, whenTrue, whenFalse);
  }
  const mapped = mappedFilter(list, context);
  if (mapped) {
    if (ts.isBlock(mapped.arrow.body)) return undefined;
    const isFilled = mapped.over !== undefined && isKnownToHaveMembers(spread, [mapped.over]);
    // The object needs a test of the length, because v2 rejects an empty list; only a named list can be tested.
    if (!isFilled && mapped.over === undefined) return undefined;
    return { kind: 'list', operator, node: list, mapped, mayBeEmpty: !isFilled };
  }
  const declaration = ts.isIdentifier(list) ? declarationOf(list) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const use = context.rewriteList(declaration);
  if (!use) return undefined;
  return { kind: 'list', operator, node: list, mayBeEmpty: use.mayBeEmpty && !isKnownToHaveMembers(spread, use.sizes) };
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

/** Reads the elements of an array literal as one group; undefined when one of them is a spread that cannot be read. */
function parseList(operator: 'and' | 'or', list: ts.ArrayLiteralExpression, context: QueryContext): Filter | undefined {
  const members: Filter[] = [];
  for (const element of list.elements) {
    const parsed = ts.isSpreadElement(element)
      ? parseSpread(operator, element, context)
      : parseFilter(element, context);
    if (!parsed) return undefined;
    members.push(parsed);
  }
  if (members.length === 0) return { kind: 'none' };
  return members.length === 1 ? members[0] : { kind: operator, members };
}

/** An expression that was converted to a filter object; records that this use of it stands in a filter. */
function object(node: ts.Expression, context: QueryContext): Filter {
  context.noteUse(node);
  return { kind: 'object', node };
}

/**
 * A condition held in a variable, converted to a filter object where it is declared; undefined when it must stay SQL.
 */
function parseHoisted(identifier: ts.Identifier, context: QueryContext): Filter | undefined {
  const declaration = declarationOf(identifier);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  if (context.rewriteHoisted(declaration)) return object(identifier, context);
  return isConstantNothing(declaration) ? { kind: 'none' } : undefined;
}

/** SQL written in place: its columns can be re-bound, unless it contains SQL that is built elsewhere. */
function raw(node: ts.Expression, context: QueryContext): Filter {
  checkMovable(node, context);
  if (hasForeignSql(node, context)) return { kind: 'opaque', node, maybeUndefined: mayBeUndefined(node, context) };
  return {
    kind: 'raw',
    node,
    maybeUndefined: mayBeUndefined(node, context),
    ...(isSqlIf(node) ? { helper: true } : {}),
  };
}

/** SQL that is built elsewhere. */
function opaque(node: ts.Expression, context: QueryContext): Filter {
  checkMovable(node, context);
  return { kind: 'opaque', node, maybeUndefined: mayBeUndefined(node, context), byKey: askedByKey(node, context) };
}

/**
 * Makes the query fail when SQL has `await` or `yield`, which cannot move into a `RAW` callback: it is no async
 * function.
 */
function checkMovable(node: ts.Node, context: QueryContext): void {
  if (containsAwait(node)) context.fail('RQB_AWAIT_IN_SQL', node);
}

/** Whether code has `await` or `yield` outside of the functions in it. */
function containsAwait(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  return ts.isFunctionLike(node) ? false : (ts.forEachChild(node, containsAwait) ?? false);
}
