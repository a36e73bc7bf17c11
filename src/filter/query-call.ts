import { ts } from '../ts.cts';

/** Whether a node is a call of `findMany` or `findFirst`. */
export function isQuery(node: ts.Node): boolean {
  if (!ts.isCallExpression(node) || !ts.isPropertyAccessExpression(node.expression)) return false;
  return /^find(?:Many|First)$/.test(node.expression.name.text);
}
