import { ts } from '../../ts.cts';
import { returnedValues } from '../../read/syntax/function-ends.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { type FunctionNode, unwrap } from '../../read/syntax/syntax.ts';
import { writtenTypeOf } from '../../read/types/doc-types.ts';
import { functionCalled } from '../../read/types/object-members.ts';
import type { ValueContext } from '../context.ts';
import { membersOfMap } from './map-members.ts';
import { isDrizzle, isSqlTag, operatorOf } from './operators.ts';
import { writtenType } from './written-type.ts';

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

/**
 * Whether an expression is (or, for a choice, may be) SQL: a column, a table, a `sql` template, a call of an operator
 * or of a function that returns SQL, a subquery, or a variable that is annotated as one of these. False when it cannot
 * be told.
 *
 * @param depth how many constants and functions have been followed already
 */
export function isSql(node: ts.Node, context: ValueContext, depth = 0): boolean {
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
    if (operatorOf(inner, context) || inner.typeArguments?.some(isSqlType)) return true;
    const called = calledFunction(inner, context);
    if (called) return depth < 4 && returnsSql(called, context, depth);
    if (isChosenOperator(inner, context)) return true;
    const fn = context.evaluator.evaluate(callee, context.env);
    return fn.kind === 'external' && fn.module.startsWith('drizzle-orm') && sqlFunctions.has(fn.name);
  }
  if (ts.isElementAccessExpression(inner) && isColumnAtRunTime(inner, context)) return true;
  const value = context.evaluator.evaluate(inner, context.env);
  if (value.kind === 'column' || value.kind === 'table') return true;
  if (value.kind === 'expression' && value.node !== inner && depth < 4) return isSql(value.node, context, depth + 1);
  return ts.isIdentifier(inner) ? isTypedAsSql(inner) : isMemberTypedAsSql(inner);
}

/**
 * Whether a parameter, or one of several functions, is called with a column: an operator that is chosen at run time,
 * `by` of `by(users.age, age)`.
 */
function isChosenOperator({ expression, arguments: given }: ts.CallExpression, context: ValueContext): boolean {
  const callee = unwrap(expression);
  const declaration = ts.isIdentifier(callee) ? declarationOf(callee) : undefined;
  const isGiven = declaration !== undefined && ts.isParameter(declaration);
  if (!isGiven && context.evaluator.evaluate(callee, context.env).kind !== 'expression') return false;
  return given.some((part) => {
    const inner = unwrap(part);
    const isRead = ts.isElementAccessExpression(inner) && isColumnAtRunTime(inner, context);
    return isRead || context.evaluator.evaluate(part, context.env).kind === 'column';
  });
}

/** The function or method that is called; undefined when it is out of sight. */
export function calledFunction(call: ts.CallExpression, context: ValueContext): FunctionNode | undefined {
  return functionCalled(call, context.env, context.evaluator, context.memberOf);
}

/**
 * Whether an access is `users[name]` of a table, or `sortable[name]` of an object literal that holds columns or SQL.
 */
function isColumnAtRunTime({ expression }: ts.ElementAccessExpression, context: ValueContext): boolean {
  const owner = context.evaluator.evaluate(expression, context.env);
  const members = membersOfMap(owner, context) ?? [];
  return (
    owner.kind === 'table' ||
    members.some((member) => member.value !== undefined && isSql(member.value, member.context))
  );
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
function returnsSql(fn: FunctionNode, context: ValueContext, depth: number): boolean {
  if (fn.type) return isSqlType(fn.type);
  return returnedValues(fn).some((returned) => isSql(returned, context, depth + 1));
}
