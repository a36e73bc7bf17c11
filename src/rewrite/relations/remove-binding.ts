import { unwrap } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/** Whether a name is taken out of an object by the pattern of a constant: `const { usersRelations } = schema`. */
export function isTaken({ name, parent: pattern }: ts.BindingElement): boolean {
  const { parent: owner } = pattern;
  if (!ts.isIdentifier(name) || !ts.isObjectBindingPattern(pattern) || !ts.isVariableDeclaration(owner)) return false;
  const value = owner.initializer && unwrap(owner.initializer);
  const isLoaded = value && ts.isCallExpression(ts.isAwaitExpression(value) ? value.expression : value);
  return value !== undefined && !isLoaded && ts.isVariableStatement(owner.parent.parent);
}

/** Removes a name from the pattern of a constant, and the constant when it takes nothing else. */
export function removeBinding(element: ts.BindingElement, { changes }: Project): void {
  const { elements, parent: owner } = element.parent as ts.ObjectBindingPattern;
  const statement = ts.findAncestor(owner, ts.isVariableStatement)!;
  changes.removeElement(element, elements, statement.declarationList.declarations.length === 1 ? statement : undefined);
  changes.removeExport(element.getSourceFile().fileName, element.name.getText());
}
