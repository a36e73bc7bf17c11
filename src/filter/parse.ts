import { ts } from '../ts.cts';
import { declarationOf } from '../read/scope.ts';
import { isFunction, returnedExpression, unwrap } from '../read/syntax.ts';
import type { Column } from '../facts.ts';
import { columnByName, columnOf, type QueryContext } from './context.ts';
import { compareKeys, reservedKeys, type CompareKey, type Filter, type MappedFilter } from './filter.ts';
import { isKnownToHaveMembers } from './guards.ts';
import { selectsByText, selectsFromTable, tableNamePattern, usesParameters } from './raw.ts';
import { takesTable } from './table-helpers.ts';
import { isOperator, isReadonlyList, isSql, isSqlTag, leftColumn, valueKind } from './values.ts';

/** Reads a v1 condition (an expression that is SQL or undefined) into a `Filter`. */
export function parseFilter(node: ts.Expression, context: QueryContext): Filter {
  const inner = unwrap(node) as ts.Expression;
  if (isNothing(inner)) return { kind: 'none' };
  // A test of what the callback is given cannot stand outside of it.
  if (ts.isConditionalExpression(inner) && !usesParameters(inner.condition, context)) {
    const whenTrue = parseFilter(inner.whenTrue, context);
    const whenFalse = parseFilter(inner.whenFalse, context);
    return { kind: 'when', test: inner.condition, whenTrue, whenFalse };
  }
  const isGuarded = ts.isBinaryExpression(inner) && inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
  if (isGuarded && !usesParameters(inner.left, context)) {
    return { kind: 'when', test: inner.left, whenTrue: parseFilter(inner.right, context), whenFalse: { kind: 'none' } };
  }
  if (ts.isCallExpression(inner)) {
    const operator = isOperator(inner, context);
    if (operator) return parseOperator(operator, inner, context);
    if (takesTable(inner, context)) {
      const made = raw(inner, context);
      return made.kind === 'raw' ? { ...made, helper: true } : made;
    }
  }
  if (isInlineSql(inner, context)) return raw(inner, context);
  if (ts.isIdentifier(inner)) {
    const hoisted = parseHoisted(inner, context);
    if (hoisted) return hoisted;
  }
  return opaque(inner, context);
}

function isNothing(node: ts.Node): boolean {
  return (
    (ts.isIdentifier(node) && node.text === 'undefined') ||
    ts.isVoidExpression(node) ||
    isObject(node, (count) => count === 0)
  );
}

function isObject(node: ts.Node, test: (count: number) => boolean): node is ts.ObjectLiteralExpression {
  return ts.isObjectLiteralExpression(node) && test(node.properties.length);
}

function isInlineSql(node: ts.Expression, context: QueryContext): boolean {
  if (ts.isTaggedTemplateExpression(node)) return isSqlTag(node.tag, context);
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    isSql(node.expression.expression, context) &&
    isInlineSql(unwrap(node.expression.expression) as ts.Expression, context)
  );
}

