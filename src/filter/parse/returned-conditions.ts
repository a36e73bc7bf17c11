import { declarationOf } from '../../read/syntax/scope.ts';
import { endsWithReturn } from '../../read/syntax/function-ends.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isAssignment, isConst, isFunction, isNegation, unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { commentCount, commentsBefore, commentsOfStatement } from '../comments.ts';
import type { QueryContext } from '../context.ts';
import { isPlain, type Filter, withComments } from '../filter.ts';
import { usesParameters } from '../sql/rebind.ts';
import { operatorOf } from '../values/operators.ts';
import { choiceOf } from './choice.ts';
import { collected } from './condition-statements.ts';
import { parseMember } from './parse.ts';

/** A choice between more conditions than this reads worse than the statements it is made of. */
const mostReturns = 3;

/** The body of a v1 callback while it is read. */
interface Reading {
  context: QueryContext;
  /** How many places of it return, its end included. */
  returns: number;
  /** How many of its comments are kept. */
  kept: number;
  /** The constants that hold a condition, and are written where they are used. */
  constants: Map<ts.Node, ts.Expression>;
  /** The uses of constants and lists of the body that go away. */
  replaced: Set<ts.Node>;
}

/**
 * Reads the body of a v1 callback that returns one of a few conditions, as a choice between them:
 *
 * ```ts
 * if (!email) return undefined;
 * const same = eq(users.email, email);
 * return and(same, isNull(users.deletedAt));
 * ```
 *
 * What is returned last may be collected in a list before.
 *
 * @param context its `fail` and what is noted by it must be taken back when this gives undefined
 * @returns the filter for `!email ? undefined : and(eq(…), isNull(…))`; undefined for a body with any other statement,
 *   with SQL that has no object form, with many returns, or with comments that would get lost
 */
export function parseReturns(body: ts.Block, context: QueryContext): Filter | undefined {
  const reading: Reading = { context, returns: 0, kept: 0, constants: new Map(), replaced: new Set() };
  reading.context = {
    ...context,
    heldCondition(name) {
      const declaration = declarationOf(name);
      const held = declaration && reading.constants.get(declaration);
      if (held) reading.replaced.add(name);
      return held;
    },
  };
  const filter = read(body.statements, reading);
  if (!filter || reading.returns > mostReturns || !isPlain(filter)) return undefined;
  return reading.kept === commentCount(body) && !keepsLocals(body, reading) ? filter : undefined;
}

/** The filter for what some statements return, at the end of a block or of the callback. */
function read(statements: readonly ts.Statement[], reading: Reading): Filter | undefined {
  const [first, ...rest] = statements;
  const { context } = reading;
  if (!first || ts.isReturnStatement(first)) {
    reading.returns++;
    if (!first?.expression) return first ? withKept({ kind: 'none' }, commentsAt(first), reading) : { kind: 'none' };
    const filter = parseMember(first.expression, context);
    // Those in front of the expression stand behind `return`.
    const own = commentsBefore(first.expression);
    // The parser of conditions keeps those in the expression.
    reading.kept += commentCount(first.expression);
    return withKept(filter, [...commentsAt(first), ...own], reading);
  }
  if (ts.isBlock(first)) return rest.length === 0 ? read(first.statements, reading) : undefined;
  if (ts.isIfStatement(first)) return readIf(first, rest, reading);
  const conditions = collected(statements, context);
  if (conditions) {
    reading.returns++;
    reading.kept += conditions.comments;
    for (const use of usesOf(conditions.list.name)) reading.replaced.add(use);
    return conditions.filter();
  }
  return isHeldConditions(first, reading) ? read(rest, reading) : undefined;
}

