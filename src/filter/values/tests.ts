import { isFunction } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { QueryContext } from '../context.ts';

/** The test of the `?:`, `if`, `&&` or `||` that a node is a branch of, and whether it holds where the node runs. */
export function testOf(node: ts.Node): { test: ts.Expression; isHeld: boolean } | undefined {
  const { parent } = node;
  if (ts.isConditionalExpression(parent) && parent.condition !== node)
    return { test: parent.condition, isHeld: parent.whenTrue === node };
  if (ts.isIfStatement(parent) && parent.expression !== node)
    return { test: parent.expression, isHeld: parent.thenStatement === node };
  if (!ts.isBinaryExpression(parent) || parent.right !== node) return undefined;
  const { AmpersandAmpersandToken, BarBarToken } = ts.SyntaxKind;
  const { kind } = parent.operatorToken;
  const isTest = kind === AmpersandAmpersandToken || kind === BarBarToken;
  return isTest ? { test: parent.left, isHeld: kind === AmpersandAmpersandToken } : undefined;
}

/**
 * Whether control never continues behind a statement: it ends in `return`, `throw`, `continue`, `break` or a call that
 * never returns.
 *
 * @param context tells what is called; without it calls count as returning
 */
export function leaves(statement: ts.Statement, context?: QueryContext): boolean {
  const last = ts.isBlock(statement) ? statement.statements.at(-1) : statement;
  if (last === undefined) return false;
  if (
    ts.isReturnStatement(last) ||
    ts.isThrowStatement(last) ||
    ts.isContinueStatement(last) ||
    ts.isBreakStatement(last)
  )
    return true;
  const isCall = ts.isExpressionStatement(last) && ts.isCallExpression(last.expression);
  return isCall && context !== undefined && neverReturns(last.expression, context);
}

/** The functions of Next.js that end the request, by throwing. */
const exits = /^(?:redirect|permanentRedirect|notFound|forbidden|unauthorized)$/;

/** Whether a call never returns: a function of Next.js, `process.exit()`, or one that is declared to return `never`. */
function neverReturns({ expression: callee }: ts.CallExpression, { env, evaluator }: QueryContext): boolean {
  if (callee.getText() === 'process.exit') return true;
  const fn = evaluator.evaluate(callee, env);
  if (fn.kind === 'external') return /^next\/navigation(?:\.js)?$/.test(fn.module) && exits.test(fn.name);
  return fn.kind === 'expression' && isFunction(fn.node) && fn.node.type?.kind === ts.SyntaxKind.NeverKeyword;
}