function parseOperator(operator: string, call: ts.CallExpression, context: QueryContext): Filter {
  const [left, right, third] = call.arguments;
  switch (operator) {
    case 'and':
    case 'or':
      return parseGroup(operator, call, context);
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

/** A comparison as an object filter; undefined when only RAW keeps its meaning. */
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
  // The callback is gone from an object; the tag of a placeholder can be imported instead.
  if (kind === 'sql' || (kind !== 'placeholder' && usesParameters(value, context))) return undefined;
  if (kind === 'nullish' && !(isList && isArrayLiteral(value))) {
    // Where `undefined` is no condition, every row would come back.
    if (!containsAwait(value) || !context.capabilities.undefinedThrows) {
      context.report('RQB_VALUE_MAY_BE_NULLISH', value, { column: column.key });
      return undefined;
    }
    context.report('RQB_VALUE_AWAITED', value, { column: column.key });
  }
  const shorthand = operator === 'eq' && kind !== 'object' && primitive.has(column.type) && !column.opaqueType;
  return { kind: 'compare', column, operator, value, shorthand, copied: isList && isReadonlyList(value, context) };
}

const primitive = new Set<Column['type']>(['string', 'number', 'boolean', 'bigint']);

function isArrayLiteral(node: ts.Expression): boolean {
  return ts.isArrayLiteralExpression(unwrap(node));
}

/** The column on the left of an operator, when it can be the key of an object filter. */
function filterColumn(node: ts.Expression, context: QueryContext): Column | undefined {
  const found = columnOf(node, context);
  if (found) {
    if (found.foreign) context.report('RQB_FOREIGN_COLUMN', node, { column: found.column.key });
    return reservedKeys.has(found.column.key) ? undefined : found.column;
  }
  const column = columnByName(unwrap(node), context);
  return column && !reservedKeys.has(column.key) ? column : undefined;
}

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
    else members.push(comments.length ? { ...parsed, comments } : parsed);
  }
  if (dynamic.length === 0) return { kind: operator, members };
  // A list out of sight: the whole group stays SQL, and with it the variables in it.
  const converted = members.flatMap(convertedIn);
  if (converted.length > 0 && !context.keepSql(mark, converted))
    context.fail('RQB_CONFIG_OPAQUE', call, { part: '`where`' });
  checkMovable(call, context);
  checkOuterSql(call, context);
  return {
    kind: 'opaque',
    node: call,
    maybeUndefined: !call.arguments.some((argument) => isCertain(argument, context)),
  };
}

/** The variables in a condition that have become filter objects. */
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

/** v1 put no parentheses around raw SQL in a group, v2 does. */
export function checkPrecedence(node: ts.Expression, group: 'and' | 'not', context: QueryContext): void {
  if (!context.capabilities.parenthesizes) return;
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) {
    checkPrecedence(inner.whenTrue, group, context);
    return checkPrecedence(inner.whenFalse, group, context);
  }
  const value = context.evaluator.evaluate(inner, context.env);
  const source = value.kind === 'expression' ? value.node : inner;
  if (!ts.isTaggedTemplateExpression(source)) return;
  const { template } = source;
  const texts = ts.isNoSubstitutionTemplateLiteral(template)
    ? [template.text]
    : [template.head.text, ...template.templateSpans.map(({ literal }) => literal.text)];
  let depth = 0;
  const outer = texts
    .join(' ? ')
    .replace(/'[^']*'/g, '')
    .replace(/[()]|[^()]+/g, (part) => {
      if (part === '(' || part === ')') depth += part === '(' ? 1 : -1;
      return depth === 0 && part !== ')' ? part : ' ';
    });
  const operator = /\bor\b/i.test(outer) ? 'or' : group === 'not' && /\band\b/i.test(outer) ? 'and' : undefined;
  if (operator) context.report('RQB_RAW_PRECEDENCE', inner, { operator, group });
}

function isCertain(argument: ts.Expression, context: QueryContext): boolean {
  return !ts.isSpreadElement(argument) && !mayBeUndefined(argument, context);
}

/** `...(cond ? [a, b] : [])` and `...[a, b]`; undefined for lists that are not written in place. */
function parseSpread(operator: 'and' | 'or', spread: ts.SpreadElement, context: QueryContext): Filter | undefined {
  const list = unwrap(spread.expression) as ts.Expression;
  if (ts.isArrayLiteralExpression(list)) return parseList(operator, list, context);
  if (ts.isConditionalExpression(list)) {
    const [yes, no] = [unwrap(list.whenTrue), unwrap(list.whenFalse)];
    if (!ts.isArrayLiteralExpression(yes) || !ts.isArrayLiteralExpression(no)) return undefined;
    const whenTrue = parseList(operator, yes, context);
    const whenFalse = parseList(operator, no, context);
    return whenTrue && whenFalse && { kind: 'when', test: list.condition, whenTrue, whenFalse };
  }
  const mapped = mappedFilter(list, context);
  if (mapped) {
    if (ts.isBlock(mapped.arrow.body)) return undefined;
    const isFilled = mapped.over !== undefined && isKnownToHaveMembers(spread, [mapped.over]);
    // Where a list is made in place, only the one it is made of can be asked for its length.
    if (!isFilled && mapped.over === undefined) return undefined;
    return { kind: 'list', operator, node: list, mapped, mayBeEmpty: !isFilled };
  }
  const declaration = ts.isIdentifier(list) ? declarationOf(list) : undefined;
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  const use = context.rewriteList(declaration);
  if (!use) return undefined;
  return { kind: 'list', operator, node: list, mayBeEmpty: use.mayBeEmpty && !isKnownToHaveMembers(spread, use.sizes) };
}

