import { ts } from '../ts.cts';
import { writtenTypeOf } from '../read/doc-types.ts';
import { nodesOf } from '../read/nodes.ts';
import { declarationOf } from '../read/scope.ts';
import {
  type FunctionNode,
  isFunction,
  isUndefined,
  propertyValue,
  returnedExpression,
  unwrap,
} from '../read/syntax.ts';
import { operatorNames } from './filter.ts';
import type { Column } from '../facts.ts';
import { columnByName, type QueryContext } from './context.ts';
import { isKnownToBeThere } from './guards.ts';
import { isTrusted, mayBeNullish } from './nullish.ts';

/** What the right-hand side of a comparison is, as far as the syntax tells. */
export type ValueKind =
  /** A literal, or anything that is not known to be more special. */
  | 'plain'
  /** SQL, a column or a subquery. */
  | 'sql'
  /** `sql.placeholder('…')`. */
  | 'placeholder'
  /** An object, array, Date or Buffer: never a shorthand. */
  | 'object'
  | 'null'
  | 'undefined'
  /** May be null or undefined at run time although v1's types did not see it. */
  | 'nullish';

/** Classifies a value given to a v1 operator. */
export function valueKind(node: ts.Expression, context: QueryContext, depth = 0): ValueKind {
  const inner = unwrap(node);
  if (isSql(inner, context)) return 'sql';
  if (inner.kind === ts.SyntaxKind.NullKeyword) return 'null';
  if (isUndefined(inner)) return 'undefined';
  if (ts.isCallExpression(inner) && isDrizzle(inner.expression, 'placeholder', context)) return 'placeholder';
  // What nothing has checked may be an object, too: a key of its own could pass for an operator.
  if (mayBeNullish(node, context, depth) || !isTrusted(node, context))
    return isKnownToBeThere(node) ? 'object' : 'nullish';
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
      // What may be null there may be null here; a strict compiler has seen a guard between.
      if (kind !== 'undefined' && kind !== 'null' && kind !== 'nullish') return kind;
      return context.strict ? 'plain' : 'nullish';
    }
  }
  return 'plain';
}

/** Whether an expression is SQL: a column, a `sql` template, an operator call, a query builder, or typed as one. */
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
  return ts.isIdentifier(inner) && isTypedAsSql(inner);
}

/** The function or method that is called, if it is in sight. */
export function calledFunction(call: ts.CallExpression, context: QueryContext): FunctionNode | undefined {
  const callee = unwrap(call.expression);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'expression' && isFunction(value.node)) return value.node;
  return ts.isPropertyAccessExpression(callee) ? context.methodOf(callee) : undefined;
}

/** `users[name]`, and `sortable[name]` of an object that holds columns. */
function isColumnAtRunTime({ expression }: ts.ElementAccessExpression, context: QueryContext): boolean {
  const owner = context.evaluator.evaluate(expression, context.env);
  if (owner.kind !== 'expression' || !ts.isObjectLiteralExpression(owner.node)) return owner.kind === 'table';
  return owner.node.properties.some((property) => {
    const member = propertyValue(property);
    return member !== undefined && isSql(member, { ...context, env: owner.env });
  });
}

/** Whether a variable is written to be SQL, or a list of it. */
export function isTypedAsSql(name: ts.Identifier): boolean {
  const declaration = declarationOf(name);
  if (!declaration || !(ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) return false;
  const written = writtenTypeOf(declaration);
  return written !== undefined && isSqlType(written.type);
}

/** `a ?? b`, `a || b`, `a && b`. */
function isChoice({ operatorToken }: ts.BinaryExpression): boolean {
  const { AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken } = ts.SyntaxKind;
  return [AmpersandAmpersandToken, BarBarToken, QuestionQuestionToken].includes(operatorToken.kind);
}

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

function returnsSql(fn: FunctionNode, context: QueryContext, depth: number): boolean {
  if (fn.type) return isSqlType(fn.type);
  const returned = returnedExpression(fn);
  return returned !== undefined && isSql(returned, context, depth + 1);
}

/** Whether a tag is Drizzle's `sql` (by binding, or by name where the binding is out of sight). */
export function isSqlTag(tag: ts.Expression, context: QueryContext): boolean {
  return isDrizzle(tag, 'sql', context);
}

/** The v1 operator a call is of: by binding, or by name where the name is bound out of sight. */
export function isOperator(call: ts.CallExpression, context: QueryContext): string | undefined {
  const callee = unwrap(call.expression);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'external') return operatorNames.has(value.name) ? value.name : undefined;
  if (value.kind !== 'unknown' || value.reason === 'runtime') return undefined;
  return ts.isIdentifier(callee) && operatorNames.has(callee.text) ? callee.text : undefined;
}

/** A column by its name alone, in a place where nothing but a column can stand: on the left of an operator. */
export function leftColumn(node: ts.Node, context: QueryContext): Column | undefined {
  const call = node.parent;
  const isLeft = ts.isCallExpression(call) && call.arguments[0] === node;
  const operator = isLeft ? isOperator(call, context) : undefined;
  return operator !== undefined && !['and', 'or', 'not'].includes(operator) ? columnByName(node, context) : undefined;
}

/** A column by its name, where another one of the same `schema.users` stands on the left of an operator in this file. */
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

/** What declares the first name of a path; undefined for one that is imported by itself. */
function declarationAt(path: ts.PropertyAccessExpression): ts.Node | undefined {
  const owner = unwrap(path.expression);
  if (ts.isPropertyAccessExpression(owner)) return declarationAt(owner);
  return ts.isIdentifier(owner) ? declarationOf(owner) : owner;
}

function isDrizzle(node: ts.Expression, name: string, context: QueryContext): boolean {
  const callee = unwrap(node);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'external') return value.name === name || value.name === `sql.${name}`;
  return value.kind === 'unknown' && value.reason !== 'runtime' && ts.isIdentifier(callee) && callee.text === name;
}

/** Whether a list is read-only to the type checker: v2 takes mutable arrays only. */
export function isReadonlyList(node: ts.Expression, context: QueryContext): boolean {
  const inner = unwrap(node);
  const annotation = (type: ts.TypeNode | undefined) =>
    type !== undefined && /^readonly\b|^Readonly(?:Array)?\b/.test(type.getText());
  if (ts.isAsExpression(node)) return node.type.getText() === 'const' || annotation(node.type);
  if (ts.isIdentifier(inner)) {
    const declaration = declarationOf(inner);
    if (declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) {
      if (declaration.type) return annotation(declaration.type);
    }
  }
  const value = context.evaluator.evaluate(inner, context.env);
  if (value.kind !== 'expression') return false;
  return ts.isAsExpression(value.node.parent) && value.node.parent.type.getText() === 'const';
}
