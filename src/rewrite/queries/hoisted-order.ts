import { ts } from '../../ts.cts';
import type { Code } from '../../edits/code.ts';
import { contextAt } from '../../edits/layout-context.ts';
import { layOut } from '../../edits/layout.ts';
import type { QueryContext } from '../../filter/context.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import { isExported } from '../../read/syntax/syntax.ts';
import { rewriteOrderMap } from './order-map.ts';
import { isOrderPosition } from './order-position.ts';
import type { Project } from '../project.ts';
import { usesOf } from '../../read/syntax/references.ts';

/**
 * Rewrites an order held in a local constant at its declaration, when the `orderBy` of relational queries of one table
 * is its only use: `const orderBy = [desc(posts.createdAt)]` → `const orderBy = { createdAt: 'desc' as const }`. Its
 * written type (`SQL[]`) is removed.
 *
 * @param objectCode the object form of an order, `undefined` when there is none (of `order-by.ts`)
 * @returns whether the constant holds v2's form from now on
 */
export function rewriteHoistedOrder(
  name: ts.Identifier,
  context: QueryContext,
  project: Project,
  objectCode: (order: ts.Expression, context: QueryContext) => Code | undefined,
): boolean {
  const declaration = declarationOf(name);
  if (!declaration || !ts.isVariableDeclaration(declaration) || !declaration.initializer) return false;
  const isConst = (ts.getCombinedNodeFlags(declaration) & ts.NodeFlags.Const) !== 0;
  if (!isConst || isExported(declaration)) return false;
  if (!usesOf(declaration.name).every((use) => isOrderPosition(use, context, project))) return false;
  const { initializer } = declaration;
  if (!declaration.type && rewriteOrderMap(initializer, context, project, objectCode)) return true;
  const code = objectCode(initializer, { ...context, callback: undefined, hoisted: true });
  if (!code) return false;
  const file = declaration.getSourceFile();
  const start = initializer.getStart();
  const layout = contextAt(file.text, start, project.styleOf(file.fileName));
  project.changes.replace(file.fileName, start, initializer.end, ...layOut(code, layout));
  if (declaration.type) project.changes.remove(file.fileName, declaration.name.end, declaration.type.end);
  return true;
}
