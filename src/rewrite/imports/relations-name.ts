import { targetOf } from '../../read/specifiers.ts';
import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import type { SourceRange } from '../../edits/edit.ts';
import { quoted } from '../../edits/style.ts';
import type { Database } from '../../facts.ts';
import { isDefineRelations } from '../../read/definitions.ts';
import { declarationOf, lookUp } from '../../read/scope.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/references.ts';
import { specifierFor } from './specifier.ts';

/** Where the v2 relations of a database are. */
export type Relations = Pick<Placement, 'path' | 'name' | 'isFunction'>;

/** The relations of a database: just placed, or there already; undefined when the database is left alone. */
export function relationsOf(
  database: Database,
  placements: ReadonlyMap<Database, Placement | undefined>,
  project: Project,
): Relations | undefined {
  if (!database.migrated) return placements.get(database);
  const path = database.schema.node.getSourceFile().fileName;
  for (const name of project.evaluator.exportNames(path)) {
    const value = project.evaluator.exported(path, name);
    if (value?.kind !== 'expression' || !ts.isCallExpression(value.node)) continue;
    const isIt = ts.findAncestor(database.schema.node, (node) => node === value.node);
    if (isIt && isDefineRelations(project.evaluator.evaluate(value.node.expression))) return { path, name };
  }
  return undefined;
}

/** What types say the relations of a database by: of those in a function, the function that makes them, if there is one. */
export function typedRelationsOf(
  database: Database,
  placements: ReadonlyMap<Database, Placement | undefined>,
  project: Project,
): Relations | undefined {
  const relations = relationsOf(database, placements, project);
  const maker = placements.get(database)?.maker;
  return relations && maker ? { path: relations.path, name: maker.name, isFunction: true } : relations;
}

/** Whether a place can name the relations of a database: those that stand in a function have no name outside of it. */
export function isNameable(
  database: Database,
  place: ts.Node,
  placements: ReadonlyMap<Database, Placement | undefined>,
): boolean {
  const placement = placements.get(database);
  if (!placement?.isLocal || placement.maker) return true;
  return ts.findAncestor(place, (outer) => outer === placement.before?.parent) !== undefined;
}

/** The type of relations that go by a name: `typeof relations`, or `ReturnType<typeof makeRelations>`. */
export function typeOfRelations(name: string, { isFunction }: Relations): string {
  return isFunction ? `ReturnType<typeof ${name}>` : `typeof ${name}`;
}

interface RelationsUse {
  places: readonly ts.Node[];
  cuts?: readonly SourceRange[];
  wanted?: readonly string[];
}

/**
 * The name by which types of a file can say `typeof relations`; the import it takes is asked for.
 *
 * @param use.places nodes that will say it
 * @param use.cuts ranges that are about to be replaced; an import that is used only in there frees its name
 * @param use.wanted names to prefer, best first
 */
export function relationsName(
  path: string,
  relations: Relations,
  { places, cuts = [], wanted = [] }: RelationsUse,
  project: Project,
): string {
  if (path === relations.path) return relations.name;
  const { changes } = project;
  const asked = changes.imports(path).find(({ from, name }) => from === relations.path && name === relations.name);
  if (asked) return asked.local;
  const file = project.sources.get(path)!.ast;
  if (isGlobal(file))
    return `import(${quoted(specifierFor(path, relations.path, project), project.styleOf(path))}).${relations.name}`;
  const imported = importedName(file, relations, project);
  if (imported !== undefined) return imported;
  const edits = changes.edits(path);
  const isCut = (node: ts.Node) =>
    !survives(node.getStart(file), edits) ||
    cuts.some(({ start, end }) => node.getStart(file) >= start && node.end <= end);
  const isFree = (name: string): boolean =>
    !changes.imports(path).some(({ local }) => local === name) &&
    [file, ...places].every((place) => {
      const declaration = lookUp(name, place);
      if (!declaration) return true;
      const isImport =
        ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration) || ts.isImportClause(declaration);
      const uses = (identifiersOf(file).get(name) ?? []).filter(
        (use) => use !== declaration.name && declarationOf(use) === declaration,
      );
      return isImport && uses.every(isCut);
    });
  const names = [...wanted, relations.name, 'dbRelations', 'schemaRelations', 'drizzleRelations'];
  const local = names.find(isFree) ?? 'databaseRelations';
  changes.needImport(path, { from: relations.path, name: relations.name, local, typeOnly: true });
  return local;
}

/** Whether what a file declares is known everywhere: an import would make a module of it, and end that. */
export function isGlobal(file: ts.SourceFile): boolean {
  return file.isDeclarationFile && !ts.isExternalModule(file);
}

/** The name under which a file imports the relations already. */
function importedName(file: ts.SourceFile, relations: Relations, project: Project): string | undefined {
  for (const statement of file.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    if (targetOf(statement, project.resolver) !== relations.path) continue;
    const found = bindings.elements.find(({ propertyName, name }) => (propertyName ?? name).text === relations.name);
    // The file may exist and export v1 relations under that name, which then are gone.
    if (found && !project.changes.removedExports().get(relations.path)?.has(relations.name)) return found.name.text;
  }
  return undefined;
}
