import { ts } from '../../ts.cts';
import { writtenTypeOf } from '../../read/types/doc-types.ts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import {
  type FunctionNode,
  isAsConst,
  isFunction,
  isUndefined,
  propertyValue,
  unwrap,
} from '../../read/syntax/syntax.ts';
import { operatorNames } from '../filter.ts';
import type { Column } from '../../facts.ts';
import { columnByName, type QueryContext } from '../context.ts';
import { isKnownPrimitive, isKnownToBeThere } from './guards.ts';
import { hidesFromChecker, isTrusted, mayBeNullish } from './nullish.ts';
import { mayBeObject } from './unchecked.ts';
import { writtenType } from './written-type.ts';

/** What kind of value is on the right of a comparison, as far as syntax tells; it decides how v2 takes the value. */
export type ValueKind =
  /** A primitive, or anything that is not known to be one of the other kinds. */
  | 'plain'
  /** SQL, a column or a subquery: the types of an object filter reject these. */
  | 'sql'
  /** `sql.placeholder('…')`. */
  | 'placeholder'
  /**
   * An object, array, Date or Buffer: `{ createdAt: date }` would silently be no condition, so it needs `{ eq: date }`.
   */
  | 'object'
  | 'null'
  | 'undefined'
  /** May be null or undefined at run time although v1's types did not notice. */
  | 'nullish';

/**
 * Classifies a value given to a v1 operator.
 *
 * @param depth how many constants have been followed already
 */
export function valueKind(node: ts.Expression, context: QueryContext, depth = 0): ValueKind {
  const inner = unwrap(node);
  if (isSql(inner, context)) return 'sql';
  if (inner.kind === ts.SyntaxKind.NullKeyword) return 'null';
  if (isUndefined(inner)) return 'undefined';
  if (ts.isCallExpression(inner) && isDrizzle(inner.expression, 'placeholder', context)) return 'placeholder';
  const isDoubtful = mayBeNullish(node, context, depth) || !isTrusted(node, context);
  if (isDoubtful && !isKnownToBeThere(node, context.strict && !context.javascript)) return 'nullish';
  // A value of unchecked type may be an object even if it is defined, and v2 would take its keys for operators.
  const isUntyped = context.javascript && isDoubtful;
  if ((isUntyped || mayBeObject(inner) || mayBeObject(node)) && !isKnownPrimitive(node)) return 'object';
  if (isDoubtful) return 'plain';
  if (ts.isObjectLiteralExpression(inner) || ts.isArrayLiteralExpression(inner) || ts.isNewExpression(inner))
    return 'object';
  if (ts.isConditionalExpression(inner)) {
    const kinds = [valueKind(inner.whenTrue, context, depth), valueKind(inner.whenFalse, context, depth)];
    return (['sql', 'undefined', 'null', 'nullish', 'object', 'placeholder'] as const).find((kind) =>
      kinds.includes(kind),
    ) === undefined
      ? 'plain'
      : kinds.includes('sql')
        ? 'sql'
        : kinds.some((kind) => kind === 'undefined' || kind === 'null' || kind === 'nullish')
          ? 'nullish'
          : 'object';
  }
  if (depth < 4 && ts.isIdentifier(inner)) {
    const value = context.evaluator.evaluate(inner, context.env);
    if (value.kind === 'expression' && ts.isExpression(value.node) && !isFunction(value.node) && value.node !== inner) {
      const kind = valueKind(value.node, context, depth + 1);
      // With strict null checks, v1 compiled only because a guard stands between the declaration and this use.
      if (kind !== 'undefined' && kind !== 'null' && kind !== 'nullish') return kind;
      return context.strict && !hidesFromChecker(value.node, context) ? 'plain' : 'nullish';
    }
  }
  return 'plain';
}

/** Whether a value may be missing, or an object where its type says otherwise, and no code around it checks it. */
export function isUnsureValue(node: ts.Expression, context: QueryContext): boolean {
  const kind = valueKind(node, context);
  return kind === 'nullish' || (kind === 'object' && mayBeObject(node));
}

/**
 * Whether an expression is (or, for a choice, may be) SQL: a column, a table, a `sql` template, a call of an operator
 * or of a function that returns SQL, a subquery, or a variable that is annotated as one of these. False when it cannot
 * be told.
 *
 * @param depth how many constants and functions have been followed already
 */
