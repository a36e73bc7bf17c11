import type { Value } from '../../facts.ts';
import { isSameTable } from '../../read/schema/same-table.ts';
import { mayReturnNothing, returnedValues } from '../../read/syntax/function-ends.ts';
import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import { type FunctionNode, isConst, isFunction, isUndefined, unwrap } from '../../read/syntax/syntax.ts';
import type { WrittenType } from '../../read/types/doc-types.ts';
import { calledBy } from '../../read/values/value-of-call.ts';
import { ts } from '../../ts.cts';
import { columnOf, type QueryContext } from '../context.ts';
import { holdsSql } from '../sql/holds-sql.ts';
import { hasForeignSql } from '../sql/outer-sql.ts';
import { isRawText } from '../values/operators.ts';
import { isSql } from '../values/is-sql.ts';
import { membersOfMap } from '../values/map-members.ts';
import { writtenType } from '../values/written-type.ts';

/** Whether an expression is a call of `asc` or `desc`, or of a choice between them: `(isUp ? asc : desc)(…)`. */
export function isDirected(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (!ts.isCallExpression(inner)) return false;
  const isDirection = (callee: ts.Node, env: QueryContext['env']): boolean => {
    const value = context.evaluator.evaluate(callee, env);
    if (value.kind === 'external') return value.name === 'asc' || value.name === 'desc';
    return (
      value.kind === 'expression' &&
      ts.isConditionalExpression(value.node) &&
      isDirection(value.node.whenTrue, value.env) &&
      isDirection(value.node.whenFalse, value.env)
    );
  };
  return isDirection(inner.expression, context.env);
}

/** The `undefined`s among the branches of a conditional order, or the order itself when it is `undefined`. */
export function nothingsOf(node: ts.Node): ts.Node[] {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return [inner.whenTrue, inner.whenFalse].flatMap(nothingsOf);
  return isUndefined(inner) ? [inner] : [];
}

/** Whether an order that is built elsewhere may be undefined, which means no order in v1. */
export function mayBeMissing(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node);
  if (nothingsOf(inner).length > 0) return true;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mayBeMissing(branch, context, depth));
  if (ts.isBinaryExpression(inner)) {
    const isAnd = inner.operatorToken.kind === ts.SyntaxKind.AmpersandAmpersandToken;
    return isAnd || mayBeMissing(inner.right, context, depth);
  }
  if (ts.isArrayLiteralExpression(inner)) return false;
  if (ts.isElementAccessExpression(inner)) {
    const map = context.evaluator.evaluate(inner.expression, context.env);
    // Any string may be a key of `Record<string, …>`, so a missing one gives undefined.
    const isOpen = /^(?:Partial<)?Record<string,/.test(variableOfMap(inner.expression, context)?.type?.getText() ?? '');
    return isOpen || map.kind !== 'expression' || !ts.isObjectLiteralExpression(map.node);
  }
  const declaration = depth > 4 ? undefined : typedBy(inner, context);
  const member = memberWritten(inner);
  if (member) return member.isOptional || /\bundefined\b/.test(member.type.getText());
  // Without a declaration there is no type to tell: only what is certainly SQL is never undefined.
  if (!declaration) return !isSql(inner, context);
  if (declaration.type) return /\bundefined\b/.test(declaration.type.getText()) || isOptional(declaration);
  if (isFunction(declaration))
    return mayReturnNothing(declaration) || returnedValues(declaration).some((each) => nothingsOf(each).length > 0);
  if (isOptional(declaration)) return true;
  const { initializer } = declaration as ts.VariableDeclaration;
  return initializer !== undefined && mayBeMissing(initializer, context, depth + 1);
}

/**
 * The declaration that holds the type annotation of a variable or parameter, or the function whose result a call is.
 */
function typedBy(
  node: ts.Node,
  context: QueryContext,
): ts.ParameterDeclaration | ts.VariableDeclaration | FunctionNode | undefined {
  if (ts.isCallExpression(node)) {
    const fn = context.evaluator.evaluate(node.expression, context.env);
    return fn.kind === 'expression' && isFunction(fn.node) ? fn.node : undefined;
  }
  const declaration = ts.isIdentifier(node) ? declarationOf(node) : undefined;
  const isTyped = declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration));
  return isTyped ? declaration : undefined;
}

