import { ts } from '../../ts.cts';
import { isNullish, unwrap, type FunctionNode } from './syntax.ts';

/** The returns of the blocks asked for so far: a function may be called thousands of times. */
const known = new WeakMap<ts.Block, readonly ts.ReturnStatement[]>();

/**
 * The places where a function returns: its `return` statements (not those of inner functions), or the body of an arrow
 * function without a block. Empty for a function without a body.
 */
export function returnsOf({ body }: FunctionNode): readonly (ts.ReturnStatement | ts.Expression)[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const before = known.get(body);
  if (before) return before;
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node);
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  known.set(body, found);
  return found;
}

/** The expressions that a function returns; a `return` without a value is left out. */
export function returnedValues(fn: FunctionNode): ts.Expression[] {
  return returnsOf(fn).flatMap((node) => (ts.isReturnStatement(node) ? (node.expression ?? []) : [node]));
}

/** Whether a function may return nothing: by `return;`, `return undefined`, or because its end can be reached. */
export function mayReturnNothing(fn: FunctionNode): boolean {
  if (fn.body && ts.isBlock(fn.body) && !endsWithReturn(fn.body)) return true;
  return returnsOf(fn).some((node) => {
    const value = ts.isReturnStatement(node) ? node.expression : node;
    return value === undefined || isNullish(unwrap(value));
  });
}

/**
 * Whether control never continues behind a statement, because every path through it returns or throws. Loops count as
 * if they could end.
 */
export function endsWithReturn(statement: ts.Statement | undefined): boolean {
  if (!statement) return false;
  if (ts.isReturnStatement(statement) || ts.isThrowStatement(statement)) return true;
  if (ts.isBlock(statement)) return endsWithReturn(statement.statements.at(-1));
  if (ts.isIfStatement(statement))
    return endsWithReturn(statement.thenStatement) && endsWithReturn(statement.elseStatement);
  if (ts.isTryStatement(statement)) {
    const { tryBlock, catchClause, finallyBlock } = statement;
    return (
      endsWithReturn(finallyBlock) || (endsWithReturn(tryBlock) && (!catchClause || endsWithReturn(catchClause.block)))
    );
  }
  if (!ts.isSwitchStatement(statement)) return false;
  const { clauses } = statement.caseBlock;
  const isLeft = clauses.some((clause) => clause.statements.some(hasBreak));
  return clauses.some(ts.isDefaultClause) && !isLeft && endsWithReturn(clauses.at(-1)?.statements.at(-1));
}

/** Whether a `break` may leave the switch around it; one that leaves an inner loop counts as well. */
function hasBreak(node: ts.Node): boolean {
  return ts.isBreakStatement(node) || (!ts.isFunctionLike(node) && (ts.forEachChild(node, hasBreak) ?? false));
}
