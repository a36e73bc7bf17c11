import { ts } from '../../ts.cts';
import type { FunctionNode } from './syntax.ts';

/**
 * The places where a function returns: its `return` statements (not those of inner functions), or the body of an arrow
 * function without a block. Empty for a function without a body.
 */
export function returnsOf({ body }: FunctionNode): (ts.ReturnStatement | ts.Expression)[] {
  if (!body) return [];
  if (!ts.isBlock(body)) return [body];
  const found: ts.ReturnStatement[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isReturnStatement(node)) found.push(node);
    else if (!ts.isFunctionLike(node) && !ts.isClassLike(node)) ts.forEachChild(node, visit);
  };
  visit(body);
  return found;
}

/** The expressions that a function returns; a `return` without a value is left out. */
export function returnedValues(fn: FunctionNode): ts.Expression[] {
  return returnsOf(fn).flatMap((node) => (ts.isReturnStatement(node) ? (node.expression ?? []) : [node]));
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
