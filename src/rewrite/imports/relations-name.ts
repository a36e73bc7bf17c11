import { targetOf } from '../../read/modules/specifiers.ts';
import { ts } from '../../ts.cts';
import { survives } from '../../edits/apply.ts';
import type { SourceRange } from '../../edits/edit.ts';
import { quoted } from '../../edits/style.ts';
import type { Database } from '../../facts.ts';
import { isDefineRelations } from '../../read/schema/definitions.ts';
import { declarationOf, lookUp } from '../../read/syntax/scope.ts';
import { firstFree } from '../first-free.ts';
import type { Placement } from '../placement.ts';
import type { Project } from '../project.ts';
import { identifiersOf } from '../../read/syntax/references.ts';
import { isOfRelations, otherNames } from './free-name.ts';
import { specifierFor } from './specifier.ts';

/** The file and the name of the v2 relations of a database. */
export type Relations = Pick<Placement, 'path' | 'name' | 'isFunction'>;

/**
 * The v2 relations of a database: those placed in this run, or the exported `defineRelations` call of one that is on v2
 * already. Undefined when the database is left alone, or when its relations are not exported.
 */
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

/**
 * The relations of a database as types refer to them. Relations inside of a function cannot be named from outside, so
 * types use the function that makes them, if there is one.
 */
export function typedRelationsOf(
  database: Database,
  placements: ReadonlyMap<Database, Placement | undefined>,
  project: Project,
): Relations | undefined {
  const relations = relationsOf(database, placements, project);
  const maker = placements.get(database)?.maker;
  return relations && maker ? { path: relations.path, name: maker.name, isFunction: true } : relations;
}

/**
 * Whether code at a place can refer to the relations of a database. Those that stand in a function can be named inside
 * of it only, unless a function makes them.
 */
export function isNameable(
  database: Database,
  place: ts.Node,
  placements: ReadonlyMap<Database, Placement | undefined>,
): boolean {
  const placement = placements.get(database);
  if (!placement?.isLocal || placement.maker) return true;
  return ts.findAncestor(place, (outer) => outer === placement.before?.parent) !== undefined;
}

/** The type of relations by their name: `typeof relations`, or `ReturnType<typeof makeRelations>`. */
export function typeOfRelations(name: string, { isFunction }: Relations): string {
  return isFunction ? `ReturnType<typeof ${name}>` : `typeof ${name}`;
}

/** Where a file needs a name for relations, and what may be taken for it; see `relationsName`. */
interface RelationsUse {
  places: readonly ts.Node[];
  cuts?: readonly SourceRange[];
  wanted?: readonly string[];
}

/**
 * The name by which types in a file can refer to relations (`typeof relations`). The import that it needs is requested.
 *
 * @param use.places nodes in whose scopes the name must be free
 * @param use.cuts ranges that are about to be replaced; an import that is used in these only frees its name
 * @param use.wanted preferred names, best first
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
      if (isOfRelations(name, place, project)) return false;
      const declaration = lookUp(name, place);
      if (!declaration) return true;
      const isImport =
        ts.isImportSpecifier(declaration) || ts.isNamespaceImport(declaration) || ts.isImportClause(declaration);
      const uses = (identifiersOf(file).get(name) ?? []).filter(
        (use) => use !== declaration.name && declarationOf(use) === declaration,
      );
      return isImport && uses.every(isCut);
    });
  const others = [relations.name, ...otherNames] as const;
  const local = wanted.find(isFree) ?? firstFree(others, isFree);
  changes.needImport(path, { from: relations.path, name: relations.name, local, typeOnly: true });
  return local;
}

/**
 * Whether the declarations of a file are global. An import statement would turn such a file into a module, so it must
 * not get one.
 */
export function isGlobal(file: ts.SourceFile): boolean {
  return file.isDeclarationFile && !ts.isExternalModule(file);
}

/** The name under which a file already imports the relations. */
function importedName(file: ts.SourceFile, relations: Relations, project: Project): string | undefined {
  for (const statement of file.statements) {
    const bindings = ts.isImportDeclaration(statement) ? statement.importClause?.namedBindings : undefined;
    if (!bindings || !ts.isNamedImports(bindings)) continue;
    if (targetOf(statement, project.resolver) !== relations.path) continue;
    const found = bindings.elements.find(({ propertyName, name }) => (propertyName ?? name).text === relations.name);
    // The import may be one of v1 relations with the same name, which are removed.
    if (found && !project.changes.removedExports().get(relations.path)?.has(relations.name)) return found.name.text;
  }
  return undefined;
}
