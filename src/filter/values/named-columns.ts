import { ts } from '../../ts.cts';
import type { Column } from '../../facts.ts';
import { nodesOf } from '../../read/syntax/nodes.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import { columnByName, type QueryContext } from '../context.ts';
import { operatorOf } from './operators.ts';

/**
 * The column that `schema.users.id` means by its name alone (`columnByName`), on the left of a comparison: nothing but
 * a column or SQL can stand there.
 */
export function leftColumn(node: ts.Node, context: QueryContext): Column | undefined {
  const call = node.parent;
  const isLeft = ts.isCallExpression(call) && call.arguments[0] === node;
  const operator = isLeft ? operatorOf(call, context) : undefined;
  return operator !== undefined && !['and', 'or', 'not'].includes(operator) ? columnByName(node, context) : undefined;
}

/**
 * The column that `schema.users.id` means by its name alone, if a column of the same `schema.users` stands on the left
 * of a comparison in this file, which shows that it is a table.
 */
export function knownColumn(node: ts.Node, context: QueryContext): Column | undefined {
  const column = columnByName(node, context);
  if (!column || !ts.isPropertyAccessExpression(node)) return undefined;
  const owner = node.expression.getText();
  const isLeft = ({ arguments: [first] }: ts.CallExpression) =>
    first !== undefined &&
    ts.isPropertyAccessExpression(first) &&
    first.expression.getText() === owner &&
    declarationAt(first) === declarationAt(node) &&
    leftColumn(first, context) !== undefined;
  return nodesOf(node.getSourceFile()).calls.some(isLeft) ? column : undefined;
}

/**
 * The declaration of the first name of a path (`schema` of `schema.users.id`), or `this`; undefined when there is none.
 */
function declarationAt(path: ts.PropertyAccessExpression): ts.Node | undefined {
  const owner = unwrap(path.expression);
  if (ts.isPropertyAccessExpression(owner)) return declarationAt(owner);
  return ts.isIdentifier(owner) ? declarationOf(owner) : owner;
}
