import { ts } from '../../ts.cts';
import type { SourceModule } from '../../read/modules/sources.ts';
import { targetOf } from '../../read/modules/specifiers.ts';
import { isEmptyObject, isImportCall, isNullish, unwrap } from '../../read/syntax/syntax.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { statementRange } from '../statements.ts';

/**
 * Removes `export const usersRelations = undefined` beside an `export *` from the file of that block. Such a constant
 * exists only to hide the block from the module's exports, and has no purpose once the block is gone.
 */
export function removeStandIns(file: ts.SourceFile, { changes, evaluator, resolver }: Project): void {
  const hidden = file.statements.flatMap((statement) => {
    const isStar = ts.isExportDeclaration(statement) && !statement.exportClause;
    return isStar ? (targetOf(statement, resolver) ?? []) : [];
  });
  const isGone = (name: string) => {
    const isRemoved = [...changes.removedExports().values()].some((names) => names.has(name));
    return isRemoved && hidden.some((path) => evaluator.exportNames(path).includes(name));
  };
  for (const statement of hidden.length > 0 ? file.statements : []) {
    if (!ts.isVariableStatement(statement)) continue;
    const { declarations } = statement.declarationList;
    for (const declaration of declarations) {
      const { initializer, name } = declaration;
      const value = initializer && unwrap(initializer);
      const isNothing = value && (isNullish(value) || isEmptyObject(value));
      if (!isNothing || !ts.isIdentifier(name) || !isGone(name.text)) continue;
      changes.removeElement(declaration, declarations, statement);
      changes.removeExport(file.fileName, name.text);
    }
  }
}

/**
 * Removes `export * from` and `export * as name from` files that are deleted. `export *` from the file of the new
 * relations goes too when that file imports, directly or not, the file with the export: they would import each other.
 */
export function removeReexports(
  file: ts.SourceFile,
  emptied: ReadonlySet<string>,
  placement: Placement,
  project: Project,
): void {
  for (const statement of file.statements) {
    if (!ts.isExportDeclaration(statement)) continue;
    if (statement.exportClause && !ts.isNamespaceExport(statement.exportClause)) continue;
    const target = targetOf(statement, project.resolver);
    if (target === undefined) continue;
    const isCycle =
      target === placement.path && placement.imports.some(({ from }) => leadsTo(from, file.fileName, project));
    if (!emptied.has(target) && !isCycle) continue;
    const range = statementRange(statement);
    project.changes.remove(file.fileName, range.start, range.end);
  }
}

/**
 * Removes `import './relations'` of a deleted file, which names nothing. `import('./relations')`,
 * `require('./relations')` and import types are reported as `RQB_RELATION_USED`.
 */
export function checkOtherImports(
  { ast, text, path }: SourceModule,
  emptied: ReadonlySet<string>,
  project: Project,
): void {
  const isEmptied = (node: ts.Node | undefined): node is ts.StringLiteralLike =>
    node !== undefined && ts.isStringLiteralLike(node) && emptied.has(project.resolver.resolve(path, node.text) ?? '');
  for (const statement of ast.statements) {
    if (!ts.isImportDeclaration(statement) || statement.importClause || !isEmptied(statement.moduleSpecifier)) continue;
    const { start, end } = statementRange(statement);
    project.changes.remove(path, start, end);
  }
  if (!/\b(?:import|require)\s*\(/.test(text)) return;
  const visit = (node: ts.Node): void => {
    const isLoad = ts.isCallExpression(node) && isImportCall(node);
    const type = ts.isImportTypeNode(node) && ts.isLiteralTypeNode(node.argument) ? node.argument.literal : undefined;
    const specifier = isLoad ? node.arguments[0] : type;
    // `const { usersRelations } = require('./relations')` is removed with its names, by another rule.
    const isNamed = ts.isVariableDeclaration(node.parent) && ts.isObjectBindingPattern(node.parent.name);
    if (isEmptied(specifier) && !isNamed)
      project.changes.report('RQB_RELATION_USED', node, { relation: specifier.text });
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(ast, visit);
}

/** Whether importing one file loads another one, directly or through other files. */
function leadsTo(from: string, to: string, project: Project, seen = new Set<string>()): boolean {
  if (from === to) return true;
  if (seen.has(from)) return false;
  seen.add(from);
  const file = project.sources.get(from)?.ast;
  return (file?.statements ?? []).some((statement) => {
    const target = targetOf(statement, project.resolver);
    return target !== undefined && leadsTo(target, to, project, seen);
  });
}
