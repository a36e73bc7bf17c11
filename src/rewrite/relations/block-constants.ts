import { ts } from '../../ts.cts';
import { usesOf } from '../../read/references.ts';
import { isExported } from '../../read/syntax.ts';

/** Whether a constant of a module is a text that some v1 `relations()` alone use: `const authorName = 'author'`. */
export function isBlockConstant(declaration: ts.VariableDeclaration, isBlock: (node: ts.Node) => boolean): boolean {
  const { initializer } = declaration;
  if (!initializer || !ts.isStringLiteralLike(initializer) || isExported(declaration)) return false;
  const uses = usesOf(declaration.name);
  return uses.length > 0 && uses.every((use) => ts.findAncestor(use, isBlock) !== undefined);
}
