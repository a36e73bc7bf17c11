import { declarationOf, variableOf } from '../../read/syntax/scope.ts';
import {
  hasOtherReturns,
  isAssertion,
  isConst,
  isUndefined,
  returnedExpression,
  unwrap,
} from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';
import { calledFunction, isSql } from './is-sql.ts';
import { operatorOf, isRawText, isSqlTag } from './operators.ts';

/** Whether an expression is a `sql` template, or a method call on one: `` sql`…`.mapWith(Number) ``. */
export function isInlineSql(node: ts.Expression, context: QueryContext): boolean {
  if (ts.isTaggedTemplateExpression(node)) return isSqlTag(node.tag, context);
  if (isRawText(node, context)) return true;
  return (
    ts.isCallExpression(node) &&
    ts.isPropertyAccessExpression(node.expression) &&
    isSql(node.expression.expression, context) &&
    isInlineSql(unwrap(node.expression.expression) as ts.Expression, context)
  );
}

/** Whether an expression is `` sql`…`.if(test) ``, which is undefined when the test fails. */
export function isSqlIf(node: ts.Expression): boolean {
  return (
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'if'
  );
}

/** Whether an argument of `and` or `or` is always a condition, never undefined and no spread. */
export function isCertain(argument: ts.Expression, context: QueryContext): boolean {
  return !ts.isSpreadElement(argument) && !mayBeUndefined(argument, context);
}

/**
 * Whether an expression that should be SQL may be undefined at run time or in its type, judged by syntax: true unless
 * it certainly is not. `and(…)` and `or(…)` may be undefined when each of their arguments may.
 *
 * @param depth how many constants and functions have been followed already
 */
export function mayBeUndefined(node: ts.Expression, context: QueryContext, depth = 0): boolean {
  const inner = unwrap(node) as ts.Expression;
  if (ts.isNonNullExpression(node)) return mayBeUndefined(inner, context, depth);
  if (ts.isTaggedTemplateExpression(inner)) return false;
  if (ts.isConditionalExpression(inner))
    return [inner.whenTrue, inner.whenFalse].some((branch) => mayBeUndefined(branch, context, depth));
  if (ts.isCallExpression(inner)) {
    const operator = operatorOf(inner, context);
    if (operator === 'and' || operator === 'or')
      return !inner.arguments.some((argument) => isCertain(argument, context));
    if (operator) return false;
    const called = calledFunction(inner, context);
    if (called?.type) return !isTypeOfSql(called.type);
    const returned = called && returnedExpression(called);
    if (called && returned && depth < 4 && !hasOtherReturns(called, returned))
      return mayBeUndefined(returned, context, depth + 1);
    if (isSqlIf(inner)) return true;
    // `sql.raw(…)`, `sql.join(…)`
    if (context.evaluator.evaluate(inner.expression, context.env).kind === 'external' && isSql(inner, context))
      return false;
    return !isInlineSql(inner, context);
  }
  if (depth < 4 && ts.isIdentifier(inner)) {
    const declaration = declarationOf(inner);
    if (declaration && (ts.isParameter(declaration) || ts.isVariableDeclaration(declaration))) {
      if (ts.isParameter(declaration) && declaration.questionToken) return true;
      if (declaration.type)
        return !/^SQL(?:<[^|]*>)?$/.test(declaration.type.getText()) || isForced(inner, context, depth);
    }
    const value = context.evaluator.evaluate(inner, context.env);
    // The evaluator looks into the function that is called, whose result may have a wider type than what it returns.
    const called = declaration && ts.isVariableDeclaration(declaration) ? callHeldBy(declaration) : undefined;
    const held = called ?? (value.kind === 'expression' && ts.isExpression(value.node) ? value.node : undefined);
    if (held) return (value.kind === 'expression' && value.optional) || mayBeUndefined(held, context, depth + 1);
  }
  if (depth < 4 && ts.isPropertyAccessExpression(inner) && isOfUntypedConstant(inner)) {
    const value = context.evaluator.evaluate(inner, context.env);
    if (value.kind === 'expression' && value.node !== inner && ts.isExpression(value.node))
      return value.optional === true || mayBeUndefined(value.node, context, depth + 1);
  }
  const member = depth < 4 && ts.isPropertyAccessExpression(inner) ? context.memberOf(inner) : undefined;
  const isProperty = member && (ts.isPropertyDeclaration(member) || ts.isPropertyAssignment(member));
  return !isProperty || mayLackValue(member, context, depth);
}

/** The call that a constant is initialized with. */
function callHeldBy(declaration: ts.VariableDeclaration): ts.CallExpression | undefined {
  const value = declaration.initializer && isConst(declaration) ? unwrap(declaration.initializer) : undefined;
  return value && ts.isCallExpression(value) ? value : undefined;
}

/**
 * Whether a name of type `SQL` is initialized with, or given by a call in sight, what is forced or cast to that type and
 * may be undefined: `list(and(...conditions)!)`.
 */
function isForced(name: ts.Identifier, context: QueryContext, depth: number): boolean {
  const initializer = variableOf(name)?.initializer;
  const own = initializer ? [{ value: initializer, context, part: 'whole' }] : context.passedValues(name);
  return own.some(
    ({ value, context: there, part }) =>
      part === 'whole' &&
      (ts.isNonNullExpression(value) || isAssertion(value)) &&
      (isUndefined(unwrap(value)) || mayBeUndefined(value, there, depth + 1)),
  );
}

/** Whether a type is that of SQL, and not also that of undefined. */
function isTypeOfSql(type: ts.TypeNode): boolean {
  return /^SQL\w*\b(?!.*\bundefined\b)/s.test(type.getText());
}

/**
 * Whether a property of a class or object may be undefined: by its type, or else, where the compiler keeps to it, by its
 * first value.
 */
function mayLackValue(
  property: ts.PropertyDeclaration | ts.PropertyAssignment,
  context: QueryContext,
  depth: number,
): boolean {
  if (!context.strict || context.javascript) return true;
  const { initializer } = property;
  const isFirst = initializer !== undefined && !mayBeUndefined(initializer, context, depth + 1);
  // What a spread brings may be another value of that name.
  if (ts.isPropertyAssignment(property)) return !isFirst || property.parent.properties.some(ts.isSpreadAssignment);
  const { type, questionToken, exclamationToken } = property;
  return questionToken || exclamationToken ? true : type ? !isTypeOfSql(type) : !isFirst;
}

/**
 * Whether `filters` of `filters.visible` is a variable without annotation: the member then has the type of its value.
 */
function isOfUntypedConstant({ expression }: ts.PropertyAccessExpression): boolean {
  const object = unwrap(expression);
  const declaration = ts.isIdentifier(object) ? declarationOf(object) : undefined;
  return declaration !== undefined && ts.isVariableDeclaration(declaration) && declaration.type === undefined;
}