/** `names.map((name) => eq(users.name, name))`: the condition that is made of each member. */
export function mappedFilter(node: ts.Expression, context: QueryContext): MappedFilter | undefined {
  const call = unwrap(node);
  if (!ts.isCallExpression(call) || call.arguments.length !== 1) return undefined;
  const callee = unwrap(call.expression);
  const fn = unwrap(call.arguments[0]!);
  if (!ts.isPropertyAccessExpression(callee) || callee.name.text !== 'map' || !ts.isArrowFunction(fn)) return undefined;
  const returned = returnedExpression(fn);
  if (!returned || hasOtherReturns(fn, returned)) return undefined;
  const filter = parseFilter(returned, { ...context, callback: undefined });
  const isPath = /^[\w$.]+$/.test(callee.expression.getText());
  return { call, arrow: fn, returned, filter, over: isPath ? callee.expression.getText() : undefined };
}

function hasOtherReturns(fn: ts.Node, returned: ts.Expression): boolean {
  const visit = (node: ts.Node): boolean =>
    (ts.isReturnStatement(node) && node.expression !== returned) ||
    (!ts.isFunctionLike(node) && (ts.forEachChild(node, visit) ?? false));
  return ts.forEachChild(fn, visit) ?? false;
}

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

/** A condition held in a constant: rewritten where it stands when nothing else uses it. */
function parseHoisted(identifier: ts.Identifier, context: QueryContext): Filter | undefined {
  const declaration = declarationOf(identifier);
  if (!declaration || !ts.isVariableDeclaration(declaration)) return undefined;
  return context.rewriteHoisted(declaration) ? { kind: 'object', node: identifier } : undefined;
}

function raw(node: ts.Expression, context: QueryContext): Filter {
  checkMovable(node, context);
  if (hasForeignSql(node, context)) return { kind: 'opaque', node, maybeUndefined: mayBeUndefined(node, context) };
  return { kind: 'raw', node, maybeUndefined: mayBeUndefined(node, context) };
}

function opaque(node: ts.Expression, context: QueryContext): Filter {
  checkMovable(node, context);
  checkOuterSql(node, context);
  return { kind: 'opaque', node, maybeUndefined: mayBeUndefined(node, context) };
}

/** Whether SQL that is built elsewhere can be re-aliased: a subquery in it, and a table named in its text, cannot. */
export function checkOuterSql(node: ts.Node, context: QueryContext): void {
  const value = context.evaluator.evaluate(node, context.env);
  const source = value.kind === 'expression' && value.node !== node ? value.node : undefined;
  const sources = source ? [source, ...ingredientsOf(source, context)] : ingredientsOf(node, context);
  if (sources.some((part) => hasCorrelatedBuilder(part, context))) context.fail('RQB_CORRELATED_SUBQUERY', node);
  if (sources.some((part) => namesTable(part, context)))
    context.fail('RQB_RAW_TABLE_NAME', node, { table: context.tableKey });
}

/**
 * What the variables and helpers in SQL are made of: initializers, what is assigned or pushed, bodies of functions.
 * v1 could not run these either when its alias, the schema key, was not the table's name.
 */
