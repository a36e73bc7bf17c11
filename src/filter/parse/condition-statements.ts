import { declarationOf } from '../../read/syntax/scope.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import { choiceOf } from './choice.ts';
import { groupForAllLengths, isGroupWhere } from './choice-by-size.ts';
import { commentCount, commentsOf } from '../comments.ts';
import type { QueryContext } from '../context.ts';
import type { Filter } from '../filter.ts';
import { parseMember } from './parse.ts';
import { checkPrecedence } from '../sql/precedence.ts';
import { usesParameters } from '../sql/rebind.ts';
import { operatorOf } from '../values/operators.ts';
import { withComments } from '../filter.ts';

/**
 * Reads the body of a v1 callback that collects its conditions in a list and returns `and(...list)`:
 *
 * ```ts
 * const conditions = [eq(u.orgId, org)];
 * if (q) conditions.push(ilike(u.name, q));
 * return and(...conditions);
 * ```
 *
 * @returns the filter for `and(eq(…), q ? ilike(…) : undefined)`; undefined for a body with any other statement, with
 *   another use of the list, or with comments that would get lost
 */
export function parseStatements(body: ts.Block, context: QueryContext): Filter | undefined {
  const conditions = collected(body.statements, context);
  if (!conditions || commentCount(body) !== conditions.comments) return undefined;
  return conditions.filter();
}

/** Conditions that statements collect in a list. */
interface Collected {
  /** The declaration of the list. */
  list: ts.VariableDeclaration;
  /** How many comments belong to the conditions, and are kept with them. */
  comments: number;
  /** Reads the conditions. */
  filter(): Filter;
}

/**
 * The conditions that statements collect in a list, from its declaration to the `return` at the end; undefined for other
 * statements.
 */
export function collected(statements: readonly ts.Statement[], context: QueryContext): Collected | undefined {
  const [first, ...rest] = statements;
  const list = first && listOf(first);
  const steps = list && beforeReturnOf(list, rest, context)?.map((statement) => stepOf(statement, list, context));
  if (!steps) return undefined;
  const start: Step = { added: list.initializer.elements };
  const all = [start, ...steps];
  if (!all.every((step): step is Step => step !== undefined)) return undefined;
  const conditions = all.flatMap(conditionsOf);
  if (conditions.some((node) => ts.isSpreadElement(node) || mentions(node, list))) return undefined;
  const filter = (): Filter => {
    for (const condition of conditions) checkPrecedence(condition, 'and', context);
    return { kind: 'and', members: all.flatMap((step) => membersOf(step, context)) };
  };
  return { list, comments: conditions.flatMap(commentsOf).length, filter };
}

/**
 * What one statement adds to the list: `added`, if there is no `test` or it holds, and `otherwise` if it does not hold.
 */
interface Step {
  test?: ts.Expression;
  added: readonly ts.Expression[];
  otherwise?: readonly ts.Expression[];
}

/** The declaration of the list: `conditions = […]`. */
type List = ts.VariableDeclaration & { initializer: ts.ArrayLiteralExpression };

/** The variable of `const conditions = […]`; undefined for another statement. */
function listOf(statement: ts.Statement): List | undefined {
  if (!ts.isVariableStatement(statement) || statement.declarationList.declarations.length !== 1) return undefined;
  const [declaration] = statement.declarationList.declarations;
  const isList = declaration?.initializer && ts.isArrayLiteralExpression(declaration.initializer);
  return isList && ts.isIdentifier(declaration.name) ? (declaration as List) : undefined;
}

/**
 * The statements before `return and(...conditions)`. A choice by the length of the list that amounts to it is the same:
 * `return conditions.length > 0 ? and(...conditions) : undefined`, `if (conditions.length === 0) return undefined;`.
 */
function beforeReturnOf(
  list: List,
  statements: readonly ts.Statement[],
  context: QueryContext,
): readonly ts.Statement[] | undefined {
  const last = statements.at(-1);
  const returned = last && ts.isReturnStatement(last) && last.expression;
  const call = returned && (groupForAllLengths(returned) ?? unwrap(returned));
  if (!call || !ts.isCallExpression(call) || operatorOf(call, context) !== 'and') return undefined;
  const [spread, ...others] = call.arguments;
  const isOfList = spread !== undefined && ts.isSpreadElement(spread) && isUse(spread.expression, list);
  if (!isOfList || others.length > 0) return undefined;
  let end = statements.length - 1;
  while (end > 0 && isLeftBySize(statements[end - 1]!, call)) end--;
  return statements.slice(0, end);
}

/** Whether a statement is `if (conditions.length === 0) return undefined;`, so that what is returned stays the same. */
function isLeftBySize(statement: ts.Statement, call: ts.CallExpression): boolean {
  if (!ts.isIfStatement(statement) || statement.elseStatement) return false;
  const { thenStatement: inner } = statement;
  const [only, ...others] = ts.isBlock(inner) ? inner.statements : [inner];
  if (!only || others.length > 0 || !ts.isReturnStatement(only)) return false;
  return isGroupWhere(statement.expression, only.expression, call);
}

/** What `conditions.push(…)`, or an `if` around it, adds to the list; undefined for any other statement. */
function stepOf(statement: ts.Statement, list: List, context: QueryContext): Step | undefined {
  if (!ts.isIfStatement(statement)) {
    const added = pushed(statement, list);
    return added && { added };
  }
  const { expression: test, thenStatement, elseStatement } = statement;
  const added = pushed(thenStatement, list);
  const otherwise = elseStatement ? pushed(elseStatement, list) : [];
  if (!added || !otherwise || usesParameters(test, context) || mentions(test, list)) return undefined;
  return { test, added, otherwise };
}

/** The arguments of `conditions.push(…)`, or of a block of such calls; undefined for any other statement. */
function pushed(statement: ts.Statement, list: List): readonly ts.Expression[] | undefined {
  if (ts.isBlock(statement)) {
    const calls = statement.statements.map((inner) => (ts.isBlock(inner) ? undefined : pushed(inner, list)));
    return calls.every((call) => call !== undefined) ? calls.flat() : undefined;
  }
  if (!ts.isExpressionStatement(statement) || !ts.isCallExpression(statement.expression)) return undefined;
  const { expression: callee, arguments: given } = statement.expression;
  const isPush = ts.isPropertyAccessExpression(callee) && callee.name.text === 'push' && isUse(callee.expression, list);
  return isPush ? given : undefined;
}

function conditionsOf({ added, otherwise = [] }: Step): readonly ts.Expression[] {
  return [...added, ...otherwise];
}

/** The filters for what one statement adds: one for each condition, or a single choice if there is a test. */
function membersOf({ test, added, otherwise = [] }: Step, context: QueryContext): Filter[] {
  const read = (nodes: readonly ts.Expression[]) =>
    nodes.map((node) => {
      const comments = commentsOf(node);
      return withComments(parseMember(node, context), comments);
    });
  if (!test) return read(added);
  return [choiceOf(test, group(read(added)), group(read(otherwise)))];
}

function group(members: Filter[]): Filter {
  return members.length === 0 ? { kind: 'none' } : members.length === 1 ? members[0]! : { kind: 'and', members };
}

/** Whether an expression is the list itself. */
function isUse(node: ts.Expression, list: List): boolean {
  const inner = unwrap(node);
  return ts.isIdentifier(inner) && declarationOf(inner) === list;
}

/** Whether code uses the list anywhere. */
function mentions(node: ts.Node, list: List): boolean {
  if (ts.isIdentifier(node) && declarationOf(node) === list) return true;
  return ts.forEachChild(node, (child) => mentions(child, list)) ?? false;
}