export function isSql(node: ts.Node, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node);
  if (ts.isTaggedTemplateExpression(inner)) return isSqlTag(inner.tag, context);
  if (ts.isConditionalExpression(inner))
    return isSql(inner.whenTrue, context, depth) || isSql(inner.whenFalse, context, depth);
  if (ts.isBinaryExpression(inner) && isChoice(inner))
    return isSql(inner.left, context, depth) || isSql(inner.right, context, depth);
  if (ts.isCallExpression(inner)) {
    const callee = unwrap(inner.expression);
    if (ts.isPropertyAccessExpression(callee)) {
      if (callee.name.text === 'placeholder') return false;
      if (builderMethods.has(callee.name.text) && hasFrom(inner)) return true;
      if (
        ['as', 'mapWith', 'inlineParams', 'append', 'if'].includes(callee.name.text) &&
        isSql(callee.expression, context)
      )
        return true;
      if (isDrizzle(callee.expression, 'sql', context)) return true;
    }
    if (isOperator(inner, context) || inner.typeArguments?.some(isSqlType)) return true;
    const called = calledFunction(inner, context);
    if (called) return depth < 4 && returnsSql(called, context, depth);
    const fn = context.evaluator.evaluate(callee, context.env);
    return fn.kind === 'external' && fn.module.startsWith('drizzle-orm') && sqlFunctions.has(fn.name);
  }
  if (ts.isElementAccessExpression(inner) && isColumnAtRunTime(inner, context)) return true;
  const value = context.evaluator.evaluate(inner, context.env);
  if (value.kind === 'column' || value.kind === 'table') return true;
  if (value.kind === 'expression' && value.node !== inner && depth < 4) return isSql(value.node, context, depth + 1);
  return ts.isIdentifier(inner) ? isTypedAsSql(inner) : isMemberTypedAsSql(inner);
}

/** The function or method that is called; undefined when it is out of sight. */
export function calledFunction(call: ts.CallExpression, context: QueryContext): FunctionNode | undefined {
  const callee = unwrap(call.expression);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'expression' && isFunction(value.node)) return value.node;
  return ts.isPropertyAccessExpression(callee) ? context.methodOf(callee) : undefined;
}

/**
 * Whether an access is `users[name]` of a table, or `sortable[name]` of an object literal that holds columns or SQL.
 */
function isColumnAtRunTime({ expression }: ts.ElementAccessExpression, context: QueryContext): boolean {
  const owner = context.evaluator.evaluate(expression, context.env);
  if (owner.kind !== 'expression' || !ts.isObjectLiteralExpression(owner.node)) return owner.kind === 'table';
  return owner.node.properties.some((property) => {
    const member = propertyValue(property);
    return member !== undefined && isSql(member, { ...context, env: owner.env });
  });
}

/** Whether a variable or parameter is annotated as SQL, or as a list of it. */
export function isTypedAsSql(name: ts.Identifier): boolean {
  const declaration = declarationOf(name);
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  const written = writtenTypeOf(declaration);
  return written !== undefined && isSqlType(written.type);
}

/** Whether a member of a variable or parameter is annotated as SQL, and not (also) as a list of it. */
function isMemberTypedAsSql(node: ts.Node): boolean {
  const written = ts.isPropertyAccessExpression(node) ? writtenType(node) : undefined;
  return written !== undefined && isSqlType(written.type) && !/\[\]|\bArray</.test(written.type.getText());
}

