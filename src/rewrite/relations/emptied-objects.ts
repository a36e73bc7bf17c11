import { survives } from '../../edits/apply.ts';
import { usesOf } from '../../read/syntax/references.ts';
import { isExported, outermost } from '../../read/syntax/syntax.ts';
import { ts } from '../../ts.cts';
import type { Project } from '../project.ts';

/**
 * Removes constants whose object had nothing but v1 blocks, `const rel = { user: relations(…) }`, when the last use of
 * them is gone with the `schema` option. To be called when all clients are rewritten.
 */
export function removeEmptiedObjects({ changes, placements }: Project): void {
  for (const [database, placement] of placements) {
    for (const { node, path } of placement ? database.blocks : []) {
      const object = outermost(node).parent.parent;
      if (!object || !ts.isObjectLiteralExpression(object)) continue;
      const { parent: declaration } = outermost(object);
      if (!ts.isVariableDeclaration(declaration) || isExported(declaration)) continue;
      const edits = changes.edits(path);
      const isLeft = (part: ts.Node) => survives(part.getStart(), edits);
      const statement = declaration.parent.parent;
      if (object.properties.some(isLeft) || usesOf(declaration.name).some(isLeft)) continue;
      if (ts.isVariableStatement(statement))
        changes.removeElement(declaration, statement.declarationList.declarations, statement);
    }
  }
}