function ingredientsOf(node: ts.Node, context: QueryContext): ts.Node[] {
  if (!context.isRoot || context.tableKey !== context.table.dbName) return [];
  const found = new Set<ts.Node>();
  const add = (part: ts.Node | undefined): void => {
    if (!part || found.has(part) || found.size > 50) return;
    found.add(part);
    visit(part);
  };
  const visit = (child: ts.Node): void => {
    if (ts.isCallExpression(child)) {
      const callee = context.evaluator.evaluate(child.expression, context.env);
      if (callee.kind === 'expression' && isFunction(callee.node)) add(callee.node.body);
    }
    const declaration = ts.isIdentifier(child) && !isPropertyKey(child) ? declarationOf(child) : undefined;
    if (declaration && ts.isVariableDeclaration(declaration)) {
      const owner = ts.findAncestor(declaration, ts.isFunctionLike);
      const { initializer } = declaration;
      if (owner && ts.isIdentifier(declaration.name)) {
        add(initializer);
        givenTo(declaration.name.text, owner).forEach(add);
        // Other constants of a module are tables, clients and the like.
      } else if (initializer && !owner && isSql(initializer, context)) add(initializer);
    }
    ts.forEachChild(child, visit);
  };
  visit(node);
  return [...found];
}

/** What is assigned to a variable or pushed onto it within a function. */
function givenTo(name: string, owner: ts.Node): ts.Node[] {
  const given: ts.Node[] = [];
  const isIt = (node: ts.Node) => ts.isIdentifier(node) && node.text === name;
  const visit = (node: ts.Node): void => {
    if (ts.isBinaryExpression(node) && isIt(node.left) && node.operatorToken.kind === ts.SyntaxKind.EqualsToken)
      given.push(node.right);
    if (ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression)) {
      const { expression, name: method } = node.expression;
      if (isIt(expression) && (method.text === 'push' || method.text === 'unshift')) given.push(...node.arguments);
    }
    ts.forEachChild(node, visit);
  };
  visit(owner);
  return given;
}

/** A `RAW` callback is no async function and runs later, so `await` and `yield` cannot move into it. */
function checkMovable(node: ts.Node, context: QueryContext): void {
  if (containsAwait(node)) context.fail('RQB_AWAIT_IN_SQL', node);
}

function containsAwait(node: ts.Node): boolean {
  if (ts.isAwaitExpression(node) || ts.isYieldExpression(node)) return true;
  return ts.isFunctionLike(node) ? false : (ts.forEachChild(node, containsAwait) ?? false);
}