/** The annotation of a member of a variable or parameter: `SQL` of `{ order: SQL }` for `options.order`. */
function memberWritten(node: ts.Node): WrittenType | undefined {
  return ts.isPropertyAccessExpression(node) ? writtenType(node) : undefined;
}

/** Whether a declaration is a parameter with `?`, or a variable without initializer, which may never be assigned. */
function isOptional(declaration: NonNullable<ReturnType<typeof typedBy>>): boolean {
  if (ts.isParameter(declaration)) return declaration.questionToken !== undefined;
  return ts.isVariableDeclaration(declaration) && declaration.initializer === undefined;
}

/**
 * Whether an order is known to be a single SQL expression: no list, and no column, which `mapColumnsInSQLToAlias` does
 * not take.
 *
 * @param allowed `'nothing'` where it may be undefined, too: on the left of `??` and the like
 */
export function isOneOrder(node: ts.Node, context: QueryContext, allowed?: 'nothing'): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner))
    return isOneOrder(inner.whenTrue, context, allowed) && isOneOrder(inner.whenFalse, context, allowed);
  if (ts.isBinaryExpression(inner))
    return isOneOrder(inner.left, context, 'nothing') && isOneOrder(inner.right, context, allowed);
  const value = context.evaluator.evaluate(inner as ts.Expression, context.env);
  if (value.kind === 'expression' && ((value.optional && !allowed) || mayReturnMore(value, context))) return false;
  if (value.kind === 'expression' && value.node !== inner && ts.isConditionalExpression(value.node))
    return isOneOrder(value.node, { ...context, env: value.env });
  if (value.kind === 'expression' && value.node !== inner && isDirected(value.node, { ...context, env: value.env }))
    return true;
  if (value.kind === 'expression' && ts.isElementAccessExpression(value.node))
    return isOneOfOrders(value.node, { ...context, env: value.env });
  return (
    value.kind !== 'column' &&
    value.kind !== 'table' &&
    !isTypedAsMore(inner, context, allowed) &&
    isSql(inner, context)
  );
}

/** Whether a call is one of a function with several returns, some of which give a column, a list or nothing. */
function mayReturnMore({ node, env }: Extract<Value, { kind: 'expression' }>, { evaluator }: QueryContext): boolean {
  const called = ts.isCallExpression(node) ? calledBy(node, env, evaluator) : undefined;
  if (!called || called.fn.type) return false;
  const isMore = (returned: ts.Expression) => {
    const inner = unwrap(returned);
    const { kind } = evaluator.evaluate(inner, called.env);
    return kind === 'column' || kind === 'table' || ts.isArrayLiteralExpression(inner);
  };
  return mayReturnNothing(called.fn) || returnedValues(called.fn).some(isMore);
}

/**
 * Whether `sorts[name]` reads an object literal without annotation of which every member is a single SQL expression.
 */
function isOneOfOrders({ expression }: ts.ElementAccessExpression, context: QueryContext): boolean {
  const map = context.evaluator.evaluate(expression, context.env);
  const members = membersOfMap(map, context);
  if (map.kind !== 'expression' || !members) return false;
  const holder = ts.findAncestor(map.node, ts.isVariableDeclaration);
  const isTyped = holder?.type !== undefined && unwrap(holder.initializer!) === map.node;
  return !isTyped && members.every((member) => member.value !== undefined && isOneOrder(member.value, member.context));
}

/**
 * Whether a variable, a member or the result of a function is annotated as a list or a column too or, unless that is
 * `allowed`, as possibly undefined.
 */