/** Whether an expression is `a ?? b`, `a || b` or `a && b`. */
function isChoice({ operatorToken }: ts.BinaryExpression): boolean {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  return [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(operatorToken.kind);
}

/** Methods of drizzle-orm's query builders. */
const builderMethods = new Set([
  'from',
  'where',
  'limit',
  'orderBy',
  'groupBy',
  'having',
  'innerJoin',
  'leftJoin',
  'rightJoin',
  'fullJoin',
  'union',
  'unionAll',
  'offset',
  'as',
  'for',
]);
/** Functions of drizzle-orm, apart from the operators, whose result is SQL or (`getColumns`) columns. */
const sqlFunctions = new Set([
  'count',
  'countDistinct',
  'sum',
  'sumDistinct',
  'avg',
  'max',
  'min',
  'asc',
  'desc',
  'cosineDistance',
  'l2Distance',
  'getColumns',
]);

/** Whether a call chain has `.from(…)` in it, other than that of a class (`Buffer.from(…)`). */
function hasFrom(call: ts.CallExpression): boolean {
  for (let node: ts.Node = call; ts.isCallExpression(node);) {
    const callee = unwrap(node.expression);
    if (!ts.isPropertyAccessExpression(callee)) return false;
    if (callee.name.text === 'from')
      return !ts.isIdentifier(callee.expression) || !/^[A-Z]/.test(callee.expression.text);
    node = unwrap(callee.expression);
  }
  return false;
}

/** Whether a type annotation names SQL or a column. */
function isSqlType(type: ts.TypeNode): boolean {
  return /\b(?:SQL|SQLWrapper|\w*Column|Subquery|Placeholder)\b/.test(type.getText());
}

/** Whether a function returns SQL, by its return type or else by one of the expressions it returns. */
function returnsSql(fn: FunctionNode, context: QueryContext, depth: number): boolean {
  if (fn.type) return isSqlType(fn.type);
  return returnedValues(fn).some((returned) => isSql(returned, context, depth + 1));
}

/**
 * Whether the tag of a template is drizzle-orm's `sql`, judged by its import, or by its name when that is out of sight.
 */
export function isSqlTag(tag: ts.Expression, context: QueryContext): boolean {
  return isDrizzle(tag, 'sql', context);
}

/**
 * The name of the v1 operator that is called (`eq`, also under an alias), judged by its import, or by its name when
 * that is out of sight. Undefined for other calls.
 */
export function isOperator(call: ts.CallExpression, context: QueryContext): string | undefined {
  const callee = unwrap(call.expression);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'external') return operatorNames.has(value.name) ? value.name : undefined;
  if (value.kind !== 'unknown' || value.reason === 'runtime') return undefined;
  return ts.isIdentifier(callee) && operatorNames.has(callee.text) ? callee.text : undefined;
}

/**
 * The column that `schema.users.id` means by its name alone (`columnByName`), on the left of a comparison: nothing but
 * a column or SQL can stand there.
 */
export function leftColumn(node: ts.Node, context: QueryContext): Column | undefined {
  const call = node.parent;
  const isLeft = ts.isCallExpression(call) && call.arguments[0] === node;
  const operator = isLeft ? isOperator(call, context) : undefined;
  return operator !== undefined && !['and', 'or', 'not'].includes(operator) ? columnByName(node, context) : undefined;
}

/**
 * The column that `schema.users.id` means by its name alone, if a column of the same `schema.users` stands on the left
 * of a comparison in this file, which shows that it is a table.
 */
export function knownColumn(node: ts.Node, context: QueryContext): Column | undefined {
  const column = columnByName(node, context);
  if (!column || !ts.isPropertyAccessExpression(node)) return undefined;
  const owner = node.expression.getText();
  const isLeft = ({ arguments: [first] }: ts.CallExpression) =>
    first !== undefined &&
    ts.isPropertyAccessExpression(first) &&
    first.expression.getText() === owner &&
    declarationAt(first) === declarationAt(node) &&
    leftColumn(first, context) !== undefined;
  return nodesOf(node.getSourceFile()).calls.some(isLeft) ? column : undefined;
}

/**
 * The declaration of the first name of a path (`schema` of `schema.users.id`), or `this`; undefined when there is none.
 */
function declarationAt(path: ts.PropertyAccessExpression): ts.Node | undefined {
  const owner = unwrap(path.expression);
  if (ts.isPropertyAccessExpression(owner)) return declarationAt(owner);
  return ts.isIdentifier(owner) ? declarationOf(owner) : owner;
}

/** Whether an expression is drizzle-orm's export `name`, or the method `sql.name`. */
function isDrizzle(node: ts.Expression, name: string, context: QueryContext): boolean {
  const callee = unwrap(node);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'external') return value.name === name || value.name === `sql.${name}`;
  return value.kind === 'unknown' && value.reason !== 'runtime' && ts.isIdentifier(callee) && callee.text === name;
}

/**
 * Whether a list has a readonly array type: the types of v2 take mutable arrays only, so it must be copied
 * (`[...ids]`).
 */
export function isReadonlyList(node: ts.Expression, context: QueryContext): boolean {
  const inner = unwrap(node);
  const annotation = (type: ts.TypeNode | undefined) =>
    type !== undefined && /^readonly\b|^Readonly(?:Array)?\b/.test(type.getText());
  if (ts.isAsExpression(node)) return isAsConst(node) || annotation(node.type);
  if (ts.isIdentifier(inner)) {
    const declaration = declarationOf(inner);
    if (declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) {
      if (declaration.type) return annotation(declaration.type);
    }
  }
  const value = context.evaluator.evaluate(inner, context.env);
  if (value.kind !== 'expression') return false;
  return isAsConst(value.node.parent);
}
