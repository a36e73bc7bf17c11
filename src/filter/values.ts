import { ts } from '../ts.cts';
import { declarationOf } from '../read/scope.ts';
import { isFunction, returnedExpression, unwrap } from '../read/syntax.ts';
import { operatorNames } from './filter.ts';
import type { QueryContext } from './context.ts';

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
  if (ts.isIdentifier(inner) && inner.text === 'undefined') return 'undefined';
  if (ts.isCallExpression(inner) && isDrizzle(inner.expression, 'placeholder', context)) return 'placeholder';
  if (mayBeNullish(node, context, depth)) return 'nullish';
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
    if (isOperator(inner, context)) return true;
    const fn = context.evaluator.evaluate(callee, context.env);
    if (fn.kind === 'expression' && isFunction(fn.node)) return depth < 4 && returnsSql(fn.node, context, depth);
    return fn.kind === 'external' && fn.module.startsWith('drizzle-orm') && sqlFunctions.has(fn.name);
  }
  const value = context.evaluator.evaluate(inner, context.env);
  if (value.kind === 'column' || value.kind === 'table') return true;
  if (value.kind === 'expression' && value.node !== inner && depth < 4) return isSql(value.node, context, depth + 1);
  if (ts.isIdentifier(inner)) {
    const declaration = declarationOf(inner);
    const type =
      declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration)) && declaration.type;
    return type ? isSqlType(type) : false;
  }
  return false;
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
    if (callee.name.text === 'from') return !ts.isIdentifier(callee.expression) || callee.expression.text !== 'Array';
    node = unwrap(callee.expression);
  }
  return false;
}

/** Whether a type annotation names SQL or a column. */
export function isSqlType(type: ts.TypeNode): boolean {
  return /\b(?:SQL|SQLWrapper|\w*Column|Subquery|Placeholder)\b/.test(type.getText());
}

function returnsSql(fn: Parameters<typeof returnedExpression>[0], context: QueryContext, depth: number): boolean {
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

function isDrizzle(node: ts.Expression, name: string, context: QueryContext): boolean {
  const callee = unwrap(node);
  const value = context.evaluator.evaluate(callee, context.env);
  if (value.kind === 'external') return value.name === name || value.name === `sql.${name}`;
  return value.kind === 'unknown' && value.reason !== 'runtime' && ts.isIdentifier(callee) && callee.text === name;
}

/**
 * Whether a value may be null or undefined behind the back of v1's types: forced with `!`, cast, read from
 * `process.env`, of type `any`; without strict null checks also whatever is written as optional.
 */
function mayBeNullish(node: ts.Expression, context: QueryContext, depth: number): boolean {
  if (ts.isParenthesizedExpression(node)) return mayBeNullish(node.expression, context, depth);
  if (ts.isNonNullExpression(node)) return true;
  if (ts.isAsExpression(node) || ts.isTypeAssertionExpression(node)) return mayBeNullishCast(node, context, depth);
  if (ts.isAwaitExpression(node)) return mayBeNullish(node.expression, context, depth);
  if (ts.isBinaryExpression(node)) {
    const { kind } = node.operatorToken;
    if (kind === ts.SyntaxKind.QuestionQuestionToken || kind === ts.SyntaxKind.BarBarToken) {
      return mayBeNullish(node.right, context, depth);
    }
    return kind === ts.SyntaxKind.AmpersandAmpersandToken && mayBeNullish(node.right, context, depth);
  }
  if (hasOptionalChain(node)) return true;
  // Reading past the end of a list is undefined whatever its type says.
  if (ts.isElementAccessExpression(node) && !ts.isStringLiteralLike(node.argumentExpression)) return true;
  const root = rootOf(node);
  if (root && /^process\.env\b|^import\.meta\.env\b/.test(node.getText())) return true;
  if (!root || !ts.isIdentifier(root)) return false;
  const declaration = declarationOf(root);
  if (!declaration) return false;
  if (ts.isParameter(declaration)) {
    if (declaration.type?.kind === ts.SyntaxKind.AnyKeyword) return true;
    if (context.javascript) return declaration.initializer === undefined;
    return (
      !context.strict && root === node && (declaration.questionToken !== undefined || isNullableType(declaration.type))
    );
  }
  if (ts.isVariableDeclaration(declaration) || ts.isBindingElement(declaration)) {
    const owner = ts.isVariableDeclaration(declaration)
      ? declaration
      : ts.findAncestor(declaration, ts.isVariableDeclaration);
    if (owner?.type) {
      if (owner.type.kind === ts.SyntaxKind.AnyKeyword) return true;
      return !context.strict && root === node && isNullableType(owner.type);
    }
    if (owner?.initializer && isAny(owner.initializer)) return true;
    // Nothing has looked at what plain JavaScript takes out of an object, or sets later.
    const isUnchecked = ts.isBindingElement(declaration) || ts.isVariableStatement(declaration.parent.parent);
    if (context.javascript && isUnchecked && declaration.initializer === undefined) return true;
    if (owner?.initializer && root === node && owner === declaration && depth < 4) {
      // A strict compiler has narrowed it, or it was forced at its declaration.
      return forced(owner.initializer, context, depth);
    }
  }
  return false;
}

function forced(initializer: ts.Expression, context: QueryContext, depth: number): boolean {
  const isChecked = context.strict && !context.javascript;
  if (isChecked && !ts.isNonNullExpression(initializer) && !ts.isAsExpression(initializer)) return false;
  return mayBeNullish(initializer, context, depth + 1);
}

function mayBeNullishCast(node: ts.AsExpression | ts.TypeAssertion, context: QueryContext, depth: number): boolean {
  const type = node.type.getText();
  if (type === 'const') return false;
  if (type === 'any' || /\b(?:undefined|null)\b/.test(type)) return true;
  const inner = unwrap(node.expression);
  // A cast of a literal is harmless; `params.id as string` hides a possible undefined.
  return (
    !(ts.isLiteralExpression(inner) || ts.isTemplateExpression(inner)) &&
    (mayBeNullish(node.expression, context, depth) || hidesUndefined(inner))
  );
}

function hidesUndefined(node: ts.Node): boolean {
  return ts.isPropertyAccessExpression(node) || ts.isElementAccessExpression(node) || ts.isCallExpression(node);
}

function hasOptionalChain(node: ts.Expression): boolean {
  if (node.flags & ts.NodeFlags.OptionalChain) return true;
  const inner = unwrap(node);
  if (ts.isPropertyAccessExpression(inner) || ts.isElementAccessExpression(inner))
    return hasOptionalChain(inner.expression);
  return false;
}

function rootOf(node: ts.Node): ts.Node | undefined {
  let current = unwrap(node);
  while (ts.isPropertyAccessExpression(current) || ts.isElementAccessExpression(current))
    current = unwrap(current.expression);
  return current;
}

function isNullableType(type: ts.TypeNode | undefined): boolean {
  return type !== undefined && /\b(?:undefined|null|any)\b/.test(type.getText());
}

/** `await req.json()`, `JSON.parse(…)`: their results are `any`. */
function isAny(node: ts.Expression): boolean {
  const inner = ts.isAwaitExpression(node) ? unwrap(node.expression) : unwrap(node);
  if (ts.isAsExpression(node)) return node.type.kind === ts.SyntaxKind.AnyKeyword;
  return (
    ts.isCallExpression(inner) &&
    ts.isPropertyAccessExpression(inner.expression) &&
    (/^JSON\.parse$/.test(inner.expression.getText()) ||
      (inner.expression.name.text === 'json' && inner.arguments.length === 0))
  );
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
