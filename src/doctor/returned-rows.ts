import { nodesOf } from '../read/syntax/nodes.ts';
import { usesOf } from '../read/syntax/references.ts';
import { isAccess, isAlternative, isAssertion, unwrap } from '../read/syntax/syntax.ts';
import type { Project } from '../rewrite/project.ts';
import { isTruthTest } from '../rewrite/results/value-places.ts';
import { ts } from '../ts.cts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';

/**
 * Finds `db.update(…).….returning(…).get()` (SQLite), and the same of an insert with `onConflictDoNothing`, whose row is
 * used without a test for being there: its type allows `undefined` in 1.0. What happens at run time is the same.
 */
export function returnedRows({ mentioning }: Project): Diagnosis[] {
  const found: Diagnosis[] = [];
  for (const { ast } of mentioning(/\.returning\s*\([^]*?\)\s*\.get\s*\(/)) {
    for (const call of nodesOf(ast).calls) {
      const method = mayBeMissing(call) && isUsed(call) ? call.expression : undefined;
      if (method && ts.isPropertyAccessExpression(method)) found.push(diagnosis('returned-row', placeOf(method.name)));
    }
  }
  return found;
}

/** Whether a call is the `get()` of a chain that returns the row of an update, or of an insert that may insert nothing. */
function mayBeMissing(call: ts.CallExpression): boolean {
  const methods: string[] = [];
  for (let node: ts.Node = call; ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression);) {
    methods.push(node.expression.name.text);
    node = unwrap(node.expression.expression);
  }
  return (
    methods[0] === 'get' &&
    methods[1] === 'returning' &&
    (methods.at(-1) === 'update' || (methods.at(-1) === 'insert' && methods.includes('onConflictDoNothing')))
  );
}

/** Whether a row is used as if it were always there. */
function isUsed(row: ts.Node): boolean {
  let node = row;
  while (ts.isAwaitExpression(node.parent) || ts.isParenthesizedExpression(node.parent)) node = node.parent;
  if (ts.isVariableDeclaration(node.parent) && ts.isIdentifier(node.parent.name))
    return !usesOf(node.parent.name).some(isTested);
  return !ts.isExpressionStatement(node.parent) && !ts.isVoidExpression(node.parent) && !isTested(node);
}

/** Whether a place takes a value that may be missing: `x?.a`, `x ?? b`, `x!`, `x as T`, `if (x)`. */
function isTested(node: ts.Node): boolean {
  const { parent } = node;
  if (isAccess(parent)) return parent.questionDotToken !== undefined;
  if (ts.isNonNullExpression(parent) || isAssertion(parent) || isTruthTest(parent, node)) return true;
  return isAlternative(parent) && parent.left === node;
}
