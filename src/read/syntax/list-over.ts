import { ts } from '../../ts.cts';
import { isConst } from './syntax.ts';

/** Methods of lists that call a function with one element after the other as its first argument. */
export const elementMethods: ReadonlySet<string> = new Set([
  'every',
  'filter',
  'find',
  'findIndex',
  'findLast',
  'findLastIndex',
  'flatMap',
  'forEach',
  'map',
  'some',
]);

/**
 * The list whose elements a name stands for, one after the other: `ids` of `for (const id of ids)` and of
 * `ids.map((id) => …)`. Undefined for other names, and for one that is destructured.
 */
export function listOver(declaration: ts.Node): ts.Expression | undefined {
  if (ts.isVariableDeclaration(declaration)) {
    const loop = declaration.parent.parent;
    return ts.isForOfStatement(loop) && isConst(declaration) ? loop.expression : undefined;
  }
  if (!ts.isParameter(declaration) || declaration.dotDotDotToken) return undefined;
  const { parent: fn } = declaration;
  const call = fn.parent;
  const isCallback = ts.isCallExpression(call) && call.arguments[0] === fn && fn.parameters[0] === declaration;
  return isCallback ? listCalledOn(call) : undefined;
}

/** The list in `list.map(…)` and the like. */
export function listCalledOn({ expression }: ts.CallExpression): ts.Expression | undefined {
  const isMethod = ts.isPropertyAccessExpression(expression) && elementMethods.has(expression.name.text);
  return isMethod ? expression.expression : undefined;
}