/** Whether inline SQL embeds SQL that was built elsewhere out of global columns; that cannot be re-bound here. */
function hasForeignSql(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (isFunction(child)) return false;
    if (ts.isSpreadElement(child) && isConditionsOfGroup(child, context) && rootOfList(child.expression)) return true;
    if (ts.isIdentifier(child) || ts.isPropertyAccessExpression(child)) {
      if (ts.isIdentifier(child) && isPropertyKey(child)) return false;
      const value = context.evaluator.evaluate(child, context.env);
      if (value.kind === 'column' || value.kind === 'table' || value.kind === 'external') return false;
      if (value.kind === 'expression' && value.node !== child && isBuilder(value.node)) return false;
      if (ts.isIdentifier(child) && isSql(child, context)) return true;
      if (leftColumn(child, context)) return false;
      // A column whose table is out of sight can be re-aliased, not re-bound.
      if (columnByName(child, context)) return true;
      return ts.isPropertyAccessExpression(child) && visit(child.expression);
    }
    if (ts.isCallExpression(child)) {
      const operator = isOperator(child, context);
      if (operator && !isInsideBuilder(child, node) && hasForeignOperand(operator, child, context)) return true;
      const fn = context.evaluator.evaluate(child.expression, context.env);
      const isHelper = !operator && fn.kind === 'expression' && isFunction(fn.node) && isSql(child, context);
      if (isHelper && !takesTable(child, context)) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

/** Whether a callback's block takes SQL that is built outside of it: a constant, a helper's result, a list of conditions. */
export function usesOuterSql(body: ts.Node, context: QueryContext): boolean {
  const isOutside = (name: ts.Identifier) => {
    const declaration = declarationOf(name);
    return declaration !== undefined && !(declaration.pos >= body.pos && declaration.end <= body.end);
  };
  const visit = (child: ts.Node): boolean => {
    if (ts.isSpreadElement(child)) {
      const list = rootOfList(child.expression);
      if (list && isOutside(list) && isConditionsOfGroup(child, context)) return true;
    }
    if (ts.isIdentifier(child) && !isPropertyKey(child)) {
      const { kind } = context.evaluator.evaluate(child, context.env);
      if (kind !== 'column' && kind !== 'table' && isOutside(child) && isSql(child, context)) return true;
    }
    if (ts.isCallExpression(child) && !isOperator(child, context)) {
      const callee = unwrap(child.expression);
      const fn = context.evaluator.evaluate(callee, context.env);
      const isHelper = fn.kind === 'expression' && isFunction(fn.node);
      if (isHelper && ts.isIdentifier(callee) && isOutside(callee) && isSql(child, context)) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(body);
}

/** The name a list of conditions is read from; none when it is made in place, as by `ids.map((id) => eq(t.id, id))`. */
function rootOfList(node: ts.Expression): ts.Identifier | undefined {
  const inner = unwrap(node);
  if (ts.isIdentifier(inner)) return inner;
  if (ts.isPropertyAccessExpression(inner)) return rootOfList(inner.expression);
  if (!ts.isCallExpression(inner)) return undefined;
  const isMade = ts.isPropertyAccessExpression(inner.expression) && /^(?:flatM|m)ap$/.test(inner.expression.name.text);
  return isMade ? undefined : rootOfList(inner.expression);
}

function isConditionsOfGroup({ parent }: ts.Node, context: QueryContext): boolean {
  const operator = ts.isCallExpression(parent) ? isOperator(parent, context) : undefined;
  return operator === 'and' || operator === 'or';
}

/** Whether the left operand of an operator, which is a column or SQL, is built out of sight. */
function hasForeignOperand(operator: string, call: ts.CallExpression, context: QueryContext): boolean {
  if (['and', 'or', 'not', 'exists', 'notExists'].includes(operator)) return false;
  const left = call.arguments[0] && unwrap(call.arguments[0]);
  if (!left || columnOf(left, context) || columnByName(left, context)) return false;
  const value = context.evaluator.evaluate(left, context.env);
  if (value.kind === 'column') return false;
  const isInline = ts.isTaggedTemplateExpression(left) || ts.isCallExpression(left) || ts.isLiteralExpression(left);
  return !isInline;
}

function isInsideBuilder(node: ts.Node, root: ts.Node): boolean {
  for (let parent = node.parent; parent && parent !== root.parent; parent = parent.parent) {
    if (ts.isCallExpression(parent) && isBuilder(parent) && ts.isPropertyAccessExpression(parent.expression))
      return true;
  }
  return false;
}

/** Whether SQL built elsewhere holds a subquery that refers to this level's table by its global columns. */
function hasCorrelatedBuilder(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (ts.isCallExpression(child) && ts.isPropertyAccessExpression(child.expression) && isBuilder(child)) {
      return !selectsFromTable(child, context) && mentionsTable(child, context);
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

function mentionsTable(node: ts.Node, context: QueryContext): boolean {
  const visit = (child: ts.Node): boolean => {
    if (ts.isPropertyAccessExpression(child) || (ts.isIdentifier(child) && !isPropertyKey(child))) {
      const found = columnOf(child, context);
      if (found && !found.foreign) return true;
    }
    return ts.forEachChild(child, visit) ?? false;
  };
  return visit(node);
}

/** Whether a `sql` template names this level's table in its text. */
function namesTable(node: ts.Node, context: QueryContext): boolean {
  const pattern = tableNamePattern(context.tableKey);
  const visit = (child: ts.Node): boolean =>
    (ts.isTemplateLiteralToken(child) && pattern.test(child.text) && !selectsByText(child, context)) ||
    (ts.forEachChild(child, visit) ?? false);
  return visit(node);
}

function isBuilder(node: ts.Node): boolean {
  // `Buffer.from()` and the like belong to classes.
  return ts.isCallExpression(node) && /(?<!\b[A-Z]\w*)\.from\s*\(/.test(node.getText());
}

function isPropertyKey(node: ts.Identifier): boolean {
  return (
    (ts.isPropertyAssignment(node.parent) && node.parent.name === node) ||
    (ts.isPropertyAccessExpression(node.parent) && node.parent.name === node)
  );
}

/** Whether an expression of SQL may be undefined at run time or in its type. */
function mayBeUndefined(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node) as ts.Expression;
  if (ts.isNonNullExpression(node)) return mayBeUndefined(inner, context, depth);
  if (ts.isTaggedTemplateExpression(inner)) return false;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mayBeUndefined(branch, context, depth));
  if (ts.isCallExpression(inner)) {
    const operator = isOperator(inner, context);
    if (operator === 'and' || operator === 'or')
      return !inner.arguments.some((argument) => isCertain(argument, context));
    if (operator) return false;
    const fn = context.evaluator.evaluate(inner.expression, context.env);
    if (fn.kind === 'expression' && isFunction(fn.node)) {
      if (fn.node.type) return /\bundefined\b/.test(fn.node.type.getText());
      const returned = returnedExpression(fn.node);
      if (returned && depth < 4 && !hasOtherReturns(fn.node, returned))
        return mayBeUndefined(returned, context, depth + 1);
    }
    // `sql.raw(…)`, `sql.join(…)`
    if (fn.kind === 'external' && isSql(inner, context)) return false;
    return !isInlineSql(inner, context);
  }
  if (depth < 4 && ts.isIdentifier(inner)) {
    const declaration = declarationOf(inner);
    if (declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) {
      if (ts.isParameter(declaration) && declaration.questionToken) return true;
      if (declaration.type)
        return declaration.type.getText() !== 'SQL' && !/^SQL<[^|]*>$/.test(declaration.type.getText());
    }
    const value = context.evaluator.evaluate(inner, context.env);
    if (value.kind === 'expression' && ts.isExpression(value.node))
      return mayBeUndefined(value.node, context, depth + 1);
  }
  return true;
}

/** The comments above a list element or member, directly before it, behind it on its line, and those that end its list. */
export function commentsOf(argument: ts.Expression | ts.ObjectLiteralElementLike): string[] {
  const { text } = argument.getSourceFile();
  const isOnSameLine = !text.slice(argument.pos, argument.getStart()).includes('\n');
  const before = [
    ...((isOnSameLine && ts.getTrailingCommentRanges(text, argument.pos)) || []),
    ...(ts.getLeadingCommentRanges(text, argument.pos) ?? []),
  ];
  const comma = /^[ \t]*,/.exec(text.slice(argument.end))?.[0].length ?? 0;
  const behind = ts.getTrailingCommentRanges(text, argument.end + comma) ?? [];
  const endsLine = /^[ \t]*(?:\r?\n|\))/.test(text.slice(behind.at(-1)?.end));
  const after = (isLast(argument) && ts.getLeadingCommentRanges(text, listOf(argument)!.end)) || [];
  return [...before, ...(endsLine ? behind : []), ...after].map(({ pos, end }) => text.slice(pos, end));
}

/** The list an element stands in. */
function listOf(element: ts.Node): ts.NodeArray<ts.Node> | undefined {
  const { parent } = element;
  if (ts.isCallExpression(parent)) return parent.arguments;
  if (ts.isArrayLiteralExpression(parent)) return parent.elements;
  return ts.isObjectLiteralExpression(parent) ? parent.properties : undefined;
}

function isLast(element: ts.Node): boolean {
  return listOf(element)?.at(-1) === element;
}
