import { specifierOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import type { RelationsBlock } from '../../facts.ts';
import { isRelationsModule, takesRelations } from '../../read/schema/relations.ts';
import { declarationOf } from '../../read/syntax/scope.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';

/**
 * Removes re-exports of the v1 function `relations` from modules of the project
 * (`export { relations } from 'drizzle-orm'`), once all v1 blocks are converted: drizzle-orm 1.0 has no such export.
 * Where blocks are left, or where the function is used other than in a call or an export, `RQB_EXPORT_GONE` is reported
 * instead.
 */
export function rewriteRelationsExports(project: Project): void {
  const isConverted = isEveryBlockConverted(project);
  for (const { ast, path } of project.naming('relations', (_, text) => takesRelations(text))) {
    if (project.changes.deleted().has(path)) continue;
    for (const statement of ast.statements) {
      if (ts.isExportDeclaration(statement) && isOfV1(statement)) exportsOfList(statement).forEach(cut);
      if (!ts.isImportDeclaration(statement) || !isOfV1(statement)) continue;
      const bindings = statement.importClause?.namedBindings;
      if (!bindings || !ts.isNamedImports(bindings)) continue;
      for (const specifier of bindings.elements) if (isRelationsName(specifier)) checkUses(specifier);
    }
  }

  /**
   * Handles what is left of an imported `relations` after the edits so far: exports are removed, other uses are
   * reported.
   */
  function checkUses(specifier: ts.ImportSpecifier): void {
    const file = specifier.getSourceFile();
    const edits = project.changes.edits(file.fileName);
    for (const use of identifiersOf(file).get(specifier.name.text) ?? []) {
      const isOther = ts.isImportSpecifier(use.parent) || declarationOf(use) !== specifier;
      if (isOther || !survives(use.getStart(), edits)) continue;
      if (ts.isExportSpecifier(use.parent)) cut(use.parent);
      // A call is a block; those are reported where they are read.
      else if (!ts.isCallExpression(use.parent)) report(use);
    }
  }

  function cut(specifier: ts.ExportSpecifier): void {
    if (!isConverted) return report(specifier);
    const { changes } = project;
    const list = specifier.parent;
    // With `export {}` as its only statement the file stays a module.
    const isLastStatement = specifier.getSourceFile().statements.length === 1;
    changes.removeElement(specifier, list.elements, isLastStatement ? undefined : list.parent);
    changes.removeExport(specifier.getSourceFile().fileName, specifier.name.text);
  }

  function report(node: ts.Node): void {
    const remedy = 'Hand on `defineRelations`, and the object that it returns, instead.';
    project.changes.report('RQB_EXPORT_GONE', node, { name: 'relations', remedy });
  }
}

/** Whether every v1 block that was found belongs to a database that is migrated in this run. */
function isEveryBlockConverted({ scan, placements }: Project): boolean {
  const converted = new Set<RelationsBlock>();
  for (const [database, placement] of placements) if (placement) database.blocks.forEach((it) => converted.add(it));
  return [...scan.blocks.values()].every((block) => converted.has(block));
}

/** The members of an export list that export `relations`, under any name. */
function exportsOfList({ exportClause }: ts.ExportDeclaration): ts.ExportSpecifier[] {
  return exportClause && ts.isNamedExports(exportClause) ? exportClause.elements.filter(isRelationsName) : [];
}

function isRelationsName({ name, propertyName }: ts.ImportSpecifier | ts.ExportSpecifier): boolean {
  return (propertyName ?? name).text === 'relations';
}

function isOfV1(statement: ts.Statement): boolean {
  return isRelationsModule(specifierOf(statement) ?? '');
}
