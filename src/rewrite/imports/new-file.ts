import { dirname } from '../../path.ts';
import type { NeededImport } from '../changes.ts';
import { specifierOrder, type Order } from './import-order.ts';
import { importedModule } from './import-places.ts';
import { newImports } from './import-statements.ts';
import type { Project } from '../project.ts';
import { withSpecifiers } from './specifier.ts';

/** The import statements of a file that is created, in the order that the files in its folder have theirs in. */
export function importsOfNewFile(
  path: string,
  imports: readonly NeededImport[],
  useRequire: boolean,
  project: Project,
): string[] {
  const needed = withSpecifiers(path, imports, project);
  const lines = newImports(needed, project.styleOf(path), useRequire, false);
  const order = usualOrder(path, project);
  if (order) lines.sort((a, b) => order(a.specifier, b.specifier));
  return lines.map(({ text }) => text);
}

/** The order of imports that most files of a folder follow, judging by those with more than two imports. */
function usualOrder(path: string, project: Project): Order | undefined {
  const beside = project.sources.parsed().filter((module) => dirname(module.path) === dirname(path));
  const lists = beside
    .map(({ ast }) => ast.statements.flatMap((statement) => importedModule(statement) ?? []))
    .filter((list) => list.length > 2);
  const orders = lists.flatMap((list) => specifierOrder(list) ?? []);
  return orders.length * 2 > lists.length ? orders[0] : undefined;
}

/** The directive `'use strict'` and an empty line for a new script, where most scripts of its folder start with it. */
export function directiveOfNeighbours(path: string, { sources }: Project): string[] {
  const beside = sources.parsed().filter((module) => dirname(module.path) === dirname(path));
  const directives = beside.flatMap(({ text }) => /^(?:#!.*\n)?\s*((['"])use strict\2;?)/.exec(text)?.[1] ?? []);
  return directives.length * 2 > beside.length ? [directives[0]!, ''] : [];
}