function isTypedAsMore(node: ts.Node, context: QueryContext, allowed?: 'nothing'): boolean {
  const declaration = typedBy(node, context);
  const member = memberWritten(node);
  const type = (declaration?.type ?? member?.type)?.getText();
  if (type === undefined) return false;
  const mayBeAbsent = member ? member.isOptional : declaration !== undefined && isOptional(declaration);
  return /\[|(?:Array|Column)\b/.test(type) || (!allowed && (/\bundefined\b/.test(type) || mayBeAbsent));
}

/** Whether an order is annotated as `SQL[]`, so that its items need neither `.flat()` nor a `sql` template. */
export function isTypedAsList(node: ts.Node, context: QueryContext): boolean {
  if (ts.isElementAccessExpression(node) && isMapOfLists(node.expression, context)) return !mayBeMissing(node, context);
  const declaration = typedBy(node, context);
  if (!declaration?.type || isOptional(declaration)) return false;
  return /^SQL(?:<[^<>]*>)?\[\]$/.test(declaration.type.getText());
}

/** Whether a variable is annotated, by `:` or `satisfies`, as `Record<…, SQL[]>`. */
function isMapOfLists(map: ts.Expression, context: QueryContext): boolean {
  const { type, initializer } = variableOfMap(map, context) ?? {};
  const held = initializer && ts.isSatisfiesExpression(initializer) ? initializer.type : undefined;
  return /^Record<.*,\s*SQL(?:<[^<>]*>)?\[\]>$/s.test((type ?? held)?.getText() ?? '');
}

/** The variable that holds a map of orders, also one of another file. */
function variableOfMap(map: ts.Expression, context: QueryContext): ts.VariableDeclaration | undefined {
  const holder = context.initializerElsewhere(map)?.parent;
  return variableOf(map) ?? (holder && ts.isVariableDeclaration(holder) ? holder : undefined);
}

/** Whether an order is written in place, so that all of its columns are in sight and can be re-bound. */
export function isBuiltHere(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isArrayLiteralExpression(inner)) {
    return inner.elements.every((element) =>
      isBuiltHere(ts.isSpreadElement(element) ? element.expression : element, context),
    );
  }
  if (ts.isConditionalExpression(inner))
    return isBuiltHere(inner.whenTrue, context) && isBuiltHere(inner.whenFalse, context);
  if (ts.isTaggedTemplateExpression(inner)) return !hasForeignSql(inner, context);
  if (isUndefined(inner) || isRawText(inner, context)) return true;
  if (ts.isCallExpression(inner)) {
    const root = ts.isPropertyAccessExpression(inner.expression) ? inner.expression.expression : undefined;
    if (root && isBuiltHere(root, context)) return true;
    if (root && isMappedHere(inner, root, context)) return true;
    return inner.arguments.length > 0 && inner.arguments.every((argument) => isBuiltHere(argument, context));
  }
  if (ts.isElementAccessExpression(inner)) {
    const owner = context.evaluator.evaluate(inner.expression, context.env);
    if (owner.kind === 'table') return isSameTable(owner.table, context.table);
  }
  const local = variableOf(inner);
  const isLocal = local && isConst(local) && ts.findAncestor(local, (around) => around === context.callback);
  // Other orders may be put into a list later.
  if (isLocal && local.initializer && isItem(local.initializer, context))
    return isBuiltHere(local.initializer, context);
  return columnOf(inner, context) !== undefined;
}

/** Whether an order is a single column or SQL, by what is written. */
function isItem(node: ts.Node, context: QueryContext): boolean {
  const inner = unwrap(node);
  if (ts.isConditionalExpression(inner)) return isItem(inner.whenTrue, context) && isItem(inner.whenFalse, context);
  if (ts.isTaggedTemplateExpression(inner) || isDirected(inner, context)) return true;
  const { kind } = context.evaluator.evaluate(inner, context.env);
  return kind === 'column' || (ts.isElementAccessExpression(inner) && isBuiltHere(inner, context));
}

/** Whether a list is made in place of what holds no orders: `sort.map(({ by }) => asc(users[by]))`. */
export function isMappedHere(call: ts.CallExpression, over: ts.Expression, context: QueryContext): boolean {
  const [fn] = call.arguments;
  if (!isMapped(call) || !fn || !isFunction(fn) || holdsSql(over, context)) return false;
  const returned = returnedValues(fn);
  return returned.length > 0 && returned.every((order) => isBuiltHere(order, context));
}

/** Whether an expression is a call of a list's `map` or `flatMap`, so that it is a list itself. */
export function isMapped(node: ts.Node): boolean {
  const callee = ts.isCallExpression(node) ? node.expression : undefined;
  return callee !== undefined && ts.isPropertyAccessExpression(callee) && /^(?:flatM|m)ap$/.test(callee.name.text);
}