/** `if (test) return a; return b;` as a choice; undefined when the statements behind it would be needed twice. */
function readIf(statement: ts.IfStatement, rest: readonly ts.Statement[], reading: Reading): Filter | undefined {
  const { expression: test, thenStatement, elseStatement } = statement;
  const [isLeft, isLeftElse] = [endsWithReturn(thenStatement), endsWithReturn(elseStatement)];
  if ((!isLeft && !isLeftElse && rest.length > 0) || usesParameters(test, reading.context)) return undefined;
  // Statements that are never reached.
  if (isLeft && isLeftElse && rest.length > 0) return undefined;
  const behind = (branch: ts.Statement | undefined, isEnd: boolean) => {
    const own = branch ? (ts.isBlock(branch) ? branch.statements : [branch]) : [];
    return read(isEnd ? own : [...own, ...rest], reading);
  };
  const whenTrue = behind(thenStatement, isLeft);
  const whenFalse = whenTrue && behind(elseStatement, isLeftElse);
  if (!whenFalse) return undefined;
  const above = commentsAt(statement);
  const inner = unwrap(test) as ts.Expression;
  // `email ? { email } : {}` reads better than `!email ? {} : { email }`.
  if (whenTrue.kind === 'none' && !whenTrue.comments && isNegation(inner) && whenFalse.kind !== 'when')
    return choiceOf(inner.operand, withKept(whenFalse, above, reading), whenTrue);
  return choiceOf(test, withKept(whenTrue, above, reading), whenFalse);
}

/**
 * Takes down `const same = eq(users.email, email)`, conditions that can be written where they are used because nothing
 * happens when they are made; false for any other statement.
 */
function isHeldConditions(statement: ts.Statement, { context, constants }: Reading): boolean {
  if (!ts.isVariableStatement(statement)) return false;
  return statement.declarationList.declarations.every((declaration) => {
    const { name, initializer, type } = declaration;
    const value = initializer && unwrap(initializer);
    if (!value || !ts.isIdentifier(name) || !isConst(declaration) || type) return false;
    const operator = ts.isCallExpression(value) ? operatorOf(value, context) : undefined;
    if (!operator || hasEffects(value, context)) return false;
    const isShort = operator !== 'and' && operator !== 'or' && operator !== 'not';
    if (!isShort && usesOf(name).length > 1) return false;
    constants.set(declaration, value as ts.Expression);
    return true;
  });
}

/** Whether code calls anything but operators of drizzle-orm, or changes anything. */
function hasEffects(node: ts.Node, context: QueryContext): boolean {
  if (ts.isCallExpression(node) ? !operatorOf(node, context) : isEffect(node)) return true;
  return ts.forEachChild(node, (child) => hasEffects(child, context)) ?? false;
}

function isEffect(node: ts.Node): boolean {
  if (ts.isNewExpression(node) || ts.isAwaitExpression(node) || ts.isTaggedTemplateExpression(node)) return true;
  if (ts.isDeleteExpression(node) || isFunction(node) || isAssignment(node)) return true;
  const { PlusPlusToken, MinusMinusToken } = ts.SyntaxKind;
  const isUnary = ts.isPrefixUnaryExpression(node) || ts.isPostfixUnaryExpression(node);
  return isUnary && [PlusPlusToken, MinusMinusToken].some((kind) => kind === node.operator);
}

/** Whether what is kept of a body uses variables that are declared in it. */
function keepsLocals(body: ts.Block, { replaced }: Reading): boolean {
  const isKept = (node: ts.Node): boolean => {
    if (ts.isFunctionLike(node)) return false;
    if (ts.isVariableDeclaration(node) && usesOf(node.name).some((use) => !replaced.has(use))) return true;
    return ts.forEachChild(node, isKept) ?? false;
  };
  return isKept(body);
}

/** The comments of a statement. Of one without a block around it, those in front. */
function commentsAt(statement: ts.Statement): string[] {
  return ts.isBlock(statement.parent) ? commentsOfStatement(statement) : commentsBefore(statement);
}

function withKept(filter: Filter, comments: readonly string[], reading: Reading): Filter {
  reading.kept += comments.length;
  return withComments(filter, comments);
}
