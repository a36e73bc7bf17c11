import { ts } from '../../ts.cts';
import { isQueryKey } from './query-key.ts';
import { declarationOf } from '../syntax/scope.ts';
import { memberNamed, unwrap } from '../syntax/syntax.ts';
import type { Evaluator } from '../values/value.ts';

/**
 * Whether a call `….query.users.findMany(…)` is certainly not about a Drizzle database, although its form says so: its
 * `query` is an object literal of the project (a store, a test double), or a member of a class in the same file whose
 * code does not touch the `query` of anything.
 *
 * @param query the expression `….query`
 */
export function isForeignSite(query: ts.Expression, evaluator: Evaluator): boolean {
  const value = evaluator.evaluate(query);
  if (value.kind === 'expression') return ts.isObjectLiteralExpression(value.node);
  if (!ts.isPropertyAccessExpression(query) || !isQueryKey(query.name.text)) return false;
  const receiver = evaluator.evaluate(query.expression);
  const isInstance = receiver.kind === 'expression' && ts.isNewExpression(receiver.node);
  const owner = isInstance ? classOf(receiver.node as ts.NewExpression) : undefined;
  const member = owner && memberNamed(owner.members, query.name.text);
  return member !== undefined && !/\._?query\b/.test(member.getText());
}

/** The class of an instance `new Store()`, when it is in the same file. */
function classOf({ expression }: ts.NewExpression): ts.ClassLikeDeclaration | undefined {
  const callee = unwrap(expression);
  const declaration = ts.isIdentifier(callee) ? declarationOf(callee) : undefined;
  return declaration && ts.isClassLike(declaration) ? declaration : undefined;
}
