import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

const name = 'operators';

/**
 * Replaces the calls of an imported `getOperators` by the object `operators`, which v2 exports in its place.
 *
 * @returns false when nothing was changed: it is used in another way than being called, or the name is taken
 */
export function replaceOperatorsCalls(specifier: ts.ImportSpecifier, project: Project): boolean {
  const file = specifier.getSourceFile();
  const uses = (identifiersOf(file).get(specifier.name.text) ?? []).filter(
    (use) => use !== specifier.name && declarationOf(use) === specifier,
  );
  const calls = uses.map(({ parent }) => parent);
  const isCall = (node: ts.Node, index: number) => ts.isCallExpression(node) && node.expression === uses[index];
  if (!calls.every(isCall) || calls.some((call) => lookUp(name, call))) return false;
  for (const use of uses) {
    project.changes.replace(file.fileName, use.getStart(), use.end, name);
    project.changes.remove(file.fileName, use.end, use.parent.end);
  }
  project.changes.changeImport(specifier, name);
  return true;
}
