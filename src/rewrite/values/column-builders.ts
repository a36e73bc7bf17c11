import { keyOfBinding, unwrap } from '../../read/syntax/syntax.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isDrizzle } from '../../read/types/type-references.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * The name of the column builder that is called, such as `blob`: that of drizzle-orm, or of the column types that a table
 * hands to a callback. Undefined for other calls.
 *
 * @param names the builders that are looked for
 */
export function builderCalled(
  { expression }: ts.CallExpression,
  names: ReadonlySet<string>,
  { evaluator }: Project,
): string | undefined {
  const callee = unwrap(expression);
  const isMember = ts.isPropertyAccessExpression(callee);
  const name = isMember ? callee.expression : callee;
  const declaration = ts.isIdentifier(name) ? declarationOf(name) : undefined;
  const key = isMember
    ? callee.name.text
    : declaration && ts.isBindingElement(declaration)
      ? keyOfBinding(declaration)
      : undefined;
  const parameter = declaration && key && names.has(key) ? ts.findAncestor(declaration, ts.isParameter) : undefined;
  const table = parameter?.parent.parent;
  if (table && ts.isCallExpression(table)) return table.expression.getText().endsWith('Table') ? key : undefined;
  const builder = evaluator.evaluate(callee);
  const called = isDrizzle(builder) ? builder.name.split('.').at(-1)! : '';
  return names.has(called) ? called : undefined;
}
