import { basename } from '../../path.ts';
import { ts } from '../../ts.cts';
import type { Database } from '../../facts.ts';
import { beforeSpecifier, targetOf } from '../../read/modules/specifiers.ts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { escapeRegExp } from '../../read/syntax/escape-reg-exp.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { isBlockConstant } from './block-constants.ts';
import { exportedNode, exportedNodes, isRelationsOnly } from './relations-only.ts';

/**
 * The files with nothing left in them, except the one that holds the new relations. A barrel over such files may be
 * empty in turn, so files that import one of them are looked at as well, until no more are found.
 */
export function emptiedFiles(database: Database, { path: home }: Placement, project: Project): Set<string> {
  const emptied = new Set<string>();
  const add = (modules: readonly SourceModule[]): void => {
    const found = modules.filter(
      ({ path }) => path !== home && !emptied.has(path) && isEmptied(path, database, project),
    );
    if (found.length === 0) return;
    for (const { path } of found) emptied.add(path);
    const names = found.map(({ path }) => basename(path.replace(/(?:\/index)?\.[cm]?[jt]sx?$/, '')));
    const name = `(?:${names.map(escapeRegExp).join('|')})(?:\\.\\w+|/index(?:\\.\\w+)?)?/?`;
    // The file name counts only where it is the end of a module specifier, not in any other string.
    add(project.mentioning(new RegExp(`${beforeSpecifier}(?:[^'"\\x60\\n]*\\W)?${name}['"\\x60]`)));
  };
  add(project.sources.parsed());
  return emptied;
}

/**
 * Whether nothing is left in a file without this database's v1 relations. A re-export counts when its target is emptied
 * too.
 */
function isEmptied(path: string, database: Database, project: Project): boolean {
  const file = project.sources.get(path)?.ast;
  if (!file || !isRelationsOnly(path, project)) return false;
  const declarations = new Set(database.blocks.map(({ declaration }) => declaration));
  const isBlock = (node: ts.Node | undefined) => database.blocks.some((block) => block.node === node);
  return file.statements.every((statement) => {
    if (ts.isImportDeclaration(statement)) return true;
    if (ts.isVariableStatement(statement))
      return statement.declarationList.declarations.every(
        (it) => declarations.has(it) || isBlockConstant(it, isBlock, project),
      );
    if (ts.isExportAssignment(statement)) return isBlock(exportedNode(statement.expression, project));
    if (!ts.isExportDeclaration(statement)) return false;
    if (!statement.moduleSpecifier)
      return exportedNodes(statement, project).every((node) => database.blocks.some((block) => block.node === node));
    const target = targetOf(statement, project.resolver);
    return target !== undefined && isEmptied(target, database, project);
  });
}
