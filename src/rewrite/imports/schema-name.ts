import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import type { Database } from '../../facts.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { unwrap } from '../../read/syntax/syntax.ts';
import type { NeededImport } from '../changes.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';

/**
 * The name by which a file can refer to the schema object of a database, for code that still needs it in v2 (adapters,
 * readers of `db._.fullSchema`). The import that it needs is requested.
 *
 * @returns undefined when the schema is neither one module nor one exported constant, or when no name is free
 */
export function schemaName(
  path: string,
  database: Database,
  placement: Placement,
  project: Project,
): string | undefined {
  const schema = schemaExport(database, project) ?? placedSchema(placement);
  if (!schema) return undefined;
  const { changes, resolver } = project;
  const asked = changes.imports(path).find(({ from, name }) => from === schema.from && name === schema.name);
  if (asked) return asked.local;
  const file = project.sources.get(path)!.ast;
  const edits = changes.edits(path);
  for (const statement of file.statements) {
    if (!ts.isImportDeclaration(statement) || statement.importClause?.isTypeOnly) continue;
    if (targetOf(statement, resolver) !== schema.from) continue;
    const known = importedAs(statement, schema.name);
    if (!known?.name) continue;
    const uses = (identifiersOf(file).get(known.name.text) ?? []).filter(
      (use) => use !== known.name && declarationOf(use) === known,
    );
    // An import whose other uses are all removed would be dropped, so it is requested again.
    if (!uses.some((use) => survives(use.getStart(), edits)))
      changes.needImport(path, { ...schema, local: known.name.text });
    return known.name.text;
  }
  const isFree = (name: string) =>
    lookUp(name, file) === undefined && !changes.imports(path).some(({ local }) => local === name);
  const local = [schema.local, 'dbSchema', 'databaseSchema'].find(isFree);
  if (local === undefined) return undefined;
  changes.needImport(path, { ...schema, local });
  return local;
}

/**
 * The import of the schema that `drizzle()` is given, where that is an imported name or an exported constant of the
 * client's file.
 */
function schemaExport({ clients }: Database, project: Project): NeededImport | undefined {
  for (const { path, schemaNode } of clients) {
    const node = schemaNode && unwrap(schemaNode);
    const declaration = node && ts.isIdentifier(node) ? declarationOf(node) : undefined;
    if (!declaration || !node) continue;
    const local = node.getText();
    if (ts.isVariableDeclaration(declaration)) {
      const isExported = (ts.getCombinedModifierFlags(declaration) & ts.ModifierFlags.Export) !== 0;
      if (isExported) return { from: path, name: local, local, typeOnly: false };
      continue;
    }
    const statement = ts.findAncestor(declaration, ts.isImportDeclaration);
    const from = statement && targetOf(statement, project.resolver);
    const name = ts.isNamespaceImport(declaration)
      ? '*'
      : ts.isImportSpecifier(declaration)
        ? (declaration.propertyName ?? declaration.name).text
        : 'default';
    if (from !== undefined && !project.changes.deleted().has(from)) return { from, name, local, typeOnly: false };
  }
  return undefined;
}

/** The import of the schema in the new relations file, where the first argument of `defineRelations` is just that. */
function placedSchema({ imports, schemaArgument }: Placement): NeededImport | undefined {
  const [schema] = imports;
  return schema && imports.length === 1 && schemaArgument === schema.local ? schema : undefined;
}

/** The part of an import declaration that binds an exported name; `*` stands for the whole module. */
function importedAs(
  { importClause }: ts.ImportDeclaration,
  name: string,
): ts.ImportSpecifier | ts.NamespaceImport | ts.ImportClause | undefined {
  if (name === 'default') return importClause?.name && importClause;
  const bindings = importClause?.namedBindings;
  if (!bindings) return undefined;
  if (ts.isNamespaceImport(bindings)) return name === '*' ? bindings : undefined;
  return bindings.elements.find((element) => (element.propertyName ?? element.name).text === name);
}
