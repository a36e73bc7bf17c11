import { arrayCallsOf } from '../read/values/columns.ts';
import { unwrap } from '../read/syntax/syntax.ts';
import { noEnv, type Evaluator } from '../read/values/value.ts';
import type { Project } from '../rewrite/project.ts';
import { ts } from '../ts.cts';
import { diagnosis, placeOf, type Diagnosis } from './diagnosis.ts';

/**
 * Finds columns whose `.array()` is chained (`.array().array()`) or has an argument other than a string with the
 * dimensions. In 1.0, `.array('[][]')` takes the dimensions as a string.
 */
export function arrayColumns({ mentioning, evaluator }: Project): Diagnosis[] {
  const found = new Map<ts.Node, Diagnosis>();
  for (const { ast } of mentioning(/\.array\s*\(/)) {
    const visit = (node: ts.Node): void => {
      if (ts.isCallExpression(node) && isArrayCall(node)) read(node);
      ts.forEachChild(node, visit);
    };
    visit(ast);
  }
  return [...found.values()];

  /** @param outer the last call of a chain: it contains the other calls, or uses the constant that holds them */
  function read(outer: ts.CallExpression & { expression: ts.PropertyAccessExpression }): void {
    const calls = arrayCallsOf(outer, evaluator);
    const name = outer.expression.name;
    const isLast = !isArrayCall(outer.parent.parent);
    if (calls.length > 1 && isLast) {
      const detail = { times: String(calls.length), dimensions: '[]'.repeat(calls.length) };
      found.set(name, diagnosis('chained-array', placeOf(name), detail));
    }
    const [size] = outer.arguments;
    if (calls.length > 0 && size && !isText(size, evaluator)) {
      found.set(size, diagnosis('sized-array', placeOf(name), { size: size.getText() }));
    }
  }
}

/** Whether a node is a call of a method `array`. */
function isArrayCall(node: ts.Node): node is ts.CallExpression & { expression: ts.PropertyAccessExpression } {
  return (
    ts.isCallExpression(node) && ts.isPropertyAccessExpression(node.expression) && node.expression.name.text === 'array'
  );
}

/** Whether an expression is a string literal, or a constant with one as its value. */
function isText(node: ts.Expression, evaluator: Evaluator): boolean {
  const value = evaluator.evaluate(node, noEnv);
  return ts.isStringLiteralLike(unwrap(node)) || (value.kind === 'expression' && ts.isStringLiteralLike(value.node));
}
